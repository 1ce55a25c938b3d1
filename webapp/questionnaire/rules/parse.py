"""Parsing of rules: the standard library's Python parser, and a closed list of permitted syntax."""

import ast
import re
from fractions import Fraction
from functools import singledispatchmethod

from webapp.questionnaire.levels import LEVEL_WORDS
from webapp.questionnaire.rules import choices
from webapp.questionnaire.rules.choices import Refusal
from webapp.questionnaire.rules.hints import hint_for
from webapp.questionnaire.rules.logic import And, Not, Or
from webapp.questionnaire.rules.nodes import (
    Constant,
    FactorLevel,
    IsKnown,
    LevelWord,
    MeasureRef,
    Node,
    NumberAnswer,
    TruthWord,
)
from webapp.questionnaire.rules.numbers import reduced
from webapp.questionnaire.rules.operations import EXTREMES, Arithmetic, Compare, Extreme
from webapp.questionnaire.rules.symbols import MEASURE_TYPES, RuleProblem, Symbols, Type, nearest
from webapp.questionnaire.rules.whole import bracketed

LONGEST = 2000
"""Characters in one rule: more than a reader can check, few enough for the recursion of a parser."""

DECIMAL = re.compile(r"\d+(\.\d+)?")
TRUTH_WORDS = {"true": True, "false": False}
SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
WORDS_OF_TYPE = {
    Type.NUMBER: "a number",
    Type.LEVEL: "a level",
    Type.CONDITION: "a condition (true or false)",
}

TypedNode = tuple[Node, Type]


class _RefusedError(Exception):
    """Raised where a branch cannot be parsed, after its problem was added to the list."""


def parse(text: str, symbols: Symbols, expect: str = "any") -> tuple[Node | None, list[RuleProblem]]:
    """Return the node of a rule, or None with every problem found in it.

    `expect` is "condition", "number", "level" or "any".
    """
    reader = _RuleParser(text, symbols)
    return reader.read(expect), reader.problems


