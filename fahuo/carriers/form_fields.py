"""Fields that several forms about carriers share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now

_DIGITS = re.compile(r"-?\d+")


class WholeNumber(forms.IntegerField):
    """A number in plain digits. `1.000` is a thousand to one reader and one to another, so it is refused."""

    def to_python(self, value: Any) -> int | None:
        """Return the number, None when nothing was written."""
        written = str(value).strip() if value is not None else ""
        if written and not _DIGITS.fullmatch(written):
            raise ValidationError(now("Digits only, without point, comma or blank."), code="invalid")
        return super().to_python(written)
