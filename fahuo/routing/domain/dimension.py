"""The shape of one of the twelve things a choice looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fahuo.rating.domain.table import Flags
from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.scene import Scene
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

Because = Callable[[Scene, int, Service], Problem]


@dataclass(frozen=True, slots=True)
class HardRule:
    """`excludes` gives parcel × service or broadcasts to it, `because` the problem of one excluded pair."""

    excludes: Callable[[Scene], Flags]
    because: Because


@dataclass(frozen=True, slots=True)
class Dimension:
    """Hard rules, and perhaps a wish: `contributes` gives parcel × service in the currency of the weights.

    `fact` is what stands behind it for the parcel at a place and the service in a column, its parts separated by ` | `,
    empty when there is nothing to say; `docs/algorithms/routing.md` lists the parts. `of_parcel`: it is told
    of the best service only, as it says of every service much the same.
    """

    name: str
    fact: Callable[[Scene, int, int], str]
    contributes: Callable[[Scene], Floats] | None = None
    of_parcel: bool = False


def says(code: str, field: str, detail: Callable[[Scene, int, Service], str], *, check: str = "") -> Because:
    """Return a `because` with a fixed code and field; `check`: of the rule of the book that stands behind it."""

    def because(scene: Scene, at: int, service: Service) -> Problem:
        rule = scene.table.rules.laws.rule(check, scene.requests[at].destination.country) if check else ""
        return Problem(code, field, detail(scene, at, service), rule=rule)

    return because
