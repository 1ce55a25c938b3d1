"""Render processes learn from people who are made up, and from nobody else."""

from __future__ import annotations

import json
import pickle
from hashlib import sha256

import pytest

from tests.pdf.people import brief, comparison, comparison_pdf, pdf_of, practice_of, practice_pdf_of, view_of
from tests.pdf.test_pool import soon, stand_in
from tests.pdf.test_speed import printed_by
from webapp.report.pool.pool import RenderFailed, RenderLimits, RenderPool
from webapp.report.pool.protocol import LESSON
from webapp.report.views.documents import DocumentView

LEARN = """
import hashlib, json, pickle, sys
from webapp.report.pdf.printing import print_html, print_report
from webapp.report.pdf.weasyprint_patches.lines import MEMORY, learning
lessons, views, page = pickle.load(sys.stdin.buffer)

def kept():
    return [len(MEMORY.lines), sum(bool(line[0].runs) for line in MEMORY.lines.values())]

for view in views:
    print_report(view)
cut, before = print_html(page), kept()
with learning():
    for view in lessons:
        print_report(view)
    print_html(page)
learned = kept()
found = [hashlib.sha256(print_report(view)).hexdigest() for view in views]
print(json.dumps([before, learned, kept(), found, print_html(page) == cut]))
"""

CUT = """<!doctype html>
<html lang="en"><head><title>x</title><style>p { width: 90px; overflow: hidden; white-space: nowrap }
.cut { text-overflow: ellipsis }</style></head>
<body><p class="cut">A line that is cut off</p><p>A line that is cut off</p></body></html>
"""

APART = """
from webapp.report.pdf.printing import print_html
from webapp.report.pdf.weasyprint_patches.lines import learning
page = "<!doctype html>\\n<html lang='en'><head><title>x</title></head><body>{}</body></html>"
line = "<p style='width: {}px'>Word <b>and another</b></p>"
wide, narrow = line.format(400), "".join(line.format(width / 2) for width in range(40, 140))
before = print_html(page.format(wide))
with learning():
    print_html(page.format(narrow))
print(before == print_html(page.format(wide)))
"""

WORK = """
import io, json, pickle, sys
from queue import Empty
from webapp.report.pool.worker import work
from webapp.report.pdf.weasyprint_patches.lines import MEMORY

messages, outbox, seen = iter(pickle.load(sys.stdin.buffer)), io.BytesIO(), []

class Jobs:
    def get(self, block):
        seen.append([len(MEMORY.lines), outbox.tell()])
        for one in messages:
            if one is not None:
                return one
            if not block:
                raise Empty
        print(json.dumps(seen))
        sys.exit()

work(Jobs(), outbox, 20)
"""


def test_what_was_learned_gives_the_same_bytes_and_nothing_is_learned_of_others() -> None:
    odd: list[DocumentView] = [view_of("W55"), view_of("W55", "large"), practice_of("W55"), comparison()]
    lessons = [view_of("W01"), *odd[:2]]
    before, learned, after, found, is_cut_alike = json.loads(printed_by(LEARN, (lessons, odd, CUT)))
    assert (before, after) == ([0, 0], learned)
    assert min(learned) > 500
    assert is_cut_alike
    ours = [pdf_of("W55"), pdf_of("W55", "large"), practice_pdf_of("W55"), comparison_pdf()]
    assert found == [sha256(pdf).hexdigest() for pdf in ours]


def test_a_line_that_lost_its_last_blank_for_want_of_room_has_it_where_there_is_room() -> None:
    assert printed_by(APART, None) == "True\n"


def test_a_lesson_is_taken_when_nobody_waits_and_has_no_reply() -> None:
    job, nobody = pickle.dumps(brief(view_of("W55"))), None
    lesson = LESSON + pickle.dumps(brief(view_of("W01")))
    seen = json.loads(printed_by(WORK, [lesson, job, nobody, nobody, job]))
    lines, written = zip(*seen, strict=True)
    known, reply = lines[-1], written[2]
    assert lines == (0, 0, 0, known, known)
    assert known > 20
    assert written == (0, 0, reply, reply, 2 * reply)


def test_a_lesson_that_cannot_be_printed_is_none() -> None:
    job, nobody = pickle.dumps(brief(view_of("W55"))), None
    *_, (known, written) = json.loads(printed_by(WORK, [LESSON + b"?", nobody, job]))
    assert known == 0
    assert written > 1000


def test_every_process_is_taught_also_one_that_comes_later() -> None:
    view = brief(view_of("W55"))
    with RenderPool(1, command=stand_in("taught"), limits=RenderLimits(documents=3)) as pool:
        pool.learn([view, view])
        assert soon(lambda: pool.pdf(view) == b"2")
        assert all(soon(lambda: pool.pdf(view) == b"2") for _ in range(6))


def test_a_pool_is_closed_while_its_process_is_not_ready_to_learn() -> None:
    view = view_of("W55")
    with RenderPool(1, command=stand_in("deaf")) as pool:
        pool.learn([view] * 4)
    with pytest.raises(RenderFailed, match="closed"):
        pool.pdf(view)
