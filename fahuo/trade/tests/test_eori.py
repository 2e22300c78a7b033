"""The form of an EORI."""

from __future__ import annotations

import pytest

from fahuo.trade.eori import eori_formed


@pytest.mark.parametrize("number", ["DE123456789012345", "IE1234567AB", "NL0"])
def test_of_the_form(number: str) -> None:
    assert eori_formed(number)


@pytest.mark.parametrize("number", ["", "DE", "de123", "D1234", "DE 123", "DE1234567890123456", "DE123\n"])
def test_not_of_the_form(number: str) -> None:
    assert not eori_formed(number)
