"""Reads of carrier accounts."""

from __future__ import annotations

from fahuo.carriers.queries.circuits import Health, health
from fahuo.carriers.queries.contracts import accounts, accounts_by_id, contract, contracts, terms, terms_of

__all__ = [
    "Health",
    "accounts",
    "accounts_by_id",
    "contract",
    "contracts",
    "health",
    "terms",
    "terms_of",
]
