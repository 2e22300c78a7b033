"""One kind of number by which somebody or something is known to customs: its form, its check digit, its names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_SEPARATORS = re.compile(r"[\s.\-/_·\u2010-\u2015\u2212]")
_LEAST_REPEATED = 6
_KEPT = 3


class Holder(StrEnum):
    """Whom a number names."""

    PERSON = "PERSON"
    COMPANY = "COMPANY"
    ANYONE = "ANYONE"
    PARCEL = "PARCEL"


def _passes(number: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of number.

    `name` is what rules and registers call it (`br_cpf`), `short` what people call it (`CPF`). `country` is an ISO
    code, `EU`, or empty where the number is nobody's in particular. `form` is what the whole bare number looks like;
    `verify` does what only arithmetic can; `has_check` says that this includes a check digit, so that a slip of the
    finger is found. `generic`: numbers of the right form that name nobody.
    """

    name: str
    country: str
    short: str
    name_en: str
    name_zh: str
    holder: Holder
    form: re.Pattern[str]
    verify: Callable[[str], object] = _passes
    has_check: bool = False
    generic: frozenset[str] = frozenset()

    def fits(self, number: str) -> bool:
        """Tell whether a number, as typed, is one of this kind: form, check digit, and not one digit repeated."""
        bare = normalise(number)
        return self.form.fullmatch(bare) is not None and not repeated(bare) and bool(self.verify(bare))


def kind(  # noqa: PLR0917 - the tables below read as columns
    name: str,
    short: str,
    name_en: str,
    name_zh: str,
    form: str,
    verify: Callable[[str], object] | None = None,
    *,
    holder: Holder = Holder.PERSON,
    country: str | None = None,
    has_check: bool | None = None,
    generic: frozenset[str] = frozenset(),
) -> Kind:
    """Return a kind; its country is the beginning of its name, and what is verified has a check digit, unless said."""
    return Kind(
        name=name,
        country=name[:2].upper() if country is None else country,
        short=short,
        name_en=name_en,
        name_zh=name_zh,
        holder=holder,
        form=re.compile(form, re.ASCII),
        verify=verify or _passes,
        has_check=verify is not None if has_check is None else has_check,
        generic=generic,
    )


def normalise(number: str) -> str:
    """Return the number in capitals without the signs that people put between its characters."""
    return _SEPARATORS.sub("", number).upper()


def repeated(bare: str) -> bool:
    """Tell whether all digits are one digit: the check digits of a CPF accept 111.111.111-11."""
    digits = [char for char in bare if char.isdigit()]
    return len(digits) >= _LEAST_REPEATED and len(set(digits)) == 1


def masked(number: str) -> str:
    """Return the number as pages show it, `***.***.**1-23`: separators stay, and the last three characters at most.

    Of a number shorter than twelve characters no more than a quarter is shown, so that nothing can be guessed from it.
    """
    signs = [place for place, char in enumerate(number) if char.isalnum()]
    shown = set(signs[len(signs) - min(_KEPT, (len(signs) + 1) // 4) :]) if len(signs) > _KEPT else set()
    return "".join(char if not char.isalnum() or place in shown else "*" for place, char in enumerate(number))
