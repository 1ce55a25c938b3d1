"""The key of a cached report: a digest of all that it is made of."""

from functools import cache
from hashlib import sha256

from webapp.report.pdf.html import TEMPLATES
from webapp.report.views.documents import DocumentView


def cache_key(view: DocumentView) -> str:
    """Return a digest that is equal for equal words in equal look, on every machine.

    A view holds the answers, the words of the questionnaire's version, the language, the edition and the
    clinic; the templates are beside it.
    """
    return sha256(_templates() + repr(view).encode(errors="surrogatepass")).hexdigest()


@cache
def _templates() -> bytes:
    """Return the digest of the templates, which are read once in a process."""
    files = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".css", ".html"})
    return sha256(b"".join(path.read_bytes() for path in files)).digest()
