"""Handlers of a blueprint for an error that leave narrower errors to the application.

Flask asks the blueprint first, also about a subclass that the application has a handler of its own for.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

ErrorT = TypeVar("ErrorT", bound=Exception)


def handle_error(bp: Blueprint, kind: type[ErrorT], answer: Callable[[ErrorT], ResponseReturnValue]) -> None:
    """Answer errors of this kind in a blueprint, but for narrower ones that the application answers."""

    def handle(error: ErrorT) -> ResponseReturnValue:
        of_app = current_app.error_handler_spec[None][None]
        narrower = (each for each in type(error).__mro__ if each is not kind and issubclass(each, kind))
        handler = next((of_app[each] for each in narrower if each in of_app), answer)
        return cast("ResponseReturnValue", handler(error))

    bp.register_error_handler(kind, handle)
