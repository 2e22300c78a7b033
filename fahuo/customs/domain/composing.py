"""A parcel as it is declared, from what shipments, orders and the catalogue know; or what is missing. No guesses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fahuo.customs.ceb import codes
from fahuo.customs.ceb.modes import BONDED, gcode
from fahuo.customs.domain.nodes import Filing, Item, Parcelled, Party, item_number
from fahuo.customs.domain.ports import ports
from fahuo.customs.domain.readiness import Holder
from fahuo.goods.elements import ElementsOf
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem, Severity

RETAIL = "9610"
SUMMARY = "B"
RECORD = "备案序号"  # under this name the catalogue states a product's number in the account book of a zone


@dataclass(frozen=True, slots=True)
class Booked:
    """A booked parcel as the other rooms know it. `charged` is the carrier's price, None when nobody knows it."""

    order_number: str
    waybill_number: str
    carrier: str
    country: str
    lines: tuple[GoodsLine, ...]
    weight_g: int
    charged: Money | None
    paid: Money | None
    paid_goods: Decimal | None  # None: the price of some line is not known in the currency of `paid`


@dataclass(frozen=True, slots=True)
class Composed:
    """The parcel as declared, None when something is missing; `problems` also holds notes."""

    parcel: Parcelled | None
    problems: tuple[Problem, ...]


def trade_mode(holder: Holder) -> str:
    """Return the supervision mode: as the firm set it, else retail, as buyers are consumers and goods lie in China."""
    return holder["trade_mode"] or RETAIL


def filing_of(holder: Holder, *, phone: str = "") -> Filing:
    """Return what is the same in all declarations of a firm; it declares for itself unless it named an agent."""
    own = Party(holder["customs_code"] or holder["uscc"], holder["name"])
    warehouse = Party(holder["warehouse_code"], holder["warehouse_name"])
    return Filing(
        consignor=own,
        agent=_named(holder, "agent", own),
        owner=_named(holder, "owner", own),
        platform=Party(holder["platform_code"], holder["platform_name"]),
        district=holder["customs_district"],
        exit_port=holder["exit_port"],
        trade_mode=trade_mode(holder),
        statistics_flag=holder["statistics_flag"],
        transport_mode=holder["transport_mode"],
        wrapping=holder["wrap_type"],
        site=holder["site_code"],
        warehouse=warehouse if warehouse.code else None,
        account_book=holder["account_book"],
        phone=phone,
        ports=ports(holder["destination_ports"]),
    )


def compose(
    booked: Booked, *, filing: Filing, carrier: Party | None, elements: Mapping[str, ElementsOf], cop_no: str
) -> Composed:
    """Return the parcel as it is declared, or what keeps it from being."""
    found: list[Problem] = []
    items = [_item(place, line, filing, elements, found) for place, line in enumerate(booked.lines)]
    found += _same_numbers(booked.lines)
    country = _coded(codes.country, booked.country, "country", found)
    currencies = sorted({line.unit_value.currency for line in booked.lines})
    if len(currencies) > 1:
        found.append(Problem("DOCUMENT_MIXED_CURRENCIES", "lines", ", ".join(currencies)))
    currency = _coded(codes.currency, currencies[0], "currency", found)
    if carrier is None:
        found.append(Problem("DECLARATION_NO_CARRIER_FILING", "carrier", booked.carrier))
    charged = booked.charged
    if charged is None:
        found.append(Problem("DECLARATION_NO_FREIGHT", "freight"))
    freight_currency = _coded(codes.currency, charged.currency, "freight", found) if charged else ""
    known = [item for item in items if item is not None]
    if found or carrier is None or charged is None or len(known) != len(items):
        return Composed(None, tuple(found))
    paid, notes = _paid_freight(booked, currencies[0])
    parcel = Parcelled(
        order_number=booked.order_number,
        waybill_number=booked.waybill_number,
        cop_no=cop_no,
        carrier=carrier,
        country=country,
        items=tuple(known),
        currency=currency,
        weight_g=booked.weight_g,
        net_g=sum(line.weight_g for line in booked.lines),
        freight=charged.amount,
        freight_currency=freight_currency,
        paid_freight=paid,
        port=filing.ports.get(booked.country, ""),
    )
    return Composed(parcel, notes)


