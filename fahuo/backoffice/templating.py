"""The Jinja2 environment of all pages."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Build the environment; Django passes its options."""
    return Environment(**options)
