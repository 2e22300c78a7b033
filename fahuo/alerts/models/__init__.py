"""The tables of alerts: what is wrong, what was done about it, what was told, and when it was last looked."""

from fahuo.alerts.models.alert import LIVE, Alert, AlertEntry, Closed, State, Verb
from fahuo.alerts.models.telling import Telling
from fahuo.alerts.models.watch import Watch, WatchName

__all__ = ["LIVE", "Alert", "AlertEntry", "Closed", "State", "Telling", "Verb", "Watch", "WatchName"]
