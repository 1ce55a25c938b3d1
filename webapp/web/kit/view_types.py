"""The type of a view, and of a decorator's view that keeps its own type."""

from collections.abc import Callable
from typing import TypeVar

from flask.typing import ResponseReturnValue

ViewCallable = Callable[..., ResponseReturnValue]
ViewT = TypeVar("ViewT", bound=ViewCallable)
