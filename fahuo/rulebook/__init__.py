"""Values that change on a date, each with its source and the day it was last checked.

`value("destinations.eu_members", on=date(2026, 11, 22))` reads `data/destinations/eu_members.yaml`. A value
never changes: a new dated one is added below it, and `null` ends the rule. Add a file and it is found.
"""

from fahuo.rulebook.book import NoValueOnDate, UnknownRule, entry, names, value
from fahuo.rulebook.schema import DatedValue, Entry, Reference

__all__ = ["DatedValue", "Entry", "NoValueOnDate", "Reference", "UnknownRule", "entry", "names", "value"]
