"""The sequence in which the parts of an address are written: one for labels, customs papers and hand-over lists."""

from __future__ import annotations

from fahuo.trade.address import Address

# Where the postcode follows the town; elsewhere it stands before it (UPU addressing guides, S42; the address formats of
# libaddressinput, read 2026-11). Of two forms in use the one that sorting reads in a single line is taken.
_POSTCODE_LAST = frozenset({
    "AE", "AF", "AI", "AS", "AU", "BB", "BD", "BH", "BM", "BN", "BR", "BT", "CA", "CN", "CO", "CR", "CU", "EG",
    "FK", "FM", "GB", "GG", "GU", "HK", "HN", "ID", "IE", "IL", "IM", "IN", "IQ", "IR", "JE", "JM", "JO", "JP",
    "KE", "KH", "KR", "KY", "LB", "LK", "LS", "LV", "MH", "MM", "MN", "MP", "MT", "MV", "NA", "NG", "NP", "NZ",
    "PE", "PG", "PH", "PK", "PR", "PW", "QA", "RU", "SA", "SD", "SG", "SO", "SZ", "TC", "TH", "TT", "TW", "UA",
    "US", "VC", "VE", "VG", "VI", "VN", "ZA",
})  # fmt: skip
# Where the state is written even if it is called like the town: New York, New York 10001.
_STATE_ALWAYS = frozenset({"AU", "BR", "CA", "IN", "MX", "US"})
_LARGE_FIRST = frozenset({"CN", "HK", "JP", "KR", "MO", "TW"})


def place_lines(address: Address) -> tuple[str, ...]:
    """Return streets and town, each a line, in the sequence of the country; lines without text are left out."""
    town, streets = (town_line(address),), address.street_lines()
    lines = (*town, *streets) if is_large_first(address) else (*streets, *town)
    return tuple(line for line in lines if line.strip())


def town_line(address: Address) -> str:
    """Return postcode, town and province on one line: `75002 Paris`, `London SW1A 1AA`, `100-0005 東京都千代田区`."""
    province = "" if _says_the_same(address) else address.province
    if is_large_first(address):
        joint = " " if address.country == "KR" else ""
        return f"{address.postcode} {joint.join(part for part in (province, address.city) if part)}".strip()
    if address.country in _POSTCODE_LAST:
        place = ", ".join(part for part in (address.city, province) if part)
        return f"{place} {address.postcode}".strip()
    place = f"{address.postcode} {address.city}".strip()
    return ", ".join(part for part in (place, province) if part)


def is_large_first(address: Address) -> bool:
    """Say whether the address runs from the large to the small: East Asian ones do in their own script."""
    if address.country not in _LARGE_FIRST:
        return False
    return any("\u3040" <= letter <= "\ud7a3" for letter in address.city + address.province)


def _says_the_same(address: Address) -> bool:
    is_same = address.province.strip().casefold() == address.city.strip().casefold()
    return is_same and address.country not in _STATE_ALWAYS
