"""The small Markdown of the questionnaire's texts, to safe HTML: **bold**, *italic*, paragraphs."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from webapp.questionnaire.units import bind_units

_BREAKS = re.compile(r"[ \t\n]+")  # not the blanks that do not break

# "zero" knows paragraphs alone and escapes all else; only emphasis is added.
_IN_BOLD = r"((?:[^*]|\*(?!\*))+)"
_WIDE_STOPS = "\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH COLON}"  # signs after which no blank follows
BOLD_START = re.compile(rf"\*\*{_IN_BOLD}\*\*(?:\s+|(?<=[{_WIDE_STOPS}]\*\*))")

_PAIR = re.compile(rf"\*\*(?=\S){_IN_BOLD}(?<=\S)\*\*")
_SEAM = "\N{WORD JOINER}"
"""Put between the marks of bold and the text in them while they are parsed.

CommonMark ignores a mark between punctuation on its inner side and a letter on its outer side. In Chinese and
Japanese, where no blanks stand between words, that is the usual case.
"""

_CLOSING = '((?:</(?:strong|em|b)>|[”’"」』\N{FULLWIDTH RIGHT PARENTHESIS}]|&#34;|&quot;)*+)'
_WIDE_ENDS = "\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH EXCLAMATION MARK}\N{FULLWIDTH QUESTION MARK}"
_NAME = r'<(?P<name>\w+)[^>]* translate="no"[^>]*>.*?</(?P=name)>'  # "Dr. Miller" is no sentence
_WHOLE = r"<(?P<whole>svg|textarea|select|script|h1)\b.*?</(?P=whole)>"  # no lines, or those of a title
_OPENING = r"<(?:strong|em|b|a)\b"
_NEXT_THOUGHT = re.compile(
    rf"(?P<kept>{_NAME}|{_WHOLE})"
    rf"|(?<=[.!?\N{{ARABIC QUESTION MARK}}]){_CLOSING}[ \t\n]+(?=[^\sa-zß-öø-ÿ<]|{_OPENING})"
    rf"|(?<=[{_WIDE_ENDS}]){_CLOSING}\s*(?=[^\s<]|{_OPENING})"
    r"|(?P<tag><[^>]*>)",
    re.DOTALL,
)

_MARKDOWN = MarkdownIt("zero").enable("emphasis")


def prose(text: str) -> Markup:
    """Render the text as paragraphs. Raw HTML is escaped."""
    html = _MARKDOWN.render(_paired(bind_units(text)))
    return Markup(_unseamed(html))  # noqa: S704 - the parser escapes all but its own two tags


def headed(text: str) -> Markup:
    """Render the text as paragraphs; a bold sentence at its beginning becomes the heading."""
    heading = BOLD_START.match(text)
    if heading is None:
        return prose(text)
    return Markup("<h2>{}</h2>{}").format(
        inline(heading[1].rstrip(f".{_WIDE_STOPS}")), prose(text[heading.end() :])
    )


def inline(text: str) -> Markup:
    """Render the text without paragraphs around it, for cells, list items and parts of a line."""
    line = bind_units(_BREAKS.sub(" ", text.strip(" \t\n")))
    return Markup(_unseamed(_MARKDOWN.renderInline(_paired(line))))  # noqa: S704 - as above


def thoughts(html: str) -> Markup:
    """Begin each sentence of safe HTML on a line of its own, for easy read.

    A small letter begins none: "H. pylori", "C. diff". Nor does a name ("Dr. Miller"), nor what stands behind
    a blank that does not break ("7. Dezember").
    """
    return Markup(_NEXT_THOUGHT.sub(_with_break, str(html)))  # noqa: S704 - HTML before, and a tag without words


def _with_break(part: re.Match[str]) -> str:
    if part["kept"] or part["tag"]:
        return part[0]
    return f"{part[0].rstrip()}<br>"


def _paired(text: str) -> str:
    """Return the text with marks of bold that count whatever letters and punctuation are beside them."""
    return _PAIR.sub(rf"**{_SEAM}\1{_SEAM}**", text)


def _unseamed(html: str) -> str:
    return html.replace(f"<strong>{_SEAM}", "<strong>").replace(f"{_SEAM}</strong>", "</strong>")
