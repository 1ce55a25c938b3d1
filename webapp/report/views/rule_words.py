"""A rule of the trace with names that people know in place of ids."""

from __future__ import annotations

import re

from webapp.questionnaire.model import Question, Questionnaire

SIGNS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}

PIECE = re.compile(
    r"'(?P<pick>\w+)' in (?P<multi>\w+)"
    r"|(?P<single>[a-z]\w*) (?P<verb>is|==) '?(?P<option>\w+)'?"
    r"|not (?!in\b)(?P<denied>[a-z]\w*)(?![\w(])"
    r"|(?P<name>[a-z]\w*)"
    r"|(?P<sign>[<>=!]=)"
)

LEVELS = "none|slight|moderate|strong"
AT_LEAST = re.compile(rf"\b(?P<is>(?:{LEVELS})(?:–(?:{LEVELS}))?) ≥ (?P<bound>{LEVELS})\b")
EXACTLY = re.compile(rf"\b(?P<is>(?:{LEVELS})(?:–(?:{LEVELS}))?) (?P<sign>[=≠]) “(?P<bound>{LEVELS})”")

MANY_PICKS = re.compile(r"'\w+' in (?P<multi>\w+)(?: or '\w+' in (?P=multi)){2,}")


def missed_rule_words(rule: str, questionnaire: Questionnaire) -> str:
    """The same of a rule that does not hold, where it is of no use to list all that was not ticked."""

    def counted(match: re.Match[str]) -> str:
        return f"any of {match[0].count(' or ') + 1} answers in {match['multi']}"

    return rule_words(MANY_PICKS.sub(counted, rule), questionnaire)


def rule_words(rule: str, questionnaire: Questionnaire) -> str:
    """The rule with the titles of measures and factors, and the short names and labels of questions."""

    def named(match: re.Match[str]) -> str:
        if match["pick"]:
            label = _label(questionnaire, match["multi"], match["pick"])
            return f"“{label}” in {_name(questionnaire, match['multi'])}"
        if match["single"]:
            label = _label(questionnaire, match["single"], match["option"])
            return f"{_name(questionnaire, match['single'])} {SIGNS.get(match['verb'], 'is')} “{label}”"
        if match["denied"]:
            return f"{_name(questionnaire, match['denied'])}: no"
        return SIGNS[match["sign"]] if match["sign"] else _name(questionnaire, match["name"])

    words = AT_LEAST.sub(r"is \g<is> (this asks for \g<bound> or more)", PIECE.sub(named, rule))
    return EXACTLY.sub(_level_itself, words)


def _level_itself(match: re.Match[str]) -> str:
    denied = "not " if match["sign"] == SIGNS["!="] else ""
    return f"is {match['is']} (this asks for {denied}{match['bound']})"


def _name(questionnaire: Questionnaire, name: str) -> str:
    """The title behind an id; a word of the rule language stays as it is."""
    titled = questionnaire.measures.get(name) or questionnaire.factors.get(name)
    if titled is not None:
        return titled.title
    question = questionnaire.questions.get(name)
    return name if question is None else question.short or question.text


def _label(questionnaire: Questionnaire, name: str, option: str) -> str:
    question: Question | None = questionnaire.questions.get(name)
    return question.option(option).label if question and question.has_option(option) else option
