"""Days on the command line, within the years that can be asked about."""

from __future__ import annotations

from datetime import datetime, time

import click

from fahuo.rating.domain import asking
from fahuo.site.cli.parcel_options import said


class Day(click.DateTime):
    """A day written as 2026-11-22; gives its midnight."""

    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the day, or say how days are written and between which years."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.combine(asking.day(str(value)), time())
        except asking.Unreadable as error:
            self.fail(said(error), param, ctx)


DAY = Day()
