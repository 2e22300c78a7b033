"""What keeps a label from being drawn, asked before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.kit import fonts
from fahuo.kit.barcode import BarcodeError
from fahuo.kit.text_shape import printable
from fahuo.labels.codes import place_bars, place_qr
from fahuo.labels.dots import Head
from fahuo.labels.outcome import LETTERS_MISSING, NUMBER_UNPRINTABLE, QR_TOO_LONG
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import LabelContent, LabelSize
from fahuo.trade.problem import Problem

WEIGHT_MISSING = "LABEL_WEIGHT_MISSING"
RECIPIENT_INCOMPLETE = "LABEL_RECIPIENT_INCOMPLETE"
GOODS_MISSING = "LABEL_GOODS_MISSING"
QUANTITY_MISSING = "LABEL_QUANTITY_MISSING"
HS_CODE_UNPRINTABLE = "LABEL_HS_CODE_UNPRINTABLE"
CURRENCIES_MIXED = "LABEL_CURRENCIES_MIXED"

# Ten digits are the longest code of any tariff; with points between pairs that is fourteen characters.
_LONGEST_HS_CODE = 14
# Where an address needs neither town nor province (address metadata of libaddressinput, read 2026-11).
_ONE_TOWN = frozenset({"AG", "GI", "HK", "KY", "MO", "NR", "SG", "SM", "VG"})


def problems_of(
    content: LabelContent, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> tuple[Problem, ...]:
    """Return what is wrong with this label's content; nothing means that it may be drawn and go out.

    Of these only a number or a tracking address that no code holds stops `render`. The others would print a label that
    nobody should stick on a parcel: no weight, no goods, nobody to deliver to, letters that come out as □.
    """
    return (
        *_of_weight(content),
        *_of_recipient(content),
        *_of_letters(content),
        *_of_goods(content.lines),
        *_of_codes(content, size, head),
    )


def _of_weight(content: LabelContent) -> Iterator[Problem]:
    if content.weight_g <= 0:
        yield Problem(WEIGHT_MISSING, "weight_g", str(content.weight_g))


def _of_recipient(content: LabelContent) -> Iterator[Problem]:
    """Name, street and place must leave something on paper: a name of emoji leaves nothing."""
    recipient = content.recipient
    needed = {"name": recipient.name + recipient.company, "street": "".join(recipient.street_lines())}
    needed["country"] = recipient.country
    if recipient.country not in _ONE_TOWN:
        needed["city"] = recipient.city + recipient.province
    missing = [part for part, text in needed.items() if not printable(text)]
    if missing:
        yield Problem(RECIPIENT_INCOMPLETE, "recipient", ", ".join(missing))


def _of_letters(content: LabelContent) -> Iterator[Problem]:
    for party, address in (("recipient", content.recipient), ("sender", content.sender)):
        if letters := fonts.missing(_all_of(address)):
            yield Problem(LETTERS_MISSING, party, " ".join(letters[:20]))


def _all_of(address: Address) -> str:
    parts = (address.name, address.company, address.street, address.street2, address.city, address.province)
    return " ".join(parts)


def _of_goods(lines: tuple[GoodsLine, ...]) -> Iterator[Problem]:
    if not lines:
        yield Problem(GOODS_MISSING, "lines")
    for line in lines:
        if line.quantity < 1:
            yield Problem(QUANTITY_MISSING, "lines", line.sku[:60])
        if len(line.hs_code) > _LONGEST_HS_CODE:
            yield Problem(HS_CODE_UNPRINTABLE, "lines", f"{line.sku[:60]}: {line.hs_code[:40]}")
    currencies = dict.fromkeys(line.unit_value.currency for line in lines)
    if len(currencies) > 1:
        yield Problem(CURRENCIES_MIXED, "lines", ", ".join(currencies))


def _of_codes(content: LabelContent, size: LabelSize, head: Head) -> Iterator[Problem]:
    try:
        place_bars(content.barcode, size, head, content.symbology)
    except BarcodeError as error:
        yield Problem(NUMBER_UNPRINTABLE, "barcode", str(error))
    try:
        place_qr(content.qr, size, head)
    except BarcodeError as error:
        yield Problem(QR_TOO_LONG, "qr", str(error))
