"""A worker: takes jobs from the queue, one at a time, until it is told to stop.

The library runs a task that is no coroutine in a thread, so that the heart beats while a part is rendered.
Whose heart stops is lost, and its job is given to another: `sweep`, every few seconds, by whoever has time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from webapp.prints.queue_dispatcher import QUEUE, TASK, configure_job, libpq_url

SWEEP = "sweep"
EVERY_FIVE_SECONDS = "* * * * * */5"

MOST_LOST = 3
"""A part at which so many workers were lost is given up: it may be what they were lost of."""

OVERDUE = timedelta(minutes=5)
"""After this a part without a job gets one: its server was killed between ordering and handing on."""

KEPT_HOURS = 24

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class WorkerTasks:
    """What a worker does: make a part, give one up, and tell those that were ordered so long ago."""

    make: Callable[[int], object]
    give_up: Callable[[int], object]
    left: Callable[[timedelta], tuple[int, ...]]


def run_worker(url: str, work: WorkerTasks, heartbeat: float) -> None:
    """Work until SIGINT or SIGTERM; then finish the part at hand. `heartbeat` is in seconds."""
    app = App(connector=PsycopgConnector(conninfo=libpq_url(url), min_size=2, max_size=4))
    _add_tasks(app, work, heartbeat)
    app.run_worker(
        queues=[QUEUE],
        concurrency=1,
        delete_jobs="successful",
        update_heartbeat_interval=heartbeat,
        stalled_worker_timeout=3 * heartbeat,
        fetch_job_polling_interval=heartbeat,
    )


def _add_tasks(app: App, work: WorkerTasks, heartbeat: float) -> None:
    @app.task(name=TASK, queue=QUEUE, retry=RetryStrategy(max_attempts=MOST_LOST, wait=5))
    def make(part: int) -> None:
        _log.info("part %d is begun", part)
        is_made = work.make(part)
        _log.info("part %d is %s", part, "finished" if is_made else "not needed any more")

    @app.periodic(cron=EVERY_FIVE_SECONDS)
    @app.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, priority=1)
    async def sweep(timestamp: int) -> None:  # noqa: ARG001  the library's own
        await _give_on(app, work, 3 * heartbeat)
        await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, queue=QUEUE, include_failed=True)


async def _give_on(app: App, work: WorkerTasks, silence: float) -> None:
    """Give the jobs of lost workers to others, and jobs to parts that have none."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=silence):
        await _give_one(app, work, job)
    for part_id in await asyncio.to_thread(work.left, OVERDUE):
        with suppress(AlreadyEnqueued):
            await configure_job(app, part_id).defer_async(part=part_id)


async def _give_one(app: App, work: WorkerTasks, job: Job) -> None:
    _log.warning("the worker of job %s was lost", job.id)
    if job.task_name == TASK and job.attempts >= MOST_LOST:
        await asyncio.to_thread(work.give_up, cast("int", job.task_kwargs["part"]))
    try:
        await app.job_manager.retry_job(job)
    except ConnectorException:  # another one waits already, or somebody else gave it on
        with suppress(ConnectorException):
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
