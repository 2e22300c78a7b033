"""Which service an order should take: hard rules exclude, soft wishes are weighed in money. Pure.

`hard` has the rules, `soft` the wishes, `choose` puts them together for a batch, `explain` makes sentences.
"""

from fahuo.routing.domain.explain import charge_name, explain
from fahuo.routing.domain.recommendation import Option, Reason, Recommendation
from fahuo.routing.domain.request import RouteContext, RouteRequest

__all__ = ["Option", "Reason", "Recommendation", "RouteContext", "RouteRequest", "charge_name", "explain"]
