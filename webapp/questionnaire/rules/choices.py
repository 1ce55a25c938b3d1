"""Parse comparisons of a choice with its options, and the figures of options."""

import ast
from typing import NamedTuple

from webapp.questionnaire.rules.logic import Not
from webapp.questionnaire.rules.nodes import ChoiceIs, Figure, Node, Picked
from webapp.questionnaire.rules.numbers import ends_of
from webapp.questionnaire.rules.symbols import AskedQuestion, Symbols, nearest


class Refusal(NamedTuple):
    """A piece of a rule that is wrong: the problem's code, a message and the nearest correct name."""

    piece: ast.AST
    code: str
    message: str
    suggestion: str = ""


SINGLE_SIGNS = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def figure(name: str, question: AskedQuestion, tree: ast.Attribute) -> Node | Refusal:
    """Return the node of `question.figure`, or why there is none."""
    if question.kind != "single":
        return Refusal(tree, "wrong-type", _WITHOUT_FIGURE[question.kind])
    plain = [option for option in question.options if not option.is_unknown]
    existing = {key for option in plain for key in option.figures}
    if tree.attr not in existing:
        message = f"no option of {name} has a figure of this name"
        return Refusal(tree, "unknown-figure", message, nearest(tree.attr, existing))
    without = ", ".join(option.id for option in plain if tree.attr not in option.figures)
    if without:
        return Refusal(
            tree, "missing-figure", f"the figure {tree.attr} is missing on option {without} of {name}"
        )
    return Figure(name, tree.attr, {option.id: ends_of(option.figures[tree.attr]) for option in plain})


_WITHOUT_FIGURE = {
    "number": "a number has no figures: it is used by its own id",
    "multi": "several answers may be ticked: test for each of them, as 'option' in question",
}


def is_about_options(symbols: Symbols, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> bool:
    """Return whether a comparison is about a choice and its option ids, even if it is wrong."""
    sides = (left, right)
    has_text = any(isinstance(side, ast.List | ast.Tuple) or _text(side) is not None for side in sides)
    return (
        has_text or isinstance(sign, ast.In | ast.NotIn) or any(_is_choice(symbols, side) for side in sides)
    )


def choice_comparison(
    symbols: Symbols, sign: ast.cmpop, left: ast.expr, right: ast.expr
) -> tuple[Node | None, list[Refusal]]:
    """Return the node of `choice == 'id'`, `choice in ['id', ...]` or `'id' in multi`, or every problem."""
    if isinstance(left, ast.Name):
        return _single(symbols, sign, left, right)
    if isinstance(right, ast.Name) and isinstance(sign, ast.In | ast.NotIn):
        return _multi(symbols, sign, left, right)
    return None, [Refusal(left, "wrong-type", "write the question first: question == 'option'")]


def _single(
    symbols: Symbols, sign: ast.cmpop, left: ast.Name, right: ast.expr
) -> tuple[Node | None, list[Refusal]]:
    question = symbols.questions.get(left.id)
    if question is None:
        return None, [no_question(symbols, left, left.id)]
    if question.kind != "single":
        return None, [Refusal(left, "wrong-type", _WRONG_KIND[question.kind])]
    if not isinstance(sign, SINGLE_SIGNS):
        return None, [Refusal(left, "wrong-type", "options have no order: use a figure, such as .points")]
    listed = isinstance(sign, ast.In | ast.NotIn)
    if listed != isinstance(right, ast.List | ast.Tuple):
        return None, [
            Refusal(right, "wrong-type", "== takes one option id in quotes, in takes a list of them")
        ]
    pieces = right.elts if isinstance(right, ast.List | ast.Tuple) else [right]
    refusals = [refusal for piece in pieces for refusal in _option_problems(left.id, question, piece)]
    if refusals:
        return None, refusals
    node = ChoiceIs(left.id, tuple(_text(piece) or "" for piece in pieces))
    return (Not(node) if isinstance(sign, ast.NotEq | ast.NotIn) else node), []


def _multi(
    symbols: Symbols, sign: ast.cmpop, left: ast.expr, right: ast.Name
) -> tuple[Node | None, list[Refusal]]:
    question = symbols.questions.get(right.id)
    if question is None:
        return None, [no_question(symbols, right, right.id)]
    if question.kind != "multi":
        return None, [Refusal(right, "wrong-type", "only a multiple choice can stand after in; here use ==")]
    refusals = _option_problems(right.id, question, left)
    if refusals:
        return None, refusals
    node = Picked(right.id, _text(left) or "")
    return (Not(node) if isinstance(sign, ast.NotIn) else node), []


def no_question(symbols: Symbols, piece: ast.AST, name: str) -> Refusal:
    """Return why a name cannot stand where only a question can."""
    usual = {"number": f"{name} < 5", "level": f"{name} >= slight", "yesno": name}
    if name in symbols.measures:
        message = f"a measure has no options: write {usual[symbols.measures[name]]}"
        return Refusal(piece, "wrong-type", message)
    if name in symbols.factors:
        return Refusal(piece, "wrong-type", f"a factor has no options: write {usual['level']}")
    return Refusal(piece, "unknown-name", "unknown question", nearest(name, symbols.questions))


_WRONG_KIND = {
    "number": "this question is answered with a number, not with an option",
    "multi": "a multiple choice is tested so: 'option' in question",
}


def _option_problems(name: str, question: AskedQuestion, piece: ast.expr) -> list[Refusal]:
    option = _text(piece)
    if option is None:
        return [Refusal(piece, "wrong-type", f"an option id of {name} in quotes must stand here")]
    known = [one.id for one in question.options]
    if option not in known:
        return [
            Refusal(piece, "unknown-option", f"{name} has no option of this name", nearest(option, known))
        ]
    return []


def _text(piece: ast.expr) -> str | None:
    return piece.value if isinstance(piece, ast.Constant) and isinstance(piece.value, str) else None


def _is_choice(symbols: Symbols, piece: ast.expr) -> bool:
    question = symbols.questions.get(piece.id) if isinstance(piece, ast.Name) else None
    return question is not None and question.kind != "number"
