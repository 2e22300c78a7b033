"""Countries: the 249 of ISO 3166-1 and no other."""

from __future__ import annotations

import pytest

from fahuo.trade.country import ISO_COUNTRIES, UnknownCountryError, country


def test_the_list_has_every_country_once() -> None:
    assert len(ISO_COUNTRIES) == 249
    assert {"US", "DE", "HK", "TW", "MO", "CI", "AX", "SS"} <= ISO_COUNTRIES


@pytest.mark.parametrize(("typed", "code"), [("DE", "DE"), ("de", "DE"), (" hk ", "HK")])
def test_codes_are_normalised(typed: str, code: str) -> None:
    assert country(typed) == code


@pytest.mark.parametrize("typed", ["", "UK", "EU", "XK", "GER", "D", "12", "ＤＥ", "Germany"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(UnknownCountryError, match="ISO 3166-1"):
        country(typed)
