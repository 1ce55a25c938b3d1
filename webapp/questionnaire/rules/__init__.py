"""The rule language: small, total and safe. Rules are parsed once and never run as Python.

Every number is an interval and every condition is true, false or unknown (Kleene's three values), so an
unknown answer never counts as zero.
"""

from webapp.questionnaire.rules.facts import Picks
from webapp.questionnaire.rules.nodes import Node
from webapp.questionnaire.rules.operations import Cases
from webapp.questionnaire.rules.parse import parse
from webapp.questionnaire.rules.situation import RuleBook, Situation
from webapp.questionnaire.rules.symbols import Symbols
from webapp.questionnaire.rules.unresolved import unresolved_questions
