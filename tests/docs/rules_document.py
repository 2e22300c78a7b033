"""`docs/rules.md`: every rule of the book with its values by date, and what is uncertain about them."""

from __future__ import annotations

from collections.abc import Iterable

from fahuo.compliance.value_text import FAMILIES, OTHER, family_of, value_text
from fahuo.compliance.word_lists import names, word_list
from fahuo.rulebook.rules import ANYWHERE, Confidence, Rule, rules

_HEAD = """# Rules · 规则库

<!-- Made by `python -m tests.docs --write`. Change fahuo/rulebook/rules instead. -->

What must be true of a parcel, an address, the goods, the firm or a declaration. Each rule is data with a source and
the day on which we looked at it; a change of law is a further dated value, never an edit. The page *Rules of a lane*
(`/customs/rules?to=DE&on=2026-07-02`) shows those that touch a destination on a day, and what changes between two
days.

Rules run at three stages through one function (`fahuo.compliance.problems`): as an order comes **in**, as a
**service** is chosen, and as the parcel is **declared** and handed over. `stops`, `warns` and `tells` say what a
broken rule does there. A rule without an effect is shown to people and decides nothing. What is not known of a parcel
is never judged.

`2020-01-01` stands where the first day of a rule is not known. Rules of the rebate have ids `RB-…`.
"""
_UNCERTAIN = """## What is uncertain · 尚不确定的内容

Nothing of this was tried against a port, a customs office or a carrier. Law of destinations, of batteries and of
taxes was read second hand: several independent sources name the act and agree, but the act itself was not read in
full.

- **Stop words of the European Union.** The list is complete from A to G only; H to Z holds what was reported, and the
  nine terms that count since 2026-05-04 are missing. Canada's list and those of air cargo fill some of the gap.
- **Handling fee of the European Union (EU-07).** Neither amount nor first day is confirmed by the final act.
- **Fee of Italy (EU-09).** Sources contradict each other about its first day.
- **United States after 2026-07-24 (US-06).** What replaced the surcharge of Section 122, if anything, was not found.
  Rates of duty are samples in the prices, not rules.
- **Brazil in 2026 (BR-02), and the thresholds of Thailand, Viet Nam, Indonesia and Japan** rest on older or general
  knowledge.
- **Limits for batteries and other dangerous goods (DG)** are general knowledge of the IATA rules; hold them against
  the edition in force before relying on them for acceptance.
- **Product identifiers of the European Union (EU-08)** are only told: our carrier adapters pass none on yet.
- **Numbers that a booking cannot carry yet**: a VAT number of the seller (GB-01, NO-01, AU-01, NZ-01, SG-01, MY-01)
  and a British EORI number (GB-02A). Their absence is told and stops nothing; the platform or carrier has its own.
- **Facts that nothing states yet**: recalls (DG-09), the days of papers (DG-04,
  DG-05), whether a line is postal (DG-02A, US-04, US-04A), and the platform's own IOSS number (EU-05). The rules are
  there and tried; they stay silent until somebody knows.
- **Digits of a foreign tariff (US-04, HS-02)**: a product has one code; ten digits of the Chinese tariff look the same
  as ten of the American one, and only somebody who knows both can tell.
- **Numbers without a public check digit**: the Korean customs code, EORI, IOSS, VOEC and the Australian ARN are
  judged by their form; whether one exists can only be asked of its register.
- **Words in titles (DE, DG)** raise questions; they prove nothing. The lists of brands and of cargo words are our own
  choice.
- **Electronic advance data of the post (PF-05)** and its code values are general knowledge.
- **The announcement that sellers' rules cite for the fields of a declaration (SD-13)** could not be confirmed to
  exist.
- **Exemption without invoices (RB-06)**: whether it goes on unchanged since 2026 was not verified clause by clause.
- **Which signature algorithms a port accepts, ten-digit tariff, districts and refund rates** are the operator's to
  supply.
"""
_STAGES = {"PREFLIGHT": "in", "ROUTING": "service", "DECLARATION": "declared"}
_DOES = {"BLOCK": "stops", "WARN": "warns", "NOTE": "tells"}


def rules_document() -> str:
    """Every rule by its family, then what is uncertain, weak ones and the lists of words."""
    groups: dict[str, list[Rule]] = {key: [] for key in (*FAMILIES, "")}
    for rule in rules():
        groups[family_of(rule.id)].append(rule)
    chapters = [_chapter(FAMILIES.get(key, OTHER), found) for key, found in groups.items() if found]
    return "\n".join([_HEAD, *chapters, _UNCERTAIN, _weak(), _lists()])


def _chapter(words: tuple[str, str], found: Iterable[Rule]) -> str:
    head = "| id | rule · 规则 | values | effect | confidence | checked |\n| --- | --- | --- | --- | --- | --- |"
    return f"## {words[0]} · {words[1]}\n\n{head}\n" + "\n".join(map(_row, found)) + "\n"


def _row(rule: Rule) -> str:
    places = "" if ANYWHERE in rule.places else f" ({', '.join(rule.places)})"
    code = f"<br>[{rule.code}](errors.md#{rule.code.lower()})" if rule.code else ""
    cells = (
        f"`{rule.id}`{places}",
        f"{rule.title}<br>{rule.title_zh}{code}",
        "<br>".join(f"{item.valid_from}: {_value(item.value)} – {_source(item.reference)}" for item in rule.values),
        "<br>".join(f"{_STAGES[stage]}: {_DOES[level]}" for stage, level in rule.stages.items()) or "–",
        rule.confidence.lower(),
        str(rule.checked_on),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _value(value: object) -> str:
    return f"`{value_text(value, 'en')}`"


def _source(reference: object) -> str:
    title, href = getattr(reference, "title", ""), getattr(reference, "href", "")
    return f"[{title}]({href})" if href else title


def _weak() -> str:
    weak = [rule for rule in rules() if rule.confidence is Confidence.LOW]
    unread = [rule.id for rule in rules() if any("not looked up" in item.reference.title for item in rule.values)]
    listed = "\n".join(f"- `{rule.id}`: {rule.title}" for rule in weak)
    return (
        f"### Rules of low confidence\n\nThey warn or tell, and never stop anything.\n\n{listed}\n\n"
        f"### Rules whose source was not looked up\n\n{', '.join(f'`{name}`' for name in unread)}\n"
    )


def _lists() -> str:
    rows = [
        f"| `{one.name}` | {one.description} · {one.description_zh} | {len(one.words)} | {one.version} "
        f"| {one.reference} |"
        for one in map(word_list, names())
    ]
    head = "| list | what | words | edition | source |\n| --- | --- | --- | --- | --- |"
    about = "Files in `fahuo/compliance/words`; a newer edition replaces the file and its `version`."
    return f"### Lists of words\n\n{about}\n\n{head}\n" + "\n".join(rows) + "\n"
