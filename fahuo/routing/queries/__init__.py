"""Reads what routing needs."""

from fahuo.routing.queries.rules import route_rules

__all__ = ["route_rules"]
