"""Countries as price files write them: `美国`, `USA`, `US-美国`, `德国、法国/荷兰`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from babel import Locale

from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.text import tidy

# Names beside those of Unicode's CLDR (Babel), as seen in carriers' price files.
_ALSO = {
    "US": "USA/U.S.A./U.S./United States of America/America/美利坚合众国/美国本土",
    "GB": "UK/U.K./Great Britain/Britain/England/大不列颠/英格兰/联合王国",
    "KR": "Korea/Republic of Korea/Korea, Republic of/Korea South/南韩/大韩民国",
    "KP": "DPRK/北朝鲜/朝鲜民主主义人民共和国",
    "RU": "Russian Federation/俄罗斯联邦/俄国", "CZ": "Czech Republic/Czech/捷克共和国", "TR": "Turkey/Turkiye",
    "NL": "Holland/The Netherlands/Netherland", "AE": "UAE/U.A.E./阿联酋/阿拉伯联合酋长国",
    "SA": "KSA/Saudi/沙特/沙特阿拉伯", "HK": "Hong Kong/Hongkong/香港/中国香港/香港特别行政区",
    "MO": "Macau/Macao/澳门/中国澳门/澳门特别行政区", "TW": "Taiwan/台湾/中国台湾/台湾地区/台湾省/Taiwan, China",
    "CN": "PRC/Mainland China/中国大陆/中国内地", "NZ": "纽西兰", "VN": "Viet Nam/越南", "LA": "Lao/Laos PDR",
    "IE": "Republic of Ireland/爱尔兰共和国", "MK": "Macedonia/FYROM/马其顿",
    "BA": "Bosnia and Herzegovina/Bosnia/波黑",
    "CD": "DR Congo/DRC/刚果金/刚果民主共和国/刚果(金)", "CG": "Republic of the Congo/刚果布/刚果共和国/刚果(布)",
    "CI": "Cote d'Ivoire/Ivory Coast/象牙海岸", "MM": "Myanmar/Burma", "SZ": "Swaziland",
    "VA": "Vatican/Holy See/梵蒂冈城国",
    "PS": "Palestine/巴勒斯坦", "BN": "Brunei Darussalam/汶莱", "MD": "Republic of Moldova/Moldova, Republic of",
    "TZ": "United Republic of Tanzania", "SY": "Syrian Arab Republic", "IR": "Iran, Islamic Republic of",
    "CV": "Cape Verde",
    "TL": "East Timor", "FM": "Micronesia", "PR": "波多黎哥", "SK": "Slovak Republic/斯洛伐克共和国", "BY": "白俄",
    "AU": "澳洲", "ZA": "Republic of South Africa/RSA", "BO": "Plurinational State of Bolivia",
    "VE": "Venezuela (Bolivarian Republic of)",
    "KZ": "哈萨克", "UZ": "乌兹别克", "TM": "土库曼", "KG": "吉尔吉斯", "TJ": "塔吉克", "SI": "斯洛文尼亚共和国",
    "GR": "Hellas",
    "MY": "马来", "ID": "印尼", "PH": "The Philippines", "DO": "多米尼加共和国", "DM": "多米尼加联邦",
    "TT": "Trinidad and Tobago/特立尼达", "AG": "Antigua and Barbuda", "GF": "法属圭亚那", "RE": "Reunion/法属留尼汪",
    "PF": "法属波利尼西亚", "BL": "Saint Barthelemy", "CW": "Curacao", "ST": "Sao Tome and Principe",
    "PG": "巴布亚新几内亚",
    "KN": "Saint Kitts and Nevis", "VC": "Saint Vincent and the Grenadines", "LC": "Saint Lucia",
    "AX": "Aland Islands",
}  # fmt: skip
_LISTED = re.compile(r"[、,，;；/|\n\r＆&+]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_BRACKETS = re.compile(r"^(.*?)[(（\[]([^()（）\[\]]*)[)）\]]$")
_CODE_AND_NAME = re.compile(
    r"^([A-Za-z]{2,3})[\s\-_:·]+(.+)$|^(.+?)[\s\-_:·]+([A-Za-z]{2,3})$|^([A-Z]{2})([\u4e00-\u9fff].*)$|^([\u4e00-\u9fff].*?)([A-Z]{2})$"
)
_TWO_SCRIPTS = re.compile(
    r"^([\u4e00-\u9fff·]+)[\s\-_:]*([A-Za-z].*)$|^([A-Za-z][^\u4e00-\u9fff]*?)[\s\-_:]*([\u4e00-\u9fff·]+)$"
)
_JOINS = re.compile(r"\band\b|\bthe\b")


def country_of(text: str, aliases: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Return the ISO code of one country, None when the text names none we know, or two that differ."""
    plain = _key(text)
    if (alias := aliases.get(tidy(text))) in ISO_COUNTRIES:
        return alias
    return _known().get(plain) or _in_two_ways(tidy(text))


