"""For other WSGI servers than our own: `gunicorn webapp.wsgi:app`. Settings come from the environment."""

import os

from webapp.application import create_app, rehearse
from webapp.report.pool import RenderPool
from webapp.settings import Settings, note_address

settings = Settings.from_environment(os.environ)
pool = RenderPool(settings.render_workers)
app = create_app(settings, render_pool=pool)
rehearse(app, pool)
if settings.says_where:
    note_address(settings)
