"""`fahuo worker`."""

from __future__ import annotations

import asyncio
import copy
import gc
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from fahuo.kit import clock, embedded_postgres
from fahuo.site import bootstrap, environment

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

log = logging.getLogger(__name__)

SPARE_THREADS = 4  # for what is not a job
# Queues with a lane of their own, so that none waits for another: an alarm is never late because of a bulk run, a
# carrier that answers slowly or a printer that holds its job for minutes. One message at a time is enough, as a job
# sends to all channels; of alerts a short round runs beside a long one.
PRINTING, TRACKING = "printing", "tracking"
OF_ITS_OWN = {"alerts": 2, "notifications": 1}
PRINT_JOBS, WATCH_JOBS = 4, 3
PAUSE_S = 2.0  # before another try after the database went away
# A job whose worker has been silent for so long goes to another worker.
STALLED_S = environment.number("FAHUO_WORKER_DEAD_SECONDS", 30)


@click.command()
@click.option(
    "--jobs", default=2, show_default=True, type=click.IntRange(1, 32), help="How many jobs at the same time."
)
@click.option(
    "--print-jobs",
    default=PRINT_JOBS,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many print batches besides; each slow printer holds one.",
)
@click.option(
    "--watch-jobs",
    default=WATCH_JOBS,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many jobs besides that ask carriers for news; alerts and messages have places of their own.",
)
@click.option("--once", is_flag=True, help="Stop when no job is left.")
def command(jobs: int, print_jobs: int, watch_jobs: int, once: bool) -> None:
    """Work off background jobs until SIGTERM or Ctrl-C; the job in hand is finished first.

    A second signal stops at once. That is safe: rows carry their state, and the next worker goes on from there.
    """
    bootstrap.start()
    from django.utils.module_loading import autodiscover_modules

    from fahuo.site import pickup_jobs  # noqa: F401  joins rooms that do not see each other

    autodiscover_modules("jobs")
    speak_plainly()
    gc.freeze()  # what is loaded now stays; the collector need not look at it again and again
    asyncio.run(keep_working(jobs=jobs, print_jobs=print_jobs, watch_jobs=watch_jobs, once=once))


@dataclass(frozen=True, slots=True)
class Lanes:
    """How many jobs run at the same time: of each queue with a lane of its own, and of all others together."""

    own: dict[str, int]
    others: int

    @property
    def places(self) -> int:
        """All together."""
        return sum(self.own.values()) + self.others


