"""For other WSGI servers than our own: `gunicorn webapp.wsgi:app`. Settings come from the environment."""

import os

from webapp.application import create_app
from webapp.settings import Settings

app = create_app(Settings.from_environment(os.environ))
