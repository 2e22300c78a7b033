"""Guesses how a price file is to be read, so that a clerk only confirms. Choices about money are never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from fahuo.rating.importing.amounts import amount
from fahuo.rating.importing.entries import body
from fahuo.rating.importing.grids import Grid, letters
from fahuo.rating.importing.mapping import Columns, GridLayout, Listing, Mapping, PriceUnit
from fahuo.rating.importing.weights import BandKind, is_weight_band, names_unit, weight_band, weight_g
from fahuo.rating.importing.words import folded, is_fee_header, is_zone_word, role_of, share_of_zones

_HEADER_ROWS = 30
_SAMPLE_ROWS = 60
_BAND_SIGN = re.compile(
    r"\d.*[-–~—<≤＜]|[<≤＜].*\d|首重|续重|以上|以下|以内|\d\s*(?:kg|g|公斤|千克|克)\b|first|additional", re.IGNORECASE
)
_WEIGHT = re.compile(r"\d+(?:\.\d+)?(?:kg|g|公斤|千克|克)")
_CURRENCIES = (("HKD", ("hkd", "港币", "港元")), ("USD", ("usd", "美元", "美金")), ("EUR", ("eur", "欧元")),
               ("GBP", ("gbp", "英镑")), ("CNY", ("cny", "rmb", "人民币", "元", "¥")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Guess:
    score: float
    grid: Grid
    header: int
    layout: GridLayout
    columns: dict[str, str]


def suggest(grids: Sequence[Grid]) -> Mapping:
    """Return the mapping that the headers of a file suggest; service, days and terms are left open."""
    guesses = [guess for grid in grids for row in range(_HEADER_ROWS) for guess in _guesses(grid, row)]
    if not guesses:
        return Mapping(worksheet=grids[0].name if len(grids) > 1 else "", currency=_currency(grids[0]))
    best = max(guesses, key=lambda guess: guess.score)
    found = Mapping(
        layout=best.layout,
        worksheet=best.grid.name if len(grids) > 1 else "",
        header_row=best.header + 1,
        sub_header_row=_sub_header(best),
        columns=Columns(**best.columns),
        price_unit=_price_unit(best),
        weight_unit=_weight_unit(best),
        currency=_currency(best.grid),
    )
    found = _with_step_weights(found, best)
    return _with_repeats(msgspec.structs.replace(found, **_listings(grids, best.grid)), best)


def _guesses(grid: Grid, row: int) -> list[_Guess]:
    if row >= len(grid.rows) - 1:
        return []
    texts = [_header(grid, row, at) for at in range(grid.width)]
    roles = _roles([text or _header(grid, row - 1, at) for at, text in enumerate(texts)])
    below = range(row + 1, min(row + 1 + _SAMPLE_ROWS, len(grid.rows)))
    priced = {at for at in range(grid.width) if any(amount(grid.text(line, at)) for line in below)}
    bands = [at for at, text in enumerate(texts) if at in priced and _is_band(text)]
    zones = [at for at, text in enumerate(texts) if at in priced and len(text) > 1 and is_zone_word(text)]
    found = [
        *_rows_guess(grid, row, roles, priced),
        *_bands_guess(grid, row, roles, bands),
        *_zones_guess(grid, row, roles, zones),
    ]
    return [guess for guess in found if guess is not None]


def _header(grid: Grid, row: int, column: int) -> str:
    """Return a header; what a title above spreads over its columns is none."""
    source = grid.source((row, column))
    return grid.text(row, column) if source[0] == row or source[1] == column else ""


def _roles(texts: Sequence[str]) -> dict[str, int]:
    """Return column by role: the first that carries it; a country beside a zone lists the zone's countries."""
    found: dict[str, int] = {}
    for at, text in enumerate(texts):
        role = role_of(text)
        if role == "zone" and "zone" in found and "countries" not in found:
            if _names_country(text) and not _names_country(texts[found["zone"]]):
                found["countries"] = at
            elif _names_country(texts[found["zone"]]) and not _names_country(text):
                found["countries"], found["zone"] = found["zone"], at
        elif role:
            found.setdefault(role, at)
    return found


def _names_country(header: str) -> bool:
    return any(word in folded(header) for word in ("国家", "country", "destination", "目的地", "国别"))


def _is_band(text: str) -> bool:
    return bool(_BAND_SIGN.search(text)) and weight_band(text, "kg") is not None


