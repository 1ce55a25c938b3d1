"""What the renderer may open: the clinic's logo, which it is handed, and nothing else.

Loads the renderer: only for the render process.
"""

from collections.abc import Mapping

from webapp.clinic import Logo
from webapp.report.pdf.renderer import URLFetcher, URLFetcherResponse

LOGO_URL = "clinic:logo"


class RefusedFetchError(Exception):
    """The page asked for something outside itself."""


class LogoOnlyFetcher(URLFetcher):  # type: ignore[misc]  # the renderer ships no types
    """Gives the logo under `LOGO_URL`, and refuses every other address, also file: and data:.

    `has_refused` stays true after a refusal: the renderer itself passes over some of them.
    """

    def __init__(self, logo: Logo | None = None) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._logo = logo
        self.has_refused = False

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the logo. Raise RefusedFetchError for every other address."""
        if url != LOGO_URL or self._logo is None:
            self.has_refused = True
            raise RefusedFetchError("a report opens nothing but the clinic's logo")
        return URLFetcherResponse(url, self._logo.data, {"Content-Type": self._logo.media_type})
