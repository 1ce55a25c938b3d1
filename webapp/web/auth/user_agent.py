"""The name of a browser in two words, for the list of sign-ins."""

from flask import request

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
"""A part of the User-Agent header, and the name it means. Most name others too: the first match counts."""

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser_words() -> str:
    """Return the browser of this request, such as "Firefox, Windows"; "" if it is unknown."""
    said = request.user_agent.string
    names = (next((name for part, name in kind if part in said), "") for kind in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names))