def _rows_guess(grid: Grid, row: int, roles: dict[str, int], priced: set[int]) -> list[_Guess]:
    """A row for each zone (and band): named columns of prices."""
    steps = {"first", "step"} <= roles.keys()
    prices = [name for name in ("per_kg", "flat", "first", "step") if name in roles and roles[name] in priced]
    weighed = "weight" in roles or "weight_to" in roles
    if "zone" not in roles or not prices or not (weighed or steps):
        return []
    if steps:
        named = {name for name in roles if name not in ("per_kg", "flat")}
    else:
        named = {name for name in roles if name not in ("first", "step", "first_weight", "step_weight")}
        if "per_kg" in named:
            named.discard("flat")
    layout = GridLayout.STEPS if steps else GridLayout.ROWS
    columns = {name: letters(roles[name]) for name in sorted(named)}
    if steps and {"per_kg", "flat"} & set(prices):  # our own export holds all kinds of bands
        layout, columns = GridLayout.ROWS, {name: letters(at) for name, at in roles.items()}
    return [_Guess(3 + len(columns), grid, row, layout, columns)]


def _bands_guess(grid: Grid, row: int, roles: dict[str, int], bands: list[int]) -> list[_Guess]:
    """Zones down, weight bands across."""
    if not bands:
        return []
    zone = roles.get("zone")
    if zone is None or zone in bands:
        zone = next((at for at in range(bands[0]) if share_of_zones(_below(grid, row, at)) > 0.5), None)
    if zone is None or share_of_zones(_below(grid, row, zone)) < 0.3:
        return []
    columns = {"zone": letters(zone), "prices": _range(grid, row, bands)}
    columns |= {
        name: letters(roles[name])
        for name in ("countries", "days", "min_weight")
        if name in roles and roles[name] not in bands
    }
    return [_Guess(4 + 1.5 * len(bands), grid, row, GridLayout.WEIGHTS_ACROSS, columns)]


def _zones_guess(grid: Grid, row: int, roles: dict[str, int], zones: list[int]) -> list[_Guess]:
    """Zones across, weight bands down."""
    if not zones:
        return []
    weight = roles.get("weight", roles.get("weight_to"))
    if weight is None or weight in zones:
        weight = next(
            (at for at in range(zones[0]) if any(weight_band(text, "kg") for text in _below(grid, row, at))), None
        )
    if weight is None or not any(weight_band(text, "kg") for text in _below(grid, row, weight)):
        return []
    columns = {"weight": letters(weight), "prices": f"{letters(zones[0])}:{letters(zones[-1])}"}
    return [_Guess(4 + 1.5 * len(zones), grid, row, GridLayout.ZONES_ACROSS, columns)]


def _below(grid: Grid, row: int, column: int) -> list[str]:
    return [grid.text(line, column) for line in range(row + 1, min(row + 1 + _SAMPLE_ROWS, len(grid.rows)))]


def _range(grid: Grid, row: int, bands: list[int]) -> str:
    return f"{letters(bands[0])}:{letters(bands[-1])}"


def _sub_header(guess: _Guess) -> int:
    """Return the second header row (from 1) when the row below tells price from fee; else 0."""
    below = guess.header + 1
    across = guess.layout in (GridLayout.ZONES_ACROSS, GridLayout.WEIGHTS_ACROSS)
    if not across or below >= len(guess.grid.rows):
        return 0
    return below + 1 if any(is_fee_header(text) for text in guess.grid.rows[below]) else 0


def _price_unit(guess: _Guess) -> PriceUnit:
    """Per kg when the headers, or a title above them, say so."""
    said = "".join(folded(text) for row in guess.grid.rows[: guess.header + 2] for text in row)
    bands = [weight_band(text, "kg") for text in guess.grid.rows[guess.header]]
    if any(band is not None and band.kind is BandKind.FIRST for band in bands):
        return PriceUnit.FLAT
    return PriceUnit.PER_KG if re.search(r"/(?:kg|公斤|千克)|perkg|每公斤", said) else PriceUnit.FLAT


