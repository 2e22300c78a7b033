"""What a quote was reckoned from, as JSON and back, exact: the request and the service (rules: `sheet_codec`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from fahuo.rating.domain.rules import RateRequest
from fahuo.trade.service import Service


def request_as_json(request: RateRequest) -> dict[str, Any]:
    """Return the parcel and where it goes, decimals as text; no name, no street."""
    return _plain(request)


def request_of(stored: Mapping[str, Any]) -> RateRequest:
    """Return the request as it was."""
    return msgspec.convert(stored, RateRequest)


def service_as_json(service: Service) -> dict[str, Any]:
    """Return the whole row of `services.csv`: names and limits may change there, the quote keeps its own."""
    return _plain(service)


def service_of(stored: Mapping[str, Any]) -> Service:
    """Return the service as it was."""
    return msgspec.convert(stored, Service)


def _plain(value: RateRequest | Service) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(value, str_keys=True, order="deterministic")
    return plain
