"""The rule language: small, total and safe. Parsed once, never run as Python.

Every number is an interval and every condition is true, false or unknown (Kleene's three values),
so that an unknown answer is never taken for zero.
"""

from webapp.questionnaire.rules.nodes import Names, Node
from webapp.questionnaire.rules.operations import cases
from webapp.questionnaire.rules.parse import parse
from webapp.questionnaire.rules.situation import Picks, RuleBook, Situation
from webapp.questionnaire.rules.symbols import RuleProblem, Scope, Type
from webapp.questionnaire.rules.unresolved import open_questions

__all__ = [
    "Names",
    "Node",
    "Picks",
    "RuleBook",
    "RuleProblem",
    "Scope",
    "Situation",
    "Type",
    "cases",
    "open_questions",
    "parse",
]