def _named(holder: Holder, role: str, otherwise: Party) -> Party:
    code, name = holder[f"{role}_code"], holder[f"{role}_name"]
    return Party(code, name) if code and name else otherwise


def _item(
    place: int, line: GoodsLine, filing: Filing, elements: Mapping[str, ElementsOf], found: list[Problem]
) -> Item | None:
    """Return one line as customs count it; what is missing is added to `found`."""
    where, stated = f"lines[{place}]", elements.get(line.sku)
    if not line.title_zh.strip():
        found.append(Problem("DECLARATION_CHINESE_NAME", f"{where}.title_zh", line.sku))
    if stated is None:
        found.append(Problem("DOCUMENT_NO_GOODS", where, line.sku))
        return None
    found += stated.problems(where)
    units = (stated.sale_unit, stated.first_unit, stated.second_unit)
    found += [Problem("DECLARATION_CODE_UNKNOWN", where, unit) for unit in units if unit and unit not in codes.UNITS]
    record = line.elements.get(RECORD, "").strip() if filing.trade_mode == BONDED else ""
    if filing.trade_mode == BONDED and not record:
        found.append(Problem("DECLARATION_RECORD_NUMBER", where, line.sku))
    code = _code(place, line, stated, filing, found)
    if code is None or stated.first_quantity is None or not stated.gmodel:
        return None
    second = stated.second_quantity if stated.second_unit else None
    return Item(
        sku=line.sku,
        name=line.title_zh,
        code=code,
        model=stated.gmodel,
        barcode=line.barcode,
        unit=stated.sale_unit,
        quantity=line.quantity,
        price=line.unit_value.amount,
        first=(stated.first_unit, stated.first_quantity * line.quantity),
        second=(stated.second_unit, second * line.quantity) if second is not None else None,
        record=record,
    )


def _code(place: int, line: GoodsLine, stated: ElementsOf, filing: Filing, found: list[Problem]) -> str | None:
    code = stated.code10 or line.hs_code
    try:
        return gcode(code, trade_mode=filing.trade_mode, statistics_flag=filing.statistics_flag)
    except ValueError:
        found.append(Problem("DECLARATION_HS_CODE", f"lines[{place}].hs_code", f"{line.sku}: {code}"))
        return None


def _same_numbers(lines: Sequence[GoodsLine]) -> Iterator[Problem]:
    """Two SKUs that are one number in the messages would be one thing to customs."""
    skus: dict[str, str] = {}
    for place, line in enumerate(lines):
        first = skus.setdefault(item_number(line.sku), line.sku)
        if first != line.sku:
            yield Problem("CEB_LINE_NUMBERS", f"lines[{place}].sku", f"{first}, {line.sku}: {item_number(line.sku)}")


def _coded(look: Callable[[str], str], iso: str, field: str, found: list[Problem]) -> str:
    try:
        return look(iso)
    except codes.UnknownCode:
        found.append(Problem("DECLARATION_CODE_UNKNOWN", field, iso))
        return ""


def _paid_freight(booked: Booked, currency: str) -> tuple[Decimal, tuple[Problem, ...]]:
    """Return what the buyer paid beyond the goods; a note where it cannot be said in the order's currency."""
    if booked.paid is None:
        return Decimal(0), ()
    if booked.paid.currency != currency or booked.paid_goods is None:
        detail = str(booked.paid)
        return Decimal(0), (Problem("DECLARATION_FREIGHT_PAID_APART", "freight", detail, Severity.NOTE),)
    return max(booked.paid.amount - booked.paid_goods, Decimal(0)), ()


def blocking(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return those that stop a declaration."""
    return tuple(problem for problem in problems if problem.severity is Severity.BLOCK)
