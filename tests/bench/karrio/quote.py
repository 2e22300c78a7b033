"""Karrio's side, run by its own interpreter: read sheets and orders as JSON, quote, write prices and CPU time.

Only what Karrio documents is used: `karrio.Rating.resolve(...).from_(*carriers).parse()`, its offline rating. `proxy`
is the same without the conversions of the facade: the rating proxy called directly on a request made beforehand.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

import karrio.lib as lib
import karrio.sdk as karrio
from karrio.core.models import RateRequest, ServiceLevel, ServiceZone
from karrio.universal.mappers.rating_proxy import RatingMixinProxy
from karrio.universal.providers.rating import RatingMixinSettings, parse_rate_response
from loguru import logger


class Carrier(RatingMixinSettings):
    """A carrier that only has a rate sheet."""

    carrier_name = "generic"


def main() -> None:
    """Read the task from stdin and write the answer to stdout."""
    logger.remove()  # what is logged should not be measured
    task = json.load(sys.stdin)
    carriers = [_carrier(one) for one in task["carriers"]]
    payloads = [_payload(order) for order in task["orders"]]
    requests = [lib.to_object(RateRequest, payload) for payload in payloads]
    facade = _measured(lambda: [_resolve(payload, carriers) for payload in payloads], task["rounds"])
    proxy = _measured(lambda: [_direct(request, carriers) for request in requests], task["rounds"])
    answer = {
        "facade_s": facade,
        "proxy_s": proxy,
        "prices": [_prices(_resolve(payload, carriers)) for payload in payloads],
        "bulky": _prices(_resolve(_payload(task["bulky"]), carriers)),
    }
    json.dump(answer, sys.stdout)


def _measured(work: Callable[[], object], rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return [statistics.median(taken), min(taken), max(taken)]


def _resolve(payload: dict[str, Any], carriers: list[Carrier]) -> list[Any]:
    rates, messages = karrio.Rating.resolve(payload).from_(*carriers).parse()
    if messages:
        raise RuntimeError(messages)
    return list(rates)


def _direct(request: RateRequest, carriers: list[Carrier]) -> list[Any]:
    found = []
    for carrier in carriers:
        proxy = RatingMixinProxy(settings=carrier)
        found += parse_rate_response(proxy.get_rates(lib.Serializable(request)), carrier)[0]
    return found


def _carrier(one: dict[str, Any]) -> Carrier:
    return Carrier(carrier_id=one["code"], services=[_service(service) for service in one["services"]])


def _service(service: dict[str, Any]) -> ServiceLevel:
    return ServiceLevel(
        service_name=service["key"],
        service_code=service["key"],
        currency="USD",
        weight_unit="KG",
        dimension_unit="CM",
        international=True,
        use_volumetric=True,
        dim_factor=service["divisor"],
        zones=[_zone(*cell) for cell in service["cells"]],
    )


def _zone(country: str, least_g: int, below_g: int, price: float) -> ServiceZone:
    return ServiceZone(country_codes=[country], min_weight=least_g / 1000, max_weight=below_g / 1000, rate=price)


def _payload(order: dict[str, Any]) -> dict[str, Any]:
    length, width, height = order["size_mm"]
    return {
        "shipper": {"country_code": "CN", "postal_code": "311121", "city": "Hangzhou"},
        "recipient": {"country_code": order["country"], "postal_code": "10115", "city": "Town"},
        "parcels": [
            {
                "weight": order["weight_g"] / 1000, "weight_unit": "KG", "dimension_unit": "CM",
                "length": length / 10, "width": width / 10, "height": height / 10,
            }
        ],
    }  # fmt: skip


def _prices(rates: list[Any]) -> dict[str, float]:
    return {rate.service: rate.total_charge for rate in rates}


if __name__ == "__main__":
    main()
