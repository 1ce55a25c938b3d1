"""For other WSGI servers than our own: `gunicorn webapp.wsgi:app`. Settings come from the environment."""

import os
from datetime import UTC, datetime

from webapp.application import create_app, open_instance_store, rehearse
from webapp.report.pool.pool import RenderPool
from webapp.settings import Settings, save_address

settings = Settings.load(os.environ)
pool = RenderPool(settings.render_workers)
store = open_instance_store(settings)
store.refuse_clock_far_behind(datetime.now(UTC))
app = create_app(settings, store=store, render_pool=pool)
rehearse(app, pool)
if settings.has_own_address:
    save_address(settings)
