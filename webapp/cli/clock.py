"""The clock of the commands."""

from datetime import UTC, datetime
from functools import partial

utc_now = partial(datetime.now, UTC)
