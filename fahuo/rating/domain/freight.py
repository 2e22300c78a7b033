"""The price of each pair of a lot and a selection of services: the bulk engine's sums, each as `single` makes them.

All amounts are service × parcel in minor units. Charges that few parcels have are reckoned for those alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fahuo.rating.domain.cells import (
    FIRST,
    FLAT,
    MINIMUM,
    PEAK_FIXED,
    PEAK_SHARE,
    PER_STEP,
    PRICED,
    REGISTERED,
    STEP,
)
from fahuo.rating.domain.exact import HALF_OF_STEP, Flags, Floats, Ints, share, share_of_whole
from fahuo.rating.domain.lots import Lot
from fahuo.rating.domain.remote import CLOSED
from fahuo.rating.domain.selection import Selection
from fahuo.rating.domain.table import (
    INSURANCE_NOT_OFFERED,
    NO_VALUE_EXCHANGE,
    NOT_SERVED,
    OVERWEIGHT,
    PARCEL_INVALID,
    PRICE_NOT_POSITIVE,
    RETURN_LABEL_NOT_OFFERED,
    RateTable,
)
from fahuo.trade.charge import ChargeKind

Found = dict[ChargeKind, tuple[Floats | Ints, Ints | None]]


@dataclass(slots=True)
class Priced:
    """`cell` below `PRICED` is the code why a pair has no price. `charges` keeps amounts with the parcels of each."""

    cell: Ints
    total: Floats
    net: Floats
    charges: Found | None = field(default=None)


@dataclass(slots=True)
class Pricing:
    """Prices one selection of services over one lot; with `charges` it keeps every charge."""

    table: RateTable
    lot: Lot
    chosen: Selection
    rebate: Floats  # share that comes back, by service
    charges: Found | None = None

    def price(self) -> Priced:
        """Return the price of every pair."""
        cell = self._cells()
        remote = self._remote(cell)
        prepaid = self._gaps(cell)
        base = self._base(cell)
        freight = self._freight(base, cell, remote)
        total, discounted = self._discounted(base, freight)
        net = self._rebated(base, discounted, total)
        for extra, at in self._extras(prepaid):
            some = (slice(None), slice(None) if at is None else at)
            total[some] += extra
            if net is not total:
                net[some] += extra
        nothing = net <= 0  # the total is never below the net price
        if nothing.any():
            cell[nothing & (cell >= PRICED)] = PRICE_NOT_POSITIVE
        return Priced(cell, total, net, self.charges)

    def _keep(self, kind: ChargeKind, amount: Floats | Ints, at: Ints | None = None) -> None:
        if self.charges is not None:
            self.charges[kind] = (amount, at)

    def _cells(self) -> Ints:
        cells, chosen, lot = self.table.cells, self.chosen, self.lot
        weight_class = chosen.row(lot.weight_class, self.table.divisor_at)
        at = chosen.look_each(cells.class_of, weight_class)
        at += chosen.look(cells.row_of, lot.place)
        cell: Ints = cells.cell_of.take(at, mode="clip")
        return cell

    def _remote(self, cell: Ints) -> Floats | None:
        """Return the remote fees of the parcels that may have one, and close what is not served."""
        at, remote = self.lot.remote_at, self.table.remote
        if not at.size:
            return None
        place, area = self.lot.place[at], self.lot.area[at]
        fee = self.chosen.look(remote.fee_of, place, at)
        named = (area >= 0) & (area != remote.area_of[place])
        if named.any():
            by_name = self.chosen.look(remote.fee_of_area, np.maximum(area, 0), at)
            fee = np.where(named & ~self.chosen.look(remote.own, place, at), by_name, fee)
        closed = fee == CLOSED
        if closed.any():
            some = cell[:, at]
            cell[:, at] = np.where(closed & ((some >= PRICED) | (some == OVERWEIGHT)), NOT_SERVED, some)
            fee = np.where(closed, 0.0, fee)
        return fee

    def _gaps(self, cell: Ints) -> Flags | None:
        """Write the codes of what cannot be reckoned or is not offered; return which pairs go duties paid."""
        table, lot, chosen = self.table, self.lot, self.chosen
        prepaid = chosen.look(table.prepaid, lot.country) if chosen.has(table.prepaid) else None
        if lot.gap_at.size and prepaid is not None:
            self._refuse(cell, lot.gap_at, prepaid[:, lot.gap_at], lot.gap[lot.gap_at])
        at = lot.insured_at
        if at.size:
            offered, _, _, _, up_to = (chosen.figure(figure, at) for figure in table.terms.insurance)
            value = chosen.row(lot.value, table.currency, at)
            self._refuse(cell, at, ~lot.known_value[at], np.int64(NO_VALUE_EXCHANGE))
            self._refuse(cell, at, (offered == 0) | (value > up_to), np.int64(INSURANCE_NOT_OFFERED))
        at = lot.labelled_at
        if at.size:
            refused = chosen.figure(table.terms.label_wanted, at) < 0
            self._refuse(cell, at, refused, np.int64(RETURN_LABEL_NOT_OFFERED))
        if lot.invalid_at.size:
            cell[:, lot.invalid_at] = PARCEL_INVALID
        return prepaid

    def _refuse(self, cell: Ints, at: Ints, refused: Flags, code: Ints | np.int64) -> None:
        some = cell[:, at]
        cell[:, at] = np.where(refused & (some >= PRICED), code, some)

    def _figure(self, figure: int, cell: Ints) -> Floats:
        """Return a figure of the cells; from the service where all its cells agree."""
        cells = self.table.cells
        if self.chosen.has(~cells.same[figure]):
            found: Floats = cells.figures[figure].take(cell, mode="clip")
            return found
        return self.chosen.figure(cells.one[figure])

    def _has(self, figure: int) -> bool:
        cells = self.table.cells
        return self.chosen.has(~cells.same[figure] | (cells.one[figure] != 0))

    def _base(self, cell: Ints) -> Floats:
        base: Floats = self.table.cells.figures[FLAT].take(cell, mode="clip")
        if self._has(PER_STEP):
            steps = self.chosen.row(self.lot.weight, self.table.divisor_at) - self._figure(FIRST, cell)
            steps /= self._figure(STEP, cell)
            np.ceil(steps, out=steps)
            np.maximum(steps, 0, out=steps)
            steps *= self._figure(PER_STEP, cell)
            base += steps
            base += HALF_OF_STEP
            np.floor(base, out=base)
        if self._has(MINIMUM):
            np.maximum(base, self._figure(MINIMUM, cell), out=base)
        self._keep(ChargeKind.BASE, base)
        return base

    def _freight(self, base: Floats, cell: Ints, remote: Floats | None) -> Floats:
        freight, terms, chosen = base.copy(), self.table.terms, self.chosen
        if chosen.has(terms.fuel):
            freight += self._kept(ChargeKind.FUEL, share(base, chosen.figure(terms.fuel)))
        if self._has(REGISTERED):
            freight += self._kept(ChargeKind.REGISTERED, self._figure(REGISTERED, cell))
        if remote is not None:
            freight[:, self.lot.remote_at] += remote
            self._keep(ChargeKind.REMOTE_AREA, remote, self.lot.remote_at)
        self._premium(base, freight)
        self._oversize(freight)
        if self._has(PEAK_SHARE) or self._has(PEAK_FIXED):
            peak = share(base, self._figure(PEAK_SHARE, cell))
            peak += self._figure(PEAK_FIXED, cell)
            freight += self._kept(ChargeKind.PEAK, peak)
        self._label(freight)
        return freight

    def _kept(self, kind: ChargeKind, amount: Floats) -> Floats:
        self._keep(kind, amount)
        return amount

    def _premium(self, base: Floats, freight: Floats) -> None:
        at, terms = self.lot.special_at, self.table.terms
        if not at.size:
            return
        cargo = self.lot.cargo[at]
        premium = share(base.take(at, axis=1), self.chosen.look(terms.premium_share, cargo, at))
        np.maximum(premium, self.chosen.look(terms.premium_fixed, cargo, at), out=premium)
        freight[:, at] += premium
        self._keep(ChargeKind.CARGO_PREMIUM, premium, at)

    def _oversize(self, freight: Floats) -> None:
        at, lot = self.lot.large_at, self.lot
        if not at.size:
            return
        largest = np.zeros((len(freight), len(at)))
        for rule in self.table.terms.oversize:
            side, girth, weight, fee = (self.chosen.figure(figure, at) for figure in rule)
            beyond = (lot.longest_mm[at] > side) | (lot.girth_mm[at] > girth) | (lot.weight_g[at] > weight)
            np.maximum(largest, beyond * fee, out=largest)
        freight[:, at] += largest
        self._keep(ChargeKind.OVERSIZE, largest, at)

    def _label(self, freight: Floats) -> None:
        terms, at = self.table.terms, self.lot.labelled_at
        label: Floats | None = None
        if self.chosen.has(terms.label_always):
            label = self.chosen.figure(terms.label_always) + np.zeros((1, len(self.lot)))
        if at.size:
            label = np.zeros(freight.shape) if label is None else label
            label[:, at] += np.maximum(self.chosen.figure(terms.label_wanted, at), 0)
        if label is not None:
            freight += self._kept(ChargeKind.RETURN_LABEL, label)

    def _discounted(self, base: Floats, freight: Floats) -> tuple[Floats, Floats]:
        """Return the freight less its discount twice: once to add to, once to take a rebate of."""
        terms = self.table.terms
        if self.chosen.has(terms.discount):
            basis = self._basis(terms.discount_of_freight, base, freight)
            discount = share(basis, self.chosen.figure(terms.discount))
            freight -= discount
            self._keep(ChargeKind.DISCOUNT, -discount)
        return freight, freight

    def _rebated(self, base: Floats, freight: Floats, total: Floats) -> Floats:
        if not self.chosen.has(self.rebate):
            return total
        basis = self._basis(self.table.terms.rebate_of_freight, base, freight)
        rebate = share(basis, self.chosen.figure(self.rebate))
        self._keep(ChargeKind.REBATE, -rebate)
        return total - rebate

    def _basis(self, of_freight: Flags, base: Floats, freight: Floats) -> Floats:
        if not self.chosen.has(~of_freight):
            return freight
        return np.where(self.chosen.figure(of_freight), freight, base) if self.chosen.has(of_freight) else base

    def _extras(self, prepaid: Flags | None) -> list[tuple[Floats | Ints, Ints | None]]:
        """Return insurance and duties, with the parcels they are of."""
        found: list[tuple[Floats | Ints, Ints | None]] = []
        if self.lot.insured_at.size:
            found.append((self._insurance(self.lot.insured_at), self.lot.insured_at))
        if prepaid is not None:
            found.append((self._advanced(prepaid), None))
        return found

    def _insurance(self, at: Ints) -> Ints:
        table, chosen = self.table, self.chosen
        _, included, percent, minimum, _ = (chosen.figure(figure, at) for figure in table.terms.insurance)
        value = chosen.row(self.lot.value, table.currency, at)
        amount: Ints = np.maximum(share_of_whole(value, percent), minimum) * (value > included)
        self._keep(ChargeKind.INSURANCE, amount, at)
        return amount

    def _advanced(self, prepaid: Flags) -> Ints:
        table, chosen, lot = self.table, self.chosen, self.lot
        duty = chosen.row(lot.duty, table.currency) * prepaid
        tax = chosen.row(lot.tax, table.currency) * prepaid
        advanced = duty + tax
        fixed, percent = (chosen.figure(figure) for figure in table.terms.handling)
        handling = (share_of_whole(advanced, percent) + fixed) * prepaid
        self._keep(ChargeKind.DDP_DUTY, duty)
        self._keep(ChargeKind.DDP_TAX, tax)
        self._keep(ChargeKind.DDP_HANDLING, handling)
        advanced += handling
        return advanced
