"""The two pricing engines behind one face, so that a benchmark says only what it measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import CODES, KINDS, BatchRates, breakdown, columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.columns import Columns
from fahuo.rating.domain.rules import MonthVolume, PriceRules, RateRequest
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.trade.charge import Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

Volumes = Mapping[str, MonthVolume]


@dataclass(frozen=True)
class Bulk:
    """What a batch comes to: every total, the cheapest service of each order (−1: none), and its charges."""

    rates: BatchRates
    cheapest: npt.NDArray[np.int64]
    charges: npt.NDArray[np.int64]  # kind × order, minor units


class Engine:
    """Sheets compiled for both ways of pricing."""

    def __init__(
        self,
        services: Sequence[Service],
        sheets: Mapping[str, RateSheet],
        rules: PriceRules,
        on: date,
        volumes: Volumes | None = None,
    ) -> None:
        """Compile."""
        self.table: RateTable = compile_table(services, sheets, rules, on=on)
        self.volumes: Volumes = volumes or {}
        worth = [rules.yuan_per_unit[code].scaleb(-int(places)) for code, places in self._currencies()]
        self.yuan = np.array([float(one) for one in worth])

    def _currencies(self) -> Iterator[tuple[str, int]]:
        return zip(self.table.billed_in, self.table.digits, strict=True)

    def columns(self, requests: Sequence[RateRequest]) -> Columns:
        """Return the batch as columns."""
        return columns([case(request, self.table.rules) for request in requests], self.table)

    def bulk(self, batch: Columns) -> Bulk:
        """Price every order over every service, and reckon every charge of the cheapest one."""
        rates = rate_columns(batch, self.table, volumes=self.volumes)
        worth = rates.net.T * self.yuan[:, None]  # service × order, as the engine lays it out
        np.copyto(worth, np.inf, where=rates.code.T != 0)
        cheapest = worth.argmin(axis=0)
        cheapest[~np.isfinite(worth.min(axis=0))] = -1
        return Bulk(rates, cheapest, breakdown(batch, self.table, cheapest, volumes=self.volumes))

    def single(self, request: RateRequest) -> list[Rate | Problem]:
        """Price one order over every service in `Decimal`, every charge with its working."""
        one, on = case(request, self.table.rules), self.table.on
        found = []
        for service, sheet in zip(self.table.services, self.table.sheets, strict=True):
            ddp = sheet is not None and single.prepays(service, sheet, request.country)
            volume = self.volumes.get(service.carrier, MonthVolume())
            found.append(single.rate(service, sheet, one, on=on, ddp=ddp, volume=volume))
        return found

    def check(self, requests: Sequence[RateRequest]) -> int:
        """Hold bulk against single, every total and every charge of the cheapest; return how many prices there were.

        Raises `RuntimeError` at the first difference: a wrong engine has no speed.
        """
        found, priced = self.bulk(self.columns(requests)), 0
        for row, request in enumerate(requests):
            expected = self.single(request)
            for column, one in enumerate(expected):
                said = self._said(found.rates, row, column)
                if said != _wanted(one):
                    raise RuntimeError(f"bulk says {said}, single says {one}\nof {request}")
                priced += isinstance(one, Rate)
            self._check_cheapest(found, row, expected)
        return priced

    def _said(self, rates: BatchRates, row: int, column: int) -> tuple[object, ...]:
        code = int(rates.code[row, column])
        if code:
            return (CODES[code],)
        digits = -int(self.table.digits[column])
        return tuple(Decimal(int(amount[row, column])).scaleb(digits) for amount in (rates.total, rates.net))

    def _check_cheapest(self, found: Bulk, row: int, expected: list[Rate | Problem]) -> None:
        column = int(found.cheapest[row])
        charges = {kind: int(amount) for kind, amount in zip(KINDS, found.charges[:, row], strict=True) if amount}
        rate = expected[column] if column >= 0 else None
        wanted = {}
        if isinstance(rate, Rate):
            listed = (*rate.charges, rate.rebate) if rate.rebate else rate.charges
            digits = int(self.table.digits[column])
            wanted = {charge.kind: int(charge.amount.amount.scaleb(digits)) for charge in listed}
        if charges != {kind: amount for kind, amount in wanted.items() if amount}:
            raise RuntimeError(f"bulk breaks the price into {charges}, single into {rate}")


def _wanted(one: Rate | Problem) -> tuple[object, ...]:
    return (one.total.amount, one.net.amount) if isinstance(one, Rate) else (one.code,)
