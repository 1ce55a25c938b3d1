"""The shape of a QuestionnaireResponse: its elements and their kinds (FHIR R4, 4.0.1).

Elements that are read are checked in full; others ("any") are not looked into. An element that is null counts
as absent. In `meta` other programs keep elements of their own, which change nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from webapp.exchange.fhir.parse_answer import quote_value

MOST_DEPTH = 40  # levels of items and answers: many times those of any questionnaire
MOST_PROBLEMS = 20  # sentences in one refusal

PLAIN: Mapping[str, tuple[tuple[type, ...], str]] = {
    "text": ((str,), "text"),
    "number": ((int, Decimal), "a number"),
    "flag": ((bool,), "true or false"),
}
"""The kinds without elements: their types, and their names."""

ANY = "any"
EVERY = {"id": "text", "extension": ANY}

# A kind in brackets is a list of that kind.
SHAPES: Mapping[str, Mapping[str, str]] = {
    "response": {
        **EVERY,
        **dict.fromkeys(("resourceType", "implicitRules", "language"), "text"),
        **dict.fromkeys(("questionnaire", "status", "authored"), "text"),
        **dict.fromkeys(("text", "contained", "basedOn", "partOf"), ANY),
        **dict.fromkeys(("subject", "encounter", "author", "source"), ANY),
        "meta": "meta",
        "identifier": "identifier",
        "item": "[item]",
    },
    "meta": {
        **EVERY,
        **dict.fromkeys(("versionId", "lastUpdated", "source"), "text"),
        **dict.fromkeys(("profile", "security"), ANY),
        "tag": "[coding]",
    },
    "identifier": {
        **EVERY,
        **dict.fromkeys(("use", "type", "period", "assigner"), ANY),
        "system": "text",
        "value": "text",
    },
    "item": {
        **EVERY,
        **dict.fromkeys(("linkId", "definition", "text"), "text"),
        "answer": "[answer]",
        "item": "[item]",
    },
    "answer": {
        **EVERY,
        **dict.fromkeys(("valueDate", "valueDateTime", "valueTime", "valueString", "valueUri"), "text"),
        **dict.fromkeys(("valueDecimal", "valueInteger"), "number"),
        **dict.fromkeys(("valueAttachment", "valueReference"), ANY),
        "valueBoolean": "flag",
        "valueCoding": "coding",
        "valueQuantity": "quantity",
        "item": "[item]",
    },
    "coding": {
        **EVERY,
        **dict.fromkeys(("system", "version", "code", "display"), "text"),
        "userSelected": "flag",
    },
    "quantity": {
        **EVERY,
        **dict.fromkeys(("comparator", "unit", "system", "code"), "text"),
        "value": "number",
    },
}
"""The elements of each kind, and the kind of each element."""


MODIFIERS = ("modifierExtension", "implicitRules", "comparator")
"""FHIR's modifier elements, which change the meaning of the element around them and are not understood here.

`status` and the `use` of an identifier are such elements too, and are understood.
"""


def shape_problems(resource: object) -> tuple[str, ...]:
    """Return a sentence for each deviation from FHIR. Without recursion: the sender chooses the depth."""
    found: list[str] = []
    waiting = [("The response", "response", resource, 0)]
    while waiting and len(found) < MOST_PROBLEMS:
        path, kind, value, depth = waiting.pop()
        if kind == "identifier" and isinstance(value, list):
            kind = "[identifier]"  # as FHIR R5 has it
        if depth > MOST_DEPTH:
            found.append(f"{path} lies too deep.")
            continue
        problem = _problem(path, kind, value)
        if problem:
            found.append(problem)
        else:
            waiting += reversed([(*below, depth + 1) for below in _below(path, kind, value)])
    return tuple(found)


def _problem(path: str, kind: str, value: object) -> str:
    if kind in PLAIN:
        types, name = PLAIN[kind]
        is_right = isinstance(value, types) and (bool in types or not isinstance(value, bool))
        return "" if is_right else f"{path} must be {name}."
    if kind == ANY:
        return ""
    if kind.startswith("["):
        return "" if isinstance(value, list) else f"{path} must be a list."
    if not isinstance(value, Mapping):
        return f"{path} must be an object."
    changing = next((name for name in MODIFIERS if value.get(name) is not None), "")
    if changing:
        return f"{path} has {changing}: it may change what the answers mean, and is not understood."
    strange = [] if kind == "meta" else _strange(kind, value)
    return f"{path} has something that is not of FHIR: {quote_value(strange[0])}." if strange else ""


def _strange(kind: str, value: Mapping[str, object]) -> list[str]:
    known = {*SHAPES[kind], *MODIFIERS}
    return [name for name in value if name not in known and not name.startswith("_")]


def _below(path: str, kind: str, value: object) -> Iterator[tuple[str, str, object]]:
    """Yield the values inside a value of the right kind, each with its path and its kind."""
    if isinstance(value, list) and kind != ANY:
        yield from ((f"{path}[{place}]", kind[1:-1], one) for place, one in enumerate(value))
    elif isinstance(value, Mapping) and kind in SHAPES:
        for name, one in value.items():
            if one is not None:
                yield f"{path}, {name}", SHAPES[kind].get(name, ANY), one
