"""For WSGI servers other than our own: `gunicorn webapp.wsgi:app`. Settings come from the environment.

A server may load this module once, and fork its workers afterwards. So the workers share no database
connection, and each starts render processes of its own at its first request.
"""

import os
from datetime import UTC, datetime

from webapp.application import create_app, open_instance_store
from webapp.report.pool.lazy_pool import LazyRenderPool
from webapp.settings import Settings, save_address
from webapp.settings.logs import configure_logging

settings = Settings.load(os.environ)
configure_logging(settings)
pool = LazyRenderPool(settings.render_workers)
store = open_instance_store(settings)
store.refuse_clock_far_behind(datetime.now(UTC))
app = create_app(settings, store=store, render_pool=pool)
app.before_request(pool.start)
store.disconnect()
if settings.has_own_address:
    save_address(settings)
