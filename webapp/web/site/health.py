"""The health check for monitoring. Counts, times and what is wrong: no stored data, since anybody may ask."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.kit.health_checks import check_health

bp = Blueprint("health", __name__)


@bp.get("/health")
def show() -> ResponseReturnValue:
    """Return 503 if visitors are turned away, or data are kept too long; else 200, with all problems."""
    health = check_health(app_context())
    said = {
        "status": health.status,
        "problems": [each.sentence for each in health.problems],
        **health.figures,
    }
    return said, 200 if health.is_serving else 503
