"""One value as text of a field, or why it cannot be one."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from fahuo.customs.ceb.faults import FieldError
from fahuo.customs.ceb.fields import Field, Sort

BEIJING = ZoneInfo("Asia/Shanghai")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moment(at: datetime) -> str:
    """Return a moment as `appTime` wants it: the clock in Beijing, `YYYYMMDDhhmmss`."""
    return at.astimezone(BEIJING).strftime("%Y%m%d%H%M%S")


def beijing_day(at: datetime) -> date:
    """Return the day in Beijing: customs' day, whatever clock the installation goes by."""
    return at.astimezone(BEIJING).date()


def day(on: date) -> str:
    """Return a day as `ieDate` wants it: `YYYYMMDD`."""
    return on.strftime("%Y%m%d")


def kilograms(grams: int) -> Decimal:
    """Return a weight in kilograms."""
    return Decimal(grams) / 1000


def is_blank(value: object) -> bool:
    """Say whether there is nothing in it: None, or text of spaces only."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(field: Field, value: object, path: str) -> str | FieldError | None:
    """Return what stands in the element, None if the element is left out, or why neither can be."""
    if is_blank(value):
        return FieldError(path, "CEB_FIELD_MISSING") if field.required else None
    if field.sort is Sort.TEXT:
        return _text(field, value, path)
    number = _number(value)
    if number is None:
        return FieldError(path, "CEB_FIELD_NUMBER", f"{value!r} is no plain number"[:80])
    return _whole(field, number, path) if field.sort is Sort.WHOLE else _decimal(field, number, path)


def _text(field: Field, value: object, path: str) -> str | FieldError:
    if not isinstance(value, str):
        return FieldError(path, "CEB_FIELD_TYPE", f"text is wanted, not {type(value).__name__}")
    if found := _NO_XML.search(value):
        return FieldError(path, "CEB_FIELD_CHARACTER", f"U+{ord(found[0]):04X} at {found.start() + 1}")
    if not field.shortest <= len(value) <= field.longest:
        wanted = f"{field.longest}" if field.shortest == field.longest else f"{field.shortest}..{field.longest}"
        return FieldError(path, "CEB_FIELD_LENGTH", f"{len(value)} characters, {wanted} fit")
    return value


def _number(value: object) -> Decimal | None:
    """Return a finite number that was given exactly: never a float, never with an exponent in text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        return number if number.is_finite() else None
    return Decimal(value) if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value) else None


def _whole(field: Field, number: Decimal, path: str) -> str | FieldError:
    if number < 0 or number.adjusted() >= field.longest or number != int(number):
        return FieldError(path, "CEB_FIELD_NUMBER", f"a whole number of at most {field.longest} digits is wanted")
    return str(int(number))


def _decimal(field: Field, number: Decimal, path: str) -> str | FieldError:
    if number < 0 or number.adjusted() >= field.longest:
        return FieldError(path, "CEB_FIELD_NUMBER", f"0 or more, with at most {field.longest} digits, is wanted")
    rounded = number.quantize(Decimal(1).scaleb(-field.decimals), ROUND_HALF_UP)
    if number and not rounded:
        return FieldError(path, "CEB_FIELD_NUMBER", f"less than {field.decimals} decimals can say")
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    if len(text.replace(".", "").lstrip("0")) > field.longest:
        return FieldError(path, "CEB_FIELD_NUMBER", f"at most {field.longest} digits fit")
    return text
