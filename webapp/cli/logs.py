"""What servers and workers log, how much of it, and in which form."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from webapp.settings import Settings

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

CHATTY = ("alembic", "procrastinate", "waitress")
"""Libraries that tell every step; waitress also tells addresses, which can be keys."""


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class HideAddresses(logging.Filter):
    """Keeps out of waitress' lines what they are about: the address of a page may be the key to it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "%s" in record.msg:
            record.msg, record.args = record.msg.replace("%s", "a page"), ()
        return True


def configure_logging(settings: Settings) -> None:
    """Log to standard error, as the settings say."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    waitress = logging.getLogger("waitress")
    if not waitress.filters:
        waitress.addFilter(HideAddresses())
