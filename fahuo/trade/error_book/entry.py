"""The shape of one page of the error book (错误手册)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """Cause and fix of one problem code, in both languages. `who` is who must act."""

    title_en: str
    title_zh: str
    cause_en: str
    cause_zh: str
    fix_en: str
    fix_zh: str
    who: str = "clerk"  # clerk, owner, operator, developer

    def title(self, language: str) -> str:
        """Return the title in `zh…` or else English."""
        return self.title_zh if language.startswith("zh") else self.title_en

    def cause(self, language: str) -> str:
        """Return the cause in `zh…` or else English."""
        return self.cause_zh if language.startswith("zh") else self.cause_en

    def fix(self, language: str) -> str:
        """Return the fix in `zh…` or else English."""
        return self.fix_zh if language.startswith("zh") else self.fix_en
