"""A worker: takes jobs from the queue, one at a time, until it is stopped.

procrastinate runs a task that is no coroutine in a thread, so that heartbeats go on while a part is rendered.
A worker without a heartbeat is lost: `sweep`, every few seconds in any worker, gives its job to another one.
"""

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
MOST_LOST = 3  # after so many lost workers a part is given up: it may be the reason

OVERDUE = timedelta(minutes=5)
"""After this a part without a job gets one: its server was killed between ordering and sending."""

KEPT_HOURS = 24

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class WorkerTasks:
    """What a worker calls: `make` or `give_up` a part, and list the parts `left` for some time."""

    make: Callable[[int], object]
    give_up: Callable[[int], object]
    left: Callable[[timedelta], tuple[int, ...]]


def run_worker(url: str, work: WorkerTasks, heartbeat: float) -> None:
    """Run until SIGINT or SIGTERM, then finish the current part. `heartbeat` is in seconds."""
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
        await _requeue(app, work, 3 * heartbeat)
        await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, queue=QUEUE, include_failed=True)


async def _requeue(app: App, work: WorkerTasks, silence: float) -> None:
    """Retry the jobs of lost workers, and create jobs for parts that have none."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=silence):
        await _requeue_job(app, work, job)
    for part_id in await asyncio.to_thread(work.left, OVERDUE):
        with suppress(AlreadyEnqueued):
            await configure_job(app, part_id).defer_async(part=part_id)


async def _requeue_job(app: App, work: WorkerTasks, job: Job) -> None:
    _log.warning("the worker of job %s was lost", job.id)
    if job.task_name == TASK and job.attempts >= MOST_LOST:
        await asyncio.to_thread(work.give_up, cast("int", job.task_kwargs["part"]))
    try:
        await app.job_manager.retry_job(job)
    except ConnectorException:  # another job waits already, or another worker retried this one
        with suppress(ConnectorException):
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
