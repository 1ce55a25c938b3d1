"""Logging of servers and workers."""

import json
import logging
from datetime import UTC, datetime

from webapp.settings.environment import Settings
from webapp.tracebacks import ErrorInfo, traceback_of

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

CHATTY = ("alembic", "procrastinate", "waitress")
"""Libraries that log every step. waitress also logs addresses, which can hold tokens."""


class TextFormatter(logging.Formatter):
    """Lines of text. Of an error they have the traceback without its message, which may hold answers."""

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802  the name that logging calls
        return traceback_of(ei[1]) if ei[1] else ""


class JsonFormatter(TextFormatter):
    """One JSON object a line, for log collectors."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class HideAddresses(logging.Filter):
    """A filter that removes addresses from waitress' lines: the address of a page may hold its token."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "%s" in record.msg:
            record.msg, record.args = record.msg.replace("%s", "a page"), ()
        return True


def configure_logging(settings: Settings) -> None:
    """Log to standard error, with the level and format of the settings."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else TextFormatter(TEXT))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    waitress = logging.getLogger("waitress")
    if not waitress.filters:
        waitress.addFilter(HideAddresses())
