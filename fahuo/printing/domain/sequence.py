"""In which sequence the parcels of a batch are picked, packed and printed, and what each is called meanwhile."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

_RUNS = re.compile(r"\d+|[^\W\d_]+")
# Without I and O: on paper, and called across a hall, they are taken for 1 and 0.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PLACES_PER_LETTER = 999

Key: TypeAlias = tuple[Any, ...]


class Parcelled(NamedTuple):
    """What one parcel holds, and where that lies."""

    shipment_id: int
    waybill_number: str
    # SKU, its shelf ("" when it has none), how many; a SKU may stand here more than once.
    skus: tuple[tuple[str, str, int], ...]
    carrier: str = ""


def sorted_ids(parcels: Sequence[Parcelled], sequence: str) -> list[int]:
    """Return the shipments' ids as they come out: CHOSEN, WAYBILL, SKU or PICK_PATH.

    Apart from CHOSEN the answer depends on the parcels alone, never on the sequence in which they were handed in.
    Raises `KeyError` for any other sequence.
    """
    key = _KEYS[sequence]
    return [one.shipment_id for one in (sorted(parcels, key=key) if key else parcels)]


def natural(text: str) -> Key:
    """Return a key that sorts as people do: `A-2` before `A-10`, `a2` beside `A-2`, `Ａ－２` as `A-2`.

    Runs of digits count as numbers and come before letters; what is neither only breaks ties.
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    runs = tuple((0, int(run), "") if run[0].isdecimal() else (1, 0, run) for run in _RUNS.findall(folded))
    return runs, folded, text


def shelf_key(shelf: str) -> Key:
    """Return the key of a shelf along the pick path; goods without a shelf come last."""
    return (0, natural(shelf)) if shelf.strip() else (1,)


def place(position: int) -> str:
    """Return what the parcel at a position, counted from 1, is called in its batch: `A-001` … `A-999`, `B-001` ….

    The same on the pick list and on the label. Raises `ValueError` for a position below 1.
    """
    if position < 1:
        raise ValueError(f"Positions are counted from 1: {position}")
    group, number = divmod(position - 1, _PLACES_PER_LETTER)
    letters = ""
    group += 1
    while group:
        group, letter = divmod(group - 1, len(_LETTERS))
        letters = _LETTERS[letter] + letters
    return f"{letters}-{number + 1:03}"


def place_of(batch_number: int, position: int) -> str:
    """Return a place together with its batch, as labels bear it, since other batches have an A-017 too: `42·A-017`."""
    return f"{batch_number}·{place(position)}"


def _waybill(parcel: Parcelled) -> Key:
    """By carrier, then by number; those without a number last."""
    return parcel.carrier, not parcel.waybill_number, natural(parcel.waybill_number), parcel.shipment_id


def _pile(parcel: Parcelled) -> Key:
    """Parcels of one SKU first, equal contents beside each other, so that a packer works pile by pile; empty last."""
    contents = _contents(parcel)
    return not contents, len(contents) > 1, contents, _waybill(parcel)


def _path(parcel: Parcelled) -> Key:
    """At its first shelf, then its further ones; what needs looking for comes after what does not."""
    # Spelled `a2` or `A-2`, it is one shelf: only what is alike in runs counts here.
    shelves = tuple(sorted({(not shelf.strip(), natural(shelf)[0]) for _, shelf, _ in parcel.skus}))
    return not shelves, shelves, _pile(parcel)


def _contents(parcel: Parcelled) -> Key:
    totals: Counter[str] = Counter()
    for sku, _, quantity in parcel.skus:
        totals[sku] += quantity
    return tuple(sorted((natural(sku), quantity) for sku, quantity in totals.items()))


_KEYS: Mapping[str, Callable[[Parcelled], Key] | None] = {
    "CHOSEN": None,
    "WAYBILL": _waybill,
    "SKU": _pile,
    "PICK_PATH": _path,
}
