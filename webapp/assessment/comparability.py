"""What two questionnaires ask and judge alike, so that answers to both can be compared."""

from collections.abc import Iterable, Iterator

from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules import Node


class Comparability:
    """What is equal in two questionnaires, by id. An id that only one of them has is not equal.

    The words of a question count: other words may ask something else, also those of a mended translation. In
    two languages the words that both translate do, as far as the questionnaires name them.
    """

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.old = old
        self.new = new
        self._found: dict[str, bool] = {}

    def reading(self, question: str) -> Questionnaire:
        """Return the questionnaire in whose words the older answer is read: the newer if it asks alike."""
        return self.new if self.asks_alike(question) else self.old

    def asks_alike(self, question: str) -> bool:
        """Return whether both ask this question with the same options, in the same words or translated."""
        old, new = self.old.questions.get(question), self.new.questions.get(question)
        if old is None or new is None:
            return False
        return _asked(old) == _asked(new) and self._is_worded_alike(old, new)

    def judges_alike(self, name: str) -> bool:
        """Return whether a question, measure or factor is equal in both, with everything it depends on."""
        if name not in self._found:
            self._found[name] = self._is_same(name)
        return self._found[name]

    def asks_alike_behind(self, name: str) -> bool:
        """Return whether the questions that both judge a measure or factor by are asked alike.

        Where it is not judged alike all the same, its rule is another one.
        """
        both = self._behind(self.old, name) & self._behind(self.new, name)
        return all(map(self.asks_alike, both))

    def _behind(self, questionnaire: Questionnaire, name: str) -> frozenset[str]:
        """Return the questions of its rules, and those that decide whether these are asked."""
        if name not in questionnaire.measures and name not in questionnaire.factors:
            return frozenset()
        behind = questionnaire.rule_book.questions_of(_rules(questionnaire, name))
        return behind.union(*(questionnaire.parents[one] for one in behind))

    def _is_same(self, name: str) -> bool:
        old, new = self._judged(self.old, name), self._judged(self.new, name)
        behind = _names(_rules(self.new, name))
        is_known = old is not None and (name not in self.new.questions or self.asks_alike(name))
        return is_known and old == new and all(map(self.judges_alike, behind))

    def _is_worded_alike(self, old: Question, new: Question) -> bool:
        if self.old.language == self.new.language:
            return _said(old) == _said(new)
        was, now = self.old.source_words.get(old.id), self.new.source_words.get(new.id)
        return was == now or not (was and now) or _source_language(self.old) != _source_language(self.new)

    def _judged(self, questionnaire: Questionnaire, name: str) -> object:
        """Return what determines a question, measure or factor, apart from what it depends on."""
        if name in questionnaire.questions:
            question = questionnaire.questions[name]
            unsaid = question.when_hidden, question.when_skipped, question.plausible
            return _asked(question), question.show_if, unsaid
        if name in questionnaire.measures:
            measure = questionnaire.measures[name]
            return measure.type, measure.unit, measure.formula
        factor = questionnaire.factors.get(name)
        return factor and dict(factor.rules)


def _asked(question: Question) -> object:
    """Return what determines the meaning of an answer, apart from words."""
    options = [(one.id, one.exclusive, one.possible, one.figures) for one in question.options]
    return question.kind, question.unit, question.bounds, options


def _source_language(questionnaire: Questionnaire) -> str:
    return questionnaire.translated_from or questionnaire.language


def _said(question: Question) -> object:
    return question.text, [one.label for one in question.options]


def _rules(questionnaire: Questionnaire, name: str) -> Iterator[Node]:
    if name in questionnaire.questions:
        question = questionnaire.questions[name]
        yield from (rule for rule in (question.show_if, *(row.when for row in question.bounds)) if rule)
    elif name in questionnaire.measures:
        yield questionnaire.measures[name].formula
    else:
        yield from questionnaire.factors[name].rules.values()


def _names(rules: Iterable[Node]) -> Iterator[str]:
    for rule in rules:
        questions, measures, factors, _ = rule.names()
        yield from questions | measures | factors
