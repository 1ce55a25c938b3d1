"""Advice on what is refused."""

from collections.abc import Mapping

from webapp.workbench.advice.advice import Advice

_NAME = "A misspelt name would silently never count."

ERRORS: Mapping[str, Advice] = {
    "not-toml": Advice(
        "The file cannot be read at all, so nothing else in it was checked.",
        "Look for a missing quote, bracket or = in this line or the one above.",
    ),
    "not-utf-8": Advice(
        "Letters with accents, quotes and units would be read as others.",
        "Save the file as UTF-8: most editors ask for the encoding under Save as.",
    ),
    "unknown-key": Advice(
        "What stands behind a misspelt key would be ignored.", "Correct the key, or take the line out."
    ),
    "missing-key": Advice("The thing is not whole without it.", "Add the key; docs/questions.md shows how."),
    "wrong-type": Advice(
        "A number, a text, a list and a rule each mean something else.",
        "Write the kind of value that is asked for: text in quotes, numbers without.",
    ),
    "wrong-value": Advice("Only certain words mean something here.", "Take one of the words that are named."),
    "easy-without-text": Advice(
        "Nobody would ever read these easy words.",
        "Write them under the key of the text, label or option whose place they take.",
    ),
    "easy-instrument": Advice(
        "An instrument is validated in its own words; other words give other scores.",
        "Take the easy words out.",
    ),
    "blank": Advice("Somebody would read an empty line.", "Write the words, or take the whole thing out."),
    "empty": Advice(
        "There would be a page, a list or a test with nothing in it.", "Fill it, or take it out."
    ),
    "bad-id": Advice(
        "Ids are used in rules, addresses and stored answers.", "Use small letters, digits and _ only."
    ),
    "duplicate-id": Advice(
        "A rule that uses the id could mean either.",
        "Give the newer thing an id of its own. Leave the older: answers are stored under it.",
    ),
    "reserved-id": Advice("In a rule this word means something else.", "Take another id."),
    "unknown-name": Advice(_NAME, "Correct the name in the rule; ids stand behind id = in their tables."),
    "unknown-option": Advice(_NAME, "Write an option id of that question, as it stands behind id =."),
    "unknown-figure": Advice(
        _NAME, "Name a figure that the options have, or give each option one, as in points = 2."
    ),
    "missing-figure": Advice(
        "People who choose that answer would have no number.",
        "Give every option that says something the figure.",
    ),
    "unreadable-rule": Advice(
        "A rule that cannot be read cannot be judged by.",
        "Write it in the rule language: names, numbers, comparisons, and, or, not.",
    ),
    "loose-rule": Advice(
        "Part of it would not be judged, or not as it reads.",
        "Close every bracket behind the one that opens it, and write remarks above the rule.",
    ),
    "unknown-placeholder": Advice(
        "Patients would read a word in braces.", "Write the id of a question, number measure or phrase."
    ),
    "no-review": Advice(
        "Guidelines change, and nobody would be reminded to look.",
        "Add review_due (12 months later at most) and urgent_review_due (6 months).",
    ),
    "unknown-unit": Advice(
        "The word for one would never be printed.", "Write the unit as a question or a measure has it."
    ),
    "unknown-reference": Advice(
        "A claim would point to no paper.", "Correct the id, or add the [[reference]]."
    ),
    "unknown-factor": Advice(_NAME, 'Write a factor\'s id, or "*" for all of them.'),
    "two-limits": Advice("A report cannot follow both.", "Keep full_level, and take full_factors out."),
    "check-elsewhere": Advice(
        "Nobody could mend the answers on the page where this is said.",
        "Move the check to the section of the questions that it looks at.",
    ),
    "unknown-measure": Advice(_NAME, "Write the id of a measure that fits here."),
    "unknown-question": Advice(_NAME, "Write the id of a question."),
    "unknown-region": Advice(
        "Nobody would ever get these numbers to call.", "Write an option id of the question region."
    ),
    "misplaced-placeholder": Advice(
        "Nothing is filled in here, so patients would read the braces.", "Write the words out."
    ),
    "stray-brace": Advice("Braces mark a placeholder.", "Close the brace, or use ( )."),
    "html": Advice(
        "Code from a file must not reach the page.", "Use **bold**, *italic* and blank lines only."
    ),
    "script": Advice("Code from a file must not reach the page.", "Take it out."),
    "control-character": Advice("It prints as nothing, or breaks the page.", "Type the line again."),
    "markdown": Advice("It would be printed with its signs.", "Use **bold**, *italic* and blank lines only."),
    "circle": Advice(
        "It could never be worked out.", "Break the circle: let one of them look at answers only."
    ),
    "too-deep": Advice(
        "It could not be worked out for anybody.", "Let them look at answers, or at fewer others in a row."
    ),
    "asked-later": Advice(
        "When it is to be decided whether to ask it, that answer is not there yet.",
        "Move the question behind the one that decides.",
    ),
    "no-when-hidden": Advice(
        "A question that was not asked must count as something, or rules would guess.",
        'Add when_hidden with what it counts as then, such as "no" or 0.',
    ),
    "no-way-out": Advice(
        "People who cannot answer would be stuck on the page.",
        'Add an option "not_sure" or "prefer_not", or leave required out.',
    ),
    "only-for-numbers": Advice("A choice has no numbers, so this would be ignored.", "Take the key out."),
    "not-for-numbers": Advice("A number has no options, so this would be ignored.", "Take the key out."),
    "exclusive-on-single": Advice("Only one answer can be chosen anyway.", "Take exclusive out."),
    "nothing-possible": Advice(
        '"Not sure" must leave at least one answer possible.', "Name the options that it leaves possible."
    ),
    "no-order": Advice(
        "Without an order nobody can say which answer is less.",
        "Give each option a figure that rises or falls, or leave changeable out.",
    ),
    "range": Advice(
        "Without bounds any number is taken, also a slip of the finger.", "Write one of the two."
    ),
    "step": Advice(
        "Nobody could tell which numbers may be typed.", "Write step = 0.5 for halves, or decimals alone."
    ),
    "off-step": Advice(
        "It would bound, or stand for, an answer that nobody can give.",
        "Write a number that can be typed, or give the question decimals or a step.",
    ),
    "upside-down": Advice("No number would be taken.", "Write the lowest number first."),
    "plausible": Advice(
        "A not-sure answer would stand for numbers that nobody may give.", "Keep it within the bounds."
    ),
    "formula": Advice("There must be one way to work it out.", 'Write "value", or "cases", and not both.'),
    "never-reached": Advice(
        "The rows below would never count.", 'Give this row a "when", or move it to the end.'
    ),
    "always-offered": Advice("Somebody would find no answer that fits.", "Take offer_if out of this option."),
    "no-last-row": Advice(
        "For somebody no row would hold, and nothing would be printed or counted.",
        'Add a last row without "when".',
    ),
    "never-holds": Advice(
        "The comparison is dead: the number lies outside all that can be answered.",
        "Look at the bounds of the question and at the unit of the number.",
    ),
    "division-by-zero": Advice("Nobody can divide by zero.", "Add something, or use max(…, 1)."),
    "not-descending": Advice(
        "People who have more would get the smaller level.", "Swap the two numbers, or turn the signs around."
    ),
    "incomplete-factor": Advice(
        "A factor without it cannot be reported honestly.",
        "Add what is missing; docs/questions.md shows a factor.",
    ),
    "incomplete-score": Advice("A score without it says nothing.", "Add what is missing."),
    "incomplete-basis": Advice(
        "A published number must say where it was published.", "Name the reference, or another basis."
    ),
    "missing-placeholder": Advice(
        "Somebody would not read which level is there for sure.",
        "Put {lowest} where the words of that level belong.",
    ),
    "below-zero": Advice("Somebody would read of less than no time.", "Write the minutes that it takes."),
    "late-review": Advice(
        "Guidelines change, and nobody would be reminded in time.",
        "Write an earlier day: 12 months after signed_off at most, 6 for what is urgent.",
    ),
    "rule-without-basis": Advice(
        "Nobody can see if the number is published or somebody's choice.",
        'Add a basis, such as basis = { kind = "pragmatic" }; docs/questions.md shows where it stands.',
    ),
    "unnamed-reference": Advice(
        "Nobody can tell which work is meant.",
        'Write its authors and its title, or kind = "organisation" or "web" if it has none.',
    ),
    "no-default-region": Advice(
        "People who do not say where they live would get no number to call.", 'Add a [[region]] with id = "".'
    ),
}
"""By code, in the order in which things go wrong: the text, the tables, the rules, the whole."""
