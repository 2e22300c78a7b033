"""Writes about carrier accounts."""

from __future__ import annotations

from fahuo.carriers.services.contracts import (
    TERMS,
    NoAccount,
    TermsRefused,
    change_terms,
    connect,
    emulated_carriers,
    hold_capacities,
    move_emulated,
)

__all__ = [
    "TERMS",
    "NoAccount",
    "TermsRefused",
    "change_terms",
    "connect",
    "emulated_carriers",
    "hold_capacities",
    "move_emulated",
]