async def keep_working(*, jobs: int, once: bool, print_jobs: int = PRINT_JOBS, watch_jobs: int = WATCH_JOBS) -> None:
    """Run workers one after the other: one ends when the database goes away, and the next starts when it is back."""
    lanes = Lanes({**OF_ITS_OWN, TRACKING: watch_jobs, PRINTING: print_jobs}, jobs)
    stopping = stop_signal()
    # A job runs in a thread, and Python's own pool has four threads more than the machine has cores, whatever is asked.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(lanes.places + SPARE_THREADS))
    watch = asyncio.create_task(watch_over_server())
    while not stopping.is_set():
        working = asyncio.create_task(work(lanes, once=once))
        await asyncio.wait({working, asyncio.create_task(stopping.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.is_set() and not working.done():
            working.cancel()  # the worker then takes no new job and finishes those in hand
        (ended,) = await asyncio.gather(working, return_exceptions=True)
        if isinstance(ended, Exception) and not lost_database(ended):
            raise ended
        if stopping.is_set() or (once and ended is None):
            break
        log.warning("The worker lost the database and tries again.")
        await asyncio.sleep(PAUSE_S)
    watch.cancel()


async def watch_over_server() -> None:
    """Start the embedded server again when it has crashed; one that was stopped on purpose stays down."""
    while not environment.text("DATABASE_URL"):
        await asyncio.sleep(1)
        try:
            if embedded_postgres.has_crashed(environment.home()):
                log.warning("PostgreSQL has crashed and is started again.")
                await asyncio.to_thread(embedded_postgres.ensure_running, environment.home())
        except (embedded_postgres.DatabaseUnavailable, OSError) as error:  # a full disk may have room again
            log.warning("%s", error)


def lost_database(error: BaseException | None) -> bool:
    """Return True for what drivers, Django and the queue raise when the server is away."""
    import psycopg
    from django.db import DatabaseError, InterfaceError
    from procrastinate.exceptions import ConnectorException

    return isinstance(error, ConnectorException | psycopg.Error | DatabaseError | InterfaceError)


def speak_plainly() -> None:
    """Write the log to standard error, a line each; an outage of the database is said once and without tracebacks."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(lambda record: not (record.exc_info and lost_database(record.exc_info[1])))
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


def stop_signal() -> asyncio.Event:
    """Return an event that the first SIGTERM or Ctrl-C sets; the second ends the process."""
    stopping = asyncio.Event()

    def on_signal() -> None:
        if stopping.is_set():
            os._exit(130)
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return stopping


async def work(lanes: Lanes, *, once: bool) -> None:
    """Run one worker until it is cancelled, runs out of jobs (`once`) or loses the database."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            rescue = asyncio.create_task(rescue_stalled(worker_app))
            try:
                await shifts(worker_app, lanes, once=once)
                while once and await is_work_left(worker_app):  # a job may have queued others while the shift ended
                    await shifts(worker_app, lanes, once=once)
            finally:
                rescue.cancel()
                await asyncio.gather(rescue, return_exceptions=True)


async def shifts(worker_app: App, lanes: Lanes, *, once: bool) -> None:
    """Run a shift for each lane beside the others; when one fails, all end. The first of them keeps the ticks."""
    others = sorted({task.queue for task in worker_app.tasks.values()} - lanes.own.keys())
    quiet = worker_app if once else without_ticks(worker_app)
    running = [
        asyncio.create_task(shift(worker_app if place == 0 else quiet, queues=queues, jobs=jobs, once=once))
        for place, (queues, jobs) in enumerate([([queue], jobs) for queue, jobs in lanes.own.items()])
    ]
    running.append(asyncio.create_task(shift(quiet, queues=others, jobs=lanes.others, once=once)))
    try:
        await asyncio.wait(running, return_when=asyncio.ALL_COMPLETED if once else asyncio.FIRST_COMPLETED)
    finally:
        for one in running:
            one.cancel()
        ends = await asyncio.gather(*running, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


def without_ticks(worker_app: App) -> App:
    """Return the same app without periodic tasks: one lane that queues each tick is enough for a process."""
    from procrastinate.periodic import PeriodicRegistry

    quiet = copy.copy(worker_app)
    quiet.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
    return quiet


async def shift(worker_app: App, *, queues: list[str], jobs: int, once: bool) -> None:
    """Work until cancelled, or until there was nothing to take up (`once`)."""
    await worker_app.run_worker_async(
        queues=queues,
        concurrency=jobs,
        wait=not once,
        delete_jobs="successful",
        install_signal_handlers=False,
        update_heartbeat_interval=STALLED_S / 3,
        stalled_worker_timeout=STALLED_S,
    )


async def is_work_left(worker_app: App) -> bool:
    """Tell whether a job waits that may be taken up now; ticks come again and again and are no work that is left."""
    ticks = {name for name, _ in worker_app.periodic_registry.periodic_tasks}
    waiting = await worker_app.job_manager.list_jobs_async(status="todo")
    return any(
        job.task_name not in ticks and (job.scheduled_at is None or job.scheduled_at <= clock.now()) for job in waiting
    )


async def rescue_stalled(worker_app: App) -> None:
    """Give back the jobs of workers that died: nobody else does, and their locks would block others for ever."""
    while True:
        try:
            for job in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S):
                log.warning("Job %s (%s) lost its worker and starts again.", job.id, job.task_name)
                await give_back(worker_app, job)
        except Exception as error:  # one failure must not end the rescuing while the shifts go on
            log.warning("Stalled jobs are looked for later: %s", type(error).__name__)
        await asyncio.sleep(STALLED_S / 3)


async def give_back(worker_app: App, job: Job) -> None:
    """Put a job back into the queue; one of which the next is queued already (a periodic tick) is dropped."""
    from procrastinate.exceptions import UniqueViolation
    from procrastinate.jobs import Status

    try:
        await worker_app.job_manager.retry_job(job)
    except UniqueViolation:
        await worker_app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