class _RuleParser:
    """One pass over one rule that collects the problems of all its branches."""

    def __init__(self, text: str, symbols: Symbols) -> None:
        self.text, self.source = text, bracketed(text)
        self.symbols = symbols
        self.problems: list[RuleProblem] = []

    def read(self, expect: str) -> Node | None:
        try:
            tree = self._tree()
            if tree is None:
                return None
            node, found = self.typed(tree)
            if expect not in ("any", found.value):
                raise self.refuse(
                    tree,
                    "wrong-type",
                    f"this must be {WORDS_OF_TYPE[Type(expect)]}, but is {WORDS_OF_TYPE[found]}",
                )
        except _RefusedError:
            return None
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            advice = hint_for(self.text)
            message = "this is not a rule that can be read" + (f" ({advice})" if advice else "")
            self._add_unreadable(message, self.text, line=(getattr(error, "lineno", None) or 1) - 1)
            return None
        return None if self.problems else node

    def _tree(self) -> ast.expr | None:
        """Return the syntax tree, or None after a problem with the text as a whole."""
        if not self.text.strip():
            self._add_unreadable("a blank rule judges nothing: write one, or leave the key out", "")
        elif len(self.source) > LONGEST:
            self._add_unreadable(f"the rule is longer than {LONGEST} characters", self.text[:39])
        else:
            return ast.parse(self.source, mode="eval").body
        return None

    def _add_unreadable(self, message: str, faulty: str, line: int = 0) -> None:
        last = self.text.count("\n")
        self.problems.append(RuleProblem("unreadable-rule", message, faulty, line=min(max(line, 0), last)))

    def refuse(self, tree: ast.AST, code: str, message: str, suggestion: str = "") -> _RefusedError:
        """Add a problem at this piece of the rule, and return the exception to raise."""
        faulty = ast.get_source_segment(self.source, tree) or self.text
        faulty = self.text if faulty == self.source else faulty
        self.problems.append(RuleProblem(code, message, faulty, suggestion, getattr(tree, "lineno", 1) - 1))
        return _RefusedError()

    @singledispatchmethod
    def typed(self, tree: ast.AST) -> TypedNode:
        """Return the node and the type of a piece; syntax that is not registered below is refused."""
        raise self.refuse(tree, "unreadable-rule", "this does not belong in a rule")

    def expect(self, tree: ast.AST, *types: Type) -> TypedNode:
        """Return the node of a piece that must have one of these types."""
        node, found = self.typed(tree)
        if found not in types:
            wanted = " or ".join(WORDS_OF_TYPE[one] for one in types)
            raise self.refuse(tree, "wrong-type", f"this must be {wanted}, but is {WORDS_OF_TYPE[found]}")
        return node, found

    def all_of(self, trees: list[ast.expr], *types: Type) -> list[TypedNode]:
        """Return the nodes of all pieces, after adding the problems of each."""
        found: list[TypedNode] = []
        for tree in trees:
            try:
                found.append(self.expect(tree, *types))
            except _RefusedError:
                continue
        if len(found) < len(trees):
            raise _RefusedError
        return found

    @typed.register
    def _constant(self, tree: ast.Constant) -> TypedNode:
        written = ast.get_source_segment(self.source, tree) or ""
        if DECIMAL.fullmatch(written):
            return Constant(reduced(Fraction(written))), Type.NUMBER
        if isinstance(tree.value, str):
            raise self.refuse(
                tree, "wrong-type", "an option id in quotes can only be compared with a question"
            )
        raise self.refuse(
            tree, "unreadable-rule", "a number is written with digits and a point, such as 12.5"
        )

    @typed.register
    def _tuple(self, tree: ast.Tuple) -> TypedNode:
        written = ast.get_source_segment(self.source, tree) or self.text
        message = hint_for(written) or "a comma stands only inside the brackets of a list, min or max"
        raise self.refuse(tree, "unreadable-rule", message)

    @typed.register
    def _name(self, tree: ast.Name) -> TypedNode:
        name = tree.id
        if name in TRUTH_WORDS:
            return TruthWord(TRUTH_WORDS[name]), Type.CONDITION
        if name in LEVEL_WORDS:
            return LevelWord(LEVEL_WORDS[name]), Type.LEVEL
        if name in self.symbols.measures:
            type_ = MEASURE_TYPES[self.symbols.measures[name]]
            return MeasureRef(name, type_ is Type.LEVEL), type_
        if name in self.symbols.factors:
            return FactorLevel(name), Type.LEVEL
        return self._question(tree, name)

    def _question(self, tree: ast.AST, name: str) -> TypedNode:
        question = self.symbols.questions.get(name)
        if question is None:
            raise self.refuse(tree, "unknown-name", "unknown name", self.symbols.nearest(name))
        if question.kind != "number":
            raise self.refuse(
                tree,
                "wrong-type",
                "a choice is compared with its option ids in quotes, or used by a figure of its options",
            )
        return NumberAnswer(name), Type.NUMBER

    @typed.register
    def _figure(self, tree: ast.Attribute) -> TypedNode:
        name = tree.value.id if isinstance(tree.value, ast.Name) else ""
        question = self.symbols.questions.get(name)
        if question is None:
            raise self.refuse(*choices.no_question(self.symbols, tree.value, name))
        found = choices.figure(name, question, tree)
        if isinstance(found, Refusal):
            raise self.refuse(*found)
        return found, Type.NUMBER

    @typed.register
    def _arithmetic(self, tree: ast.BinOp) -> TypedNode:
        if type(tree.op) not in SIGNS:
            raise self.refuse(tree, "wrong-type", "only + - * / join numbers")
        (left, _), (right, _) = self.all_of([tree.left, tree.right], Type.NUMBER)
        return Arithmetic(SIGNS[type(tree.op)], left, right), Type.NUMBER

    @typed.register
    def _unary(self, tree: ast.UnaryOp) -> TypedNode:
        if isinstance(tree.op, ast.Not):
            return Not(self.expect(tree.operand, Type.CONDITION)[0]), Type.CONDITION
        if isinstance(tree.op, ast.USub):
            return Arithmetic("-", Constant(0), self.expect(tree.operand, Type.NUMBER)[0]), Type.NUMBER
        raise self.refuse(tree, "unreadable-rule", "this does not belong in a rule")

    @typed.register
    def _logic(self, tree: ast.BoolOp) -> TypedNode:
        parts = tuple(node for node, _ in self.all_of(tree.values, Type.CONDITION))
        return (And(parts) if isinstance(tree.op, ast.And) else Or(parts)), Type.CONDITION

    @typed.register
    def _comparison(self, tree: ast.Compare) -> TypedNode:
        sides = [tree.left, *tree.comparators]
        pairs = tuple(
            self._pair(tree, sign, left, right)
            for sign, left, right in zip(tree.ops, sides, sides[1:], strict=False)
        )
        return (pairs[0] if len(pairs) == 1 else And(pairs)), Type.CONDITION

    def _pair(self, tree: ast.Compare, sign: ast.cmpop, left: ast.expr, right: ast.expr) -> Node:
        if choices.is_about_options(self.symbols, sign, left, right):
            node, refusals = choices.choice_comparison(self.symbols, sign, left, right)
            for refusal in refusals:
                self.refuse(*refusal)
            if node is None:
                raise _RefusedError
            return node
        if type(sign) not in SIGNS:
            raise self.refuse(tree, "unreadable-rule", "only < <= == != >= > and in compare")
        (first, type_), (second, other) = self.all_of([left, right], Type.NUMBER, Type.LEVEL)
        if type_ is not other:
            raise self.refuse(tree, "wrong-type", "a number cannot be compared with a level")
        return Compare(SIGNS[type(sign)], first, second)

    @typed.register
    def _call(self, tree: ast.Call) -> TypedNode:
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if tree.keywords:
            raise self.refuse(tree, "unreadable-rule", "this does not belong in a rule")
        if name == "known":
            return self._known(tree)
        if name not in EXTREMES or not tree.args:
            raise self.refuse(
                tree.func, "unreadable-rule", "only min(...), max(...) and known(question) can be called"
            )
        parts = self.all_of(tree.args, Type.NUMBER, Type.LEVEL)
        if len({type_ for _, type_ in parts}) > 1:
            raise self.refuse(tree, "wrong-type", "numbers and levels cannot be mixed")
        return Extreme(name, tuple(node for node, _ in parts)), parts[0][1]

    def _known(self, tree: ast.Call) -> TypedNode:
        asked = tree.args[0] if len(tree.args) == 1 else tree
        name = getattr(asked, "id", "")
        if name not in self.symbols.questions:
            raise self.refuse(
                asked,
                "unknown-name",
                "known(...) takes the id of one question",
                nearest(name, self.symbols.questions),
            )
        return IsKnown(name), Type.CONDITION
