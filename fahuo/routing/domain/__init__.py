"""Which service an order should take: hard rules exclude, soft wishes are weighed in money. Pure.

`dimensions` has the twelve things that are looked at, `weighing` puts them together for a batch, `decide` settles who
wins, `answers` and `counterfactual` say why and what would change it, `explain` makes sentences.
"""

from fahuo.routing.domain.counterfactual import Counterfactual
from fahuo.routing.domain.explain import charge_name, explain, explain_change
from fahuo.routing.domain.recommendation import Option, Reason, Recommendation
from fahuo.routing.domain.request import RouteContext, RouteRequest

__all__ = [
    "Counterfactual", "Option", "Reason", "Recommendation", "RouteContext", "RouteRequest",
    "charge_name", "explain", "explain_change",
]  # fmt: skip