def countries_of(
    text: str, aliases: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the countries of a cell that may list several, and the words in it that name none."""
    if tidy(text) in aliases:
        return tuple(aliases[tidy(text)].split()), ()
    if aliases:
        return _listed(text, tuple(sorted(aliases.items())))
    return _listed(text, ())


@lru_cache(maxsize=65536)
def _listed(text: str, aliases: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    also = dict(aliases)
    if code := country_of(text, also):
        return (code,), ()
    found: list[str] = []
    unknown: list[str] = []
    for part in _parts(text, also):
        if tidy(part) in also:
            found.extend(also[tidy(part)].split())
        elif code := country_of(part, also):
            found.append(code)
        else:
            unknown.append(part)
    return tuple(dict.fromkeys(found)), tuple(unknown)  # in two languages, one after the other


def _parts(text: str, aliases: Mapping[str, str]) -> list[str]:
    parts = [part for piece in _LISTED.split(text) if (part := tidy(piece))]
    if all(country_of(part, aliases) for part in parts) or len(parts) > 1:
        return parts
    codes = tidy(text).split()
    return codes if codes and all(len(code) == 2 and code.upper() in ISO_COUNTRIES for code in codes) else parts


def _in_two_ways(text: str) -> str | None:
    """`US-美国`, `美国(US)`, `德国 Germany`: taken when both parts name the same country."""
    for pattern in (_BRACKETS, _CODE_AND_NAME, _TWO_SCRIPTS):
        if found := pattern.match(text):
            first, second = [_known().get(_key(part)) for part in found.groups() if part is not None]
            if first and first == second:
                return first
    return None


def _key(text: str) -> str:
    plain = _JOINS.sub("", tidy(text).casefold().replace("&", " "))
    return re.sub(r"[\s.'’\-·,]", "", plain)


@cache
def _known() -> Mapping[str, str]:
    """Every name and code → ISO code."""
    found: dict[str, str] = {}
    for language in ("en", "zh_Hans", "zh_Hant", "de", "fr", "es"):
        names = Locale.parse(language).territories
        for code in sorted(ISO_COUNTRIES):
            if code in names:
                name = str(names[code])
                found.setdefault(_key(name), code)
                found.setdefault(_key(name.split(" (", maxsplit=1)[0]), code)
    for code, also in _ALSO.items():
        found.update((_key(name), code) for name in also.split("/"))
    found.update((code.casefold(), code) for code in ISO_COUNTRIES)
    found.update((_key(three), code) for three, code in _THREE.items())
    return found


_THREE = {
    "USA": "US", "GBR": "GB", "DEU": "DE", "GER": "DE", "FRA": "FR", "ITA": "IT", "ESP": "ES", "NLD": "NL", "BEL": "BE",
    "POL": "PL", "SWE": "SE", "DNK": "DK", "NOR": "NO", "FIN": "FI", "AUT": "AT", "CHE": "CH", "PRT": "PT", "IRL": "IE",
    "CZE": "CZ", "HUN": "HU", "ROU": "RO", "BGR": "BG", "GRC": "GR", "HRV": "HR", "SVK": "SK", "SVN": "SI", "EST": "EE",
    "LVA": "LV", "LTU": "LT", "LUX": "LU", "MLT": "MT", "CYP": "CY", "RUS": "RU", "UKR": "UA", "BLR": "BY", "KAZ": "KZ",
    "TUR": "TR", "ISR": "IL", "ARE": "AE", "SAU": "SA", "KWT": "KW", "QAT": "QA", "BHR": "BH", "OMN": "OM", "JOR": "JO",
    "JPN": "JP", "KOR": "KR", "HKG": "HK", "MAC": "MO", "TWN": "TW", "SGP": "SG", "MYS": "MY", "THA": "TH", "VNM": "VN",
    "PHL": "PH", "IDN": "ID", "IND": "IN", "AUS": "AU", "NZL": "NZ", "CAN": "CA", "MEX": "MX", "BRA": "BR", "CHL": "CL",
    "ARG": "AR", "COL": "CO", "PER": "PE", "ZAF": "ZA", "EGY": "EG", "NGA": "NG", "KEN": "KE", "MAR": "MA", "CHN": "CN",
}  # fmt: skip
