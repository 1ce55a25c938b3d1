"""From the bytes of a file to the text of a questionnaire."""

from webapp.questionnaire.problems import Problem, QuestionnaireErrors

SAVE = "save the file as UTF-8 (in an editor: Save as, Encoding)"
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")  # with which a text in UTF-16 begins, where it has one
LONGEST_QUOTE = 40  # characters of a line that the message repeats


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8. Raise QuestionnaireErrors with the line that is not."""
    if content.startswith(BYTE_ORDER_MARKS) or content.count(0) > len(content) / 4:
        raise QuestionnaireErrors([Problem(1, "not-utf-8", "", f"this is text in UTF-16: {SAVE}")])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QuestionnaireErrors([_not_utf_8(content, error.start)]) from error


def _not_utf_8(content: bytes, at: int) -> Problem:
    line = content.count(b"\n", 0, at) + 1
    faulty = content.split(b"\n")[line - 1].decode("utf-8", "replace").strip()
    shown = "".join(sign if sign.isprintable() else "?" for sign in faulty[:LONGEST_QUOTE])
    return Problem(line, "not-utf-8", "", f'this line is not UTF-8 text: "{shown}": {SAVE}', shown)
