"""Advice on what loads, and is worth a look."""

from collections.abc import Mapping

from webapp.workbench.advice.advice import Advice

_SHORTER = "Say it in fewer words, or in two sentences."

WARNINGS: Mapping[str, Advice] = {
    "never-asked": Advice(
        "Nobody can answer it, and what it was to find out is never found.",
        "Look for two conditions in show_if that cannot both be true.",
    ),
    "always-asked": Advice(
        "The rule promises a choice that is not there.", "Take show_if out, or correct it."
    ),
    "bounds-gap": Advice(
        "A number in the wrong unit would be taken.",
        "Add a row for the answer that is missing, or a last row without when.",
    ),
    "row-never-used": Advice(
        "Somebody wrote it for somebody, and they get another row.",
        "Move it above the row that takes its people, or take it out.",
    ),
    "level-never-reached": Advice(
        "The report can never say this level, however the answers are.",
        "Look for two conditions that cannot both be true, or a number out of reach.",
    ),
    "level-hidden": Advice(
        "The report can never say this level, because a stronger one always comes first.",
        "Make the stronger rule harder to reach, or this one easier.",
    ),
    "level-for-everybody": Advice(
        "What everybody has helps nobody, and worries some.",
        "Make the rule harder to reach: somebody must be free of the factor.",
    ),
    "flag-never-raised": Advice(
        "A warning that somebody needs is never given.",
        "Correct the rule. A flag stands only where its rule surely holds: name the not-sure answers, too.",
    ),
    "flag-always-raised": Advice(
        "A warning that everybody gets is read by nobody.", "Correct the rule so that it asks for the sign."
    ),
    "never-said": Advice("These words are never printed.", "Correct the rule, or take them out."),
    "never-told": Advice(
        "People who have the level for that answer read of other answers, as if these were the reason.",
        "Add it to `told`, in braces or in a row with a when; or accept this, and say why it is no reason.",
    ),
    "gap": Advice(
        "Somebody with such a number gets no message, though people with less and with more do.",
        "Move one of the two cut-offs so that they meet: < on one side, >= on the other.",
    ),
    "overlap": Advice(
        "For such a number two things hold, and which one counts is an accident.",
        "Move one of the two cut-offs so that they meet: < on one side, >= on the other.",
    ),
    "cut-offs-not-proved": Advice(
        "A gap or an overlap between the cut-offs may be there, and nobody has checked.",
        "Give a part of the conditions to a measure of its own; or try the cut-offs, and accept this.",
    ),
    "changes-nothing": Advice(
        "People give an answer about their health for nothing.",
        "Use it in a rule or a text, list it for the practitioner, or do not ask it.",
    ),
    "option-changes-nothing": Advice(
        "People who tick it may think that it counts.",
        "Use it in a rule, list the question for the practitioner, or take the answer out.",
    ),
    "measure-unused": Advice("It is worked out for nothing.", "Use it in a rule or a text, or take it out."),
    "phrase-unused": Advice("It is written for nothing.", "Put it into a text in braces, or take it out."),
    "reference-unused": Advice(
        "Nobody sees that this paper was read.", "Name it in a factor or a basis, or take it out."
    ),
    "placeholder-empty": Advice(
        "Somebody reads a question mark in the middle of a sentence.",
        'Write a row above for those who did not answer: when = "not known(…)".',
    ),
    "not-on-paper": Advice(
        "Who answers on paper leaves the question out, or ticks another number.",
        "Ask for the amount alone, and in another question which way; or accept this.",
    ),
    "incomplete-reference": Advice(
        "The paper is hard to find, and its authors are not named for their work.",
        "Look it up and write it in. If it cannot be seen anywhere: accept the warning and say so.",
    ),
    "no-doi": Advice(
        "A reader cannot look the paper up and see for themselves.",
        "Add doi, pmid or pmcid. A guideline or web page has none: accept the warning and say so.",
    ),
    "bad-doi": Advice(
        "The link in the report would lead nowhere.", "Write it as in 10.1016/j.cell.2016.10.043."
    ),
    "bad-pmid": Advice("The link in the report would lead nowhere.", "Write the digits only."),
    "bad-pmcid": Advice("The link in the report would lead nowhere.", "Write it as in PMC5131798."),
    "factor-not-traceable": Advice(
        "Everything said of this factor rests on papers that nobody can look up.",
        "Add a paper with a DOI, a PMID or a PMCID to its references.",
    ),
    "reference-unchecked": Advice(
        "A paper that was only remembered may not exist, or may say something else.",
        'Read it, at least its summary, and write checked = "V" or "V-abs".',
    ),
    "reading-age": Advice(
        "Some of those who answer will not understand it, and guess.",
        "Use shorter sentences and everyday words in place of the long ones named.",
    ),
    "not-printed": Advice(
        "A report in which this text stands is not made: nobody can print it.",
        "Write it with other signs, or in words. script/fonts.py says how a face gets more of them.",
    ),
    "long-sentence": Advice("Long sentences are lost on a phone, and on the ill.", _SHORTER),
    "easy-sentence": Advice(
        "Easy read is one short thought a line, for people who read with effort.",
        "Say it in sentences of 12 words at most, under easy beside the text.",
    ),
    "unit-without-words": Advice(
        "It is written as it is behind every number, in every language.",
        "Add a [[unit]] with its words behind one and behind other numbers.",
    ),
    "long-help": Advice("Nobody reads long help.", _SHORTER),
    "long-label": Advice("Answers are compared at a glance.", _SHORTER),
    "long-short": Advice("It does not fit the column of the table.", "Take four words at most."),
    "no-short": Advice("The tables of the report grow long.", "Add short = with four words at most."),
    "same-words": Advice("Nobody can tell the two apart.", "Give one of them other words."),
    "no-minutes": Advice(
        "People plan by it, and give up when it is wrong.", "Add minutes =, as half minutes."
    ),
    "minutes": Advice(
        "People plan by it, and give up when it is wrong.", "Try it out, and write what it took."
    ),
    "long-form": Advice(
        "Who gives up half way tells nothing.", "Ask less, or only where an answer asks for it."
    ),
    "unconfirmed-number": Advice(
        "Somebody in need may call it.",
        "Call the number, then write confirmed = true, phoned_by and phoned_on.",
    ),
    "meaning-without-version": Advice(
        "Two reports with the same version would judge the same answers differently.",
        "Raise version in the head of the file.",
    ),
    "words-without-version": Advice(
        "Two reports with the same version would say different things.",
        "Raise version in the head of the file.",
    ),
    "id-gone": Advice(
        "Answers that are stored under it can no longer be compared or imported.",
        "Give the old id back; change the words instead. If it must go, that is for good.",
    ),
    "accepted-for-nothing": Advice(
        "It may hide a warning that comes back.", "Take this place out of [[accepted]]."
    ),
}
"""By code: whom it reaches, cut-offs, what is used, the evidence, the words, other versions of the file."""
