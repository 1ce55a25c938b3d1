"""For WSGI servers other than our own: `gunicorn webapp.wsgi:app`. Settings come from the environment.

A server may load this module once, and fork its workers afterwards. So the workers share no database
connection, and each starts render processes of its own at its first request.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Lock

from webapp.application import create_app, open_instance_store, serve_metrics
from webapp.report.pool.lazy_pool import LazyRenderPool
from webapp.settings import Settings, save_address
from webapp.settings.logs import configure_logging


class OncePerProcess:
    """Calls a function in each process at the first call there."""

    def __init__(self, function: Callable[[], object]) -> None:
        self._function = function
        self._lock = Lock()
        self._process = 0

    def __call__(self) -> None:
        with self._lock:
            is_first, self._process = self._process != os.getpid(), os.getpid()
            if is_first:
                self._function()


settings = Settings.load(os.environ)
configure_logging(settings)
pool = LazyRenderPool(settings.render_workers)
store = open_instance_store(settings)
store.refuse_clock_far_behind(datetime.now(UTC))
app = create_app(settings, store=store, render_pool=pool)
app.before_request(pool.start)
if settings.metrics_port:
    app.before_request(OncePerProcess(partial(serve_metrics, app)))
store.disconnect()
if settings.has_own_address:
    save_address(settings)
