"""Background jobs of notifications. The rows carry the state; running a job twice sends nothing twice."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from fahuo.kit import clock
from fahuo.notifications.services import forget, send


@app.task(queue="notifications", pass_context=False)
def send_due() -> None:
    """Send what is due; deferred by whoever posted something."""
    send.send_due()


@app.periodic(cron="* * * * * */2")
@app.task(queue="notifications", queueing_lock="send_notifications", pass_context=False)
def send_notifications(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every two seconds: send what is due by its clock, and take over what a worker left behind."""
    send.send_due()


@app.periodic(cron="17 4 * * *")
@app.task(queue="forgetting", queueing_lock="forget_notifications", pass_context=False)
def forget_notifications(timestamp: int) -> None:
    """Every night: delete what is older than the installation keeps it; not in the lane of what is to be sent."""
    forget.forget(at=clock.now(), days=settings.FAHUO_NOTIFICATION_DAYS)
