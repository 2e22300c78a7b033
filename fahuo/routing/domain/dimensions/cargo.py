"""(4) Cargo class, the papers held for it, and services made for one kind of goods."""

from __future__ import annotations

from fahuo.rating.domain.table import CARGO_BIT, Flags, Ints
from fahuo.routing.domain.columns import foreign_chapters, special_services
from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.laws import CLASSES as LAW
from fahuo.routing.domain.laws import PAPERS as NEEDED
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

CARGO_NOT_ACCEPTED = "CARGO_NOT_ACCEPTED"


def refused(table: RouteTable) -> Ints:
    """Return the bits of the cargo classes that each service does not take."""
    return table.ints(lambda service: sum(bit for cargo, bit in CARGO_BIT.items() if cargo not in service.cargo))


def special(table: RouteTable) -> Ints:
    """Return of each service the bit of its set of HS chapters, 0 when it takes all."""
    bit = {taken: 1 << place for place, taken in enumerate(special_services(table.rules))}
    chapters = table.rules.goods_chapters
    return table.ints(lambda service: bit[chapters[service.key]] if service.key in chapters else 0)


def _classes(scene: Scene) -> Flags:
    excluded: Flags = (scene.parcels.cargo[:, None] & scene.table.once(refused)) > 0
    return excluded


def _classes_because(scene: Scene, at: int, service: Service) -> Problem:
    found = sorted(scene.requests[at].parcel.cargo_classes - service.cargo)
    due = scene.table.rules.laws.of(LAW).get(scene.requests[at].destination.country, ())
    rule = next((one.rule.id for one in due if set(one.value["classes"]) & set(found)), "")
    return Problem(CARGO_NOT_ACCEPTED, "parcel.cargo_classes", ", ".join(found), rule=rule)


def _chapters(scene: Scene) -> Flags:
    excluded: Flags = (scene.columns.foreign[:, None] & scene.table.once(special)) > 0
    return excluded


def _chapters_because(scene: Scene, at: int, service: Service) -> Problem:
    taken = scene.table.rules.goods_chapters[service.key]
    found = ", ".join(filter(None, foreign_chapters(scene.requests[at], taken))) or "—"
    return Problem(CARGO_NOT_ACCEPTED, "parcel.lines.hs_code", f"HS {found}; HS {' '.join(sorted(taken))}")


def _fact(scene: Scene, at: int, column: int) -> str:
    """Cargo classes | papers that every line with a battery has."""
    parcel = scene.requests[at].parcel
    papers = sorted({paper for line in parcel.lines for paper in line.papers})
    return f"{' '.join(sorted(parcel.cargo_classes))} | {' '.join(papers)}"


CLASSES = HardRule(_classes, _classes_because)
CHAPTERS = HardRule(_chapters, _chapters_because)
PAPERS = HardRule(
    lambda scene: scene.columns.papers_missing[:, None],
    says("BATTERY_DOCUMENT_MISSING", "parcel.lines.papers", lambda scene, at, service: "UN 38.3, MSDS", check=NEEDED),
)
CARGO = Dimension("cargo", _fact, of_parcel=True)