def _weight_unit(guess: _Guess) -> str:
    """The unit that headers and cells name; nothing where they name none, or two: it is never guessed."""
    grid = guess.grid
    if guess.layout is GridLayout.WEIGHTS_ACROSS:
        texts = [text for text in grid.rows[guess.header] if is_weight_band(text) or role_of(text) == "weight"]
    else:
        column = (
            guess.columns.get("weight") or guess.columns.get("weight_to") or guess.columns.get("first_weight") or "A"
        )
        at = [letters(place) for place in range(grid.width)].index(column)
        header = _header(grid, guess.header, at) or _header(grid, guess.header - 1, at)
        texts = [header, *_below(grid, guess.header, at)]
    named = {unit for text in texts if len(text) < 30 and (unit := names_unit(text))}
    return named.pop() if len(named) == 1 else ""


def _currency(grid: Grid) -> str:
    """The currency that the first rows name; nothing when they name none or two."""
    said = "".join(folded(text) for row in grid.rows[:_HEADER_ROWS] for text in row if len(text) < 60)
    found = [code for code, words in _CURRENCIES if any(word in said for word in words)]
    if "CNY" in found and ("HKD" in found or "USD" in found) and "人民币" not in said and "rmb" not in said:
        found.remove("CNY")  # 港元 and 美元 hold the sign of the yuan
    return found[0] if len(found) == 1 else ""


def _listings(grids: Sequence[Grid], main: Grid) -> dict[str, Listing]:
    """Return the lists on other worksheets: zones and their countries, postcodes with a fee or a zone."""
    found: dict[str, Listing] = {}
    for grid in grids:
        for row in range(min(_HEADER_ROWS, len(grid.rows) - 1)):
            listing = _listing(grid, row, alone=grid is not main)
            if listing is not None:
                found.setdefault(_kind(listing), listing)
                break
    return found


def _listing(grid: Grid, row: int, *, alone: bool) -> Listing | None:
    header = [folded(text) for text in grid.rows[row]]

    def column(*words: str) -> str:
        return next((letters(at) for at, text in enumerate(header) if any(word in text for word in words)), "")

    first = column("起始邮编", "邮编起", "邮编从", "邮编", "postcodefrom", "zipfrom", "postcode", "zip")
    last = column("截止邮编", "邮编止", "邮编至", "终止邮编", "结束邮编", "postcodeto", "zipto")
    zone, country = column("分区", "zone", "区域"), column("postcodecountry", "国家", "country", "目的地")
    fee, area = column("偏远费", "附加费", "费用", "postcodefee", "fee", "surcharge"), column("地区", "area", "region")
    if first and country and (alone or "postcode_country" in grid.rows[row]):
        return Listing(
            grid.name,
            row + 1,
            "" if fee else zone,
            "",
            country,
            first,
            last if last != first else "",
            fee,
            area if area != country else "",
        )
    if alone and zone and country and zone != country:
        return Listing(grid.name, row + 1, zone, country)
    return None


def _kind(listing: Listing) -> str:
    if not listing.first:
        return "zones"
    return "postcode_fees" if listing.fee else "postcode_zones"


def _with_step_weights(mapping: Mapping, guess: _Guess) -> Mapping:
    """Take first and step weight from headers such as `首重价(0.5KG)` where no column has them."""
    found: dict[str, int] = {}
    for name, field in (("first", "first_g"), ("step", "step_g")):
        column = guess.columns.get(name)
        if guess.layout is GridLayout.STEPS and column and f"{name}_weight" not in guess.columns:
            at = [letters(place) for place in range(guess.grid.width)].index(column)
            said = _WEIGHT.search(folded(guess.grid.text(guess.header, at)))
            grams = weight_g(said[0], "kg") if said else None
            if grams:
                found[field] = grams
    return msgspec.structs.replace(mapping, **found)


def _with_repeats(mapping: Mapping, guess: _Guess) -> Mapping:
    """Set `repeat_labels` where rows of prices stand below a label without one of their own."""
    label = guess.columns.get("zone")
    if label is None or guess.layout is not GridLayout.ROWS:
        return mapping
    columns = [letters(at) for at in range(guess.grid.width)]
    at = columns.index(label)
    prices = [columns.index(guess.columns[name]) for name in ("per_kg", "flat") if name in guess.columns]
    rows = body(mapping, guess.grid)
    blank = any(
        not guess.grid.text(row, at) and any(amount(guess.grid.text(row, price)) for price in prices) for row in rows
    )
    return msgspec.structs.replace(mapping, repeat_labels=blank)
