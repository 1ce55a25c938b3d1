"""`gutfactors worker`: makes the documents of print jobs for all servers that share its database."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from webapp.cli.clock import utc_now
from webapp.cli.documents import current_documents
from webapp.cli.exit_codes import BAD_INPUT, exit_on_config_errors, exit_with, settings_from
from webapp.cli.instance import existing_store, instance_option
from webapp.cli.malloc import return_freed_memory
from webapp.metrics.load import load_metrics
from webapp.prints import PrintJobRunner
from webapp.prints.queue_dispatcher import QueueDispatcher, QueueMissing
from webapp.prints.thread_dispatcher import retry_when_busy
from webapp.report import RenderPool
from webapp.report.pool.renderer import Renderer
from webapp.settings import Settings
from webapp.settings.logs import configure_logging
from webapp.storage import Store


@click.command()
@instance_option
@click.option("--heartbeat", type=click.FloatRange(0.5, 60), default=10, hidden=True)
def worker(instance: Path | None, heartbeat: float) -> None:
    """Make prints of many until stopped (Ctrl+C): run one on each core that is to spare.

    It needs the database of the servers (PostgreSQL), and a copy of their key file.
    """
    settings = settings_from({"instance": instance})
    configure_logging(settings)
    return_freed_memory()
    with exit_on_missing_queue():
        queue = QueueDispatcher(settings.database_url)
    with exit_on_config_errors():
        metrics = load_metrics(settings)
    with existing_store(instance) as store, RenderPool(1) as pool, ExitStack() as stack:
        queue.prepare(store)
        renderer: Renderer = pool
        if metrics and settings.metrics_port:
            stack.callback(metrics.serve(store, settings.metrics_port, utc_now).close)
            renderer = metrics.measured(pool)
        _work(settings, store, renderer, heartbeat)
    click.echo("Stopped.", err=True)


@contextmanager
def exit_on_missing_queue() -> Iterator[None]:
    """Exit with a message on QueueMissing."""
    try:
        yield
    except QueueMissing as error:
        exit_with([str(error)], BAD_INPUT)


def _work(settings: Settings, store: Store, pool: Renderer, heartbeat: float) -> None:
    from webapp.prints.worker import WorkerTasks, run_worker  # noqa: PLC0415  the queue's library is an extra

    documents = current_documents(settings, store)
    documents()  # a faulty questionnaire ends the worker before it takes a job
    runner = PrintJobRunner(store, documents, retry_when_busy(pool.pdf, pool.wait_until_idle), utc_now)
    work = WorkerTasks(
        runner.run, runner.give_up, lambda age: store.print_jobs.list_unfinished(utc_now() - age, utc_now())
    )
    click.echo("The worker is ready.")
    run_worker(settings.database_url, work, heartbeat)
