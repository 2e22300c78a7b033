"""Parts of an address in the sequence of its country."""

from __future__ import annotations

import pytest

from fahuo.trade.address import Address
from fahuo.trade.address_lines import place_lines, town_line

TOWNS = [
    ("FR", "75002", "Paris", "", "75002 Paris"),
    ("DE", "01925", "Dresden", "Sachsen", "01925 Dresden, Sachsen"),
    ("ES", "50086", "Zaragoza", "Zaragoza", "50086 Zaragoza"),
    ("ES", "08001", "Barcelona", "Cataluña", "08001 Barcelona, Cataluña"),
    ("MX", "02860", "Mexico", "CDMX", "02860 Mexico, CDMX"),
    ("AR", "C1001", "Buenos Aires", "", "C1001 Buenos Aires"),
    ("GB", "SW1A 1AA", "London", "", "London SW1A 1AA"),
    ("US", "10001", "New York", "New York", "New York, New York 10001"),
    ("US", "00708", "Ponce", "Puerto Rico", "Ponce, Puerto Rico 00708"),
    ("BR", "13120-148", "Campinas", "São Paulo", "Campinas, São Paulo 13120-148"),
    ("IL", "9550530", "ירושלים", "ירושלים", "ירושלים 9550530"),
    ("UA", "01001", "Київ", "київ", "Київ 01001"),
    ("CO", "110111", "Bogotá", "Cundinamarca", "Bogotá, Cundinamarca 110111"),
    ("JP", "100-0005", "千代田区", "東京都", "100-0005 東京都千代田区"),
    ("JP", "100-0005", "Chiyoda-ku", "Tokyo", "Chiyoda-ku, Tokyo 100-0005"),
    ("KR", "06236", "강남구", "서울특별시", "06236 서울특별시 강남구"),
    ("KR", "06236", "서울특별시", "서울특별시", "06236 서울특별시"),
    ("CN", "200000", "上海市", "上海市", "200000 上海市"),
    ("CN", "518000", "深圳市", "广东省", "518000 广东省深圳市"),
    ("CN", "518000", "Shenzhen", "Guangdong", "Shenzhen, Guangdong 518000"),
    ("FR", "", "Paris", "", "Paris"),
    ("GB", "", "", "", ""),
]


@pytest.mark.parametrize(("country", "postcode", "city", "province", "line"), TOWNS)
def test_a_town_is_written_as_its_country_does(
    country: str, postcode: str, city: str, province: str, line: str
) -> None:
    address = Address("A", country, "1", city=city, province=province, postcode=postcode)
    assert town_line(address) == line


def test_streets_stand_above_the_town_but_in_east_asian_script() -> None:
    london = Address("A", "GB", "Flat 3", "42 High Street", "London", postcode="SW1A 1AA")
    tokyo = Address("A", "JP", "丸の内1-2-3", "101号", "千代田区", "東京都", "100-0005")
    assert place_lines(london) == ("Flat 3", "42 High Street", "London SW1A 1AA")
    assert place_lines(tokyo) == ("100-0005 東京都千代田区", "丸の内1-2-3", "101号")
    assert place_lines(Address("A", "FR", "1 rue X")) == ("1 rue X",)
