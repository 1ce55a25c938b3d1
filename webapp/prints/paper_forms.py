"""Reading the pictures of a form on paper, by the version of the questionnaire that was printed."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO

from PIL import Image

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.localization.territories import localizer_of
from webapp.paper.box_keys import BoxKey
from webapp.paper.codes import NUMBER_LENGTH, SIZES, FormCode, PageCode
from webapp.paper.edition import FormEdition
from webapp.paper.form import PaperForm, paper_form
from webapp.paper.layout import BoxPlace, FormLayout
from webapp.paper.marks import BoxInk, Mark, marks_of
from webapp.paper.print_mask import PrintMask
from webapp.paper.read_answers import ReadQuestion, read_question
from webapp.paper.recognition.reader import PictureOfPage, PictureReader
from webapp.paper.recognition.refusals import EMPTY, PictureRefused
from webapp.paper.sheets import check_sheets
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.documents import FormWithPlaces
from webapp.storage import Store

OTHER_RELEASE = N_(
    "This page was printed before a change of the program, so its boxes cannot be found. Type it in from "
    "the paper."
)
OTHER_REGION = N_(
    "This page was printed for another region than the clinic’s now. Some answers mean something else there, "
    "and would be judged wrongly. Ask the patient to fill in a new form."
)
OTHER_QUESTIONNAIRE = N_("This page is of a questionnaire that is not known here. Ask where it was printed.")

TOO_MANY_FILES = N_("These are more than %(count)s files. Choose the pages of one form.")
PAGE_OF_FILE = N_("%(name)s, page %(page)s")
LEFT_OUT = N_("Empty, and left out: %(names)s.")

Render = Callable[[FormWithPlaces], bytes]

ReadPage = tuple[PageCode, tuple[ReadQuestion, ...], Mapping[str, str]]
"""The code of a page, its answers, and the cut-outs of those in doubt."""

PageWithPicture = tuple[ReadPage, Mapping[int, bytes]]
"""A page, and its picture by its number where pictures are kept."""

MOST_FILES = 30  # pictures of one form
CUT_ABOVE, CUT_BELOW = 2500, 300  # hundredths of a millimetre around the boxes of a question, at most
CUT_BETWEEN = 250  # below the boxes of the question before
CUT_SIDE = 1200  # from the edges of the paper
KEPT_SHRUNK, KEPT_QUALITY = 2, 50  # pixels of a page, each way, that become one that is kept; of a JPEG
CACHED_LAYOUTS = 8
CACHED_MASKS = 80  # pages, each of some 30 kB
BLANK = "3" * NUMBER_LENGTH
"""The number of a form that is printed to see what stands on it before anybody writes."""


class PaperRefused(Exception):  # noqa: N818  a refusal
    """The pictures are not taken in. `sentences` say why, each with the name of its file."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class ReadForm:
    """The pages of one form. `cut_outs` has a picture (data URL) of each question with a doubt.

    `pictures` has the pages themselves as small JPEG files, where they were asked for.
    """

    questionnaire: Questionnaire
    code: FormCode
    pages: Mapping[int, tuple[ReadQuestion, ...]]
    remarks: tuple[str, ...] = ()
    cut_outs: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def questions(self) -> Mapping[str, ReadQuestion]:
        return {one.question: one for page in self.pages.values() for one in page}


@dataclass(frozen=True)
class PaperFormReader:
    """Reads forms for one clinic.

    `questionnaire_of` returns the version whose digest begins so (LookupError: none); `render` returns the
    bytes of a printable document. With `keeps_pictures`, the pages come with what was read.
    """

    clinic: Clinic
    questionnaire_of: Callable[[str], Questionnaire]
    render: Render
    reader: PictureReader
    keeps_pictures: bool = False

    def read(self, files: Sequence[tuple[str, bytes]]) -> ReadForm:
        """Read the pages of one form from files in any order. Raise PaperRefused or PictureReaderBusy."""
        if len(files) > MOST_FILES:
            raise PaperRefused((self._localizer.gettext(TOO_MANY_FILES, count=MOST_FILES),))
        pages: list[ReadPage] = []
        pictures: dict[int, bytes] = {}
        refused: dict[str, list[str]] = {}
        for page_name, found in (one for name, file in files for one in self._pages_of(name, file)):
            if isinstance(found, PictureRefused):
                refused.setdefault(found.sentence, []).append(page_name)
            else:
                page, kept = found
                pages.append(page)
                pictures |= kept
        empty = refused.pop(EMPTY, []) if pages else []
        if refused or not pages:
            raise PaperRefused(tuple(self._sentences(refused)))
        read = self._joined(pages)
        left_out = [self._localizer.gettext(LEFT_OUT, names=self._localizer.join(empty))] if empty else []
        return replace(read, pictures=pictures, remarks=(*read.remarks, *left_out))

    def _pages_of(self, name: str, file: bytes) -> Iterator[tuple[str, PageWithPicture | PictureRefused]]:
        """Yield the name of each page of a file with what stands on it, or why it is not read."""
        index, count = 0, 1
        while index < count:
            found: PageWithPicture | PictureRefused
            try:
                picture = self.reader.read(file, index)
                count = max(count, picture.count)
                found = (picture.code, *self._answers(picture)), self._kept(picture)
            except PictureRefused as refusal:
                count = max(count, refusal.count)
                found = refusal
            index += 1
            yield self._localizer.gettext(PAGE_OF_FILE, name=name, page=index) if count > 1 else name, found

    def _sentences(self, refused: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Yield each reason once, behind the names of all pages that it holds for."""
        for sentence, names in refused.items():
            yield self._localizer.labelled(self._localizer.join(names), self._localizer.gettext(sentence))

    def _kept(self, picture: PictureOfPage) -> Mapping[int, bytes]:
        return {picture.code.page: small_picture(picture)} if self.keeps_pictures else {}

    @property
    def _localizer(self) -> Localizer:
        return localizer_of(self.clinic)

    def _joined(self, pages: Sequence[ReadPage]) -> ReadForm:
        codes = [code for code, _, _ in pages]
        check = check_sheets(codes, self._localizer)
        if check.refusals:
            raise PaperRefused(check.refusals)
        return ReadForm(
            questionnaire=self._questionnaire(codes[0].form),
            code=codes[0].form,
            pages={code.page: questions for code, questions, _ in sorted(pages, key=lambda one: one[0].page)},
            remarks=check.remarks,
            cut_outs={key: picture for _, _, cut_outs in pages for key, picture in cut_outs.items()},
        )

    def _answers(self, picture: PictureOfPage) -> tuple[tuple[ReadQuestion, ...], Mapping[str, str]]:
        questionnaire, form = self._questionnaire(picture.code.form), picture.code.form
        layout = self._layout(form)
        if layout.digest(self._blank(form).fixed) != form.layout:
            is_of_region = _is_of_other_region(self.render, self._version(form), form.layout)
            raise PictureRefused(OTHER_REGION if is_of_region else OTHER_RELEASE)
        boxes = layout.on(picture.code.page)
        marks: dict[str, dict[str, Mark]] = {}
        found = _measured(picture, boxes, self._printed(form, picture.code.page))
        for box, mark in zip(boxes, marks_of(found), strict=True):
            key = BoxKey.parse(box.key)
            marks.setdefault(key.question, {})[key.mark] = mark
        read = tuple(read_question(questionnaire.questions[one], each) for one, each in marks.items())
        doubtful = [one.question for one in read if one.doubt]
        return read, {one: _cut_out(picture, boxes, one) for one in doubtful}

    def _layout(self, form: FormCode) -> FormLayout:
        return _blank_form(self.render, self._blank(form))[0]

    def _printed(self, form: FormCode, page: int) -> PrintMask:
        return _print_mask(self.render, self.reader, self._blank(form), page)

    def _blank(self, form: FormCode) -> PaperForm:
        return _blank_of(self._version(form))

    def _version(self, form: FormCode) -> "_FormVersion":
        questionnaire = self._questionnaire(form)
        return _FormVersion(questionnaire.digest, self.clinic, form.edition, questionnaire)

    def _questionnaire(self, form: FormCode) -> Questionnaire:
        try:
            return self.questionnaire_of(form.digest.lower())
        except LookupError as error:
            raise PictureRefused(OTHER_QUESTIONNAIRE) from error


def questionnaire_beginning(
    beginning: str, served: ServedQuestionnaires, store: Store | None
) -> Questionnaire:
    """Return a questionnaire of today, in any language, or the stored one whose digest begins so.

    Raise LookupError.
    """
    for digest, one in served.texts.items():
        if beginning and digest.startswith(beginning):
            return load(one)
    text = store.questionnaires.find(beginning) if store else None
    if text is None:
        raise LookupError(f"no questionnaire was kept under {beginning}")
    return load(text)


@dataclass(frozen=True)
class _FormVersion:
    """What decides the words of a form. The digest stands for its questionnaire."""

    digest: str
    clinic: Clinic
    edition: FormEdition
    questionnaire: Questionnaire = field(compare=False)


@lru_cache(maxsize=CACHED_LAYOUTS)
def _blank_of(version: _FormVersion) -> PaperForm:
    return paper_form(version.questionnaire, version.clinic, version.edition, BLANK)


@lru_cache(maxsize=CACHED_LAYOUTS)
def _is_of_other_region(render: Render, version: _FormVersion, layout: str) -> bool:
    """Return whether forms of this version had this digest while the clinic had another region."""
    clinics = [replace(version.clinic, region=one) for one in version.questionnaire.regions]
    forms = [paper_form(version.questionnaire, one, version.edition, BLANK) for one in clinics]
    printed = {one.sections: one for one in forms}  # regions with the same words have the same boxes
    return any(_blank_form(render, printed[one.sections])[0].digest(one.fixed) == layout for one in forms)


@lru_cache(maxsize=CACHED_LAYOUTS)
def _blank_form(render: Render, form: PaperForm) -> tuple[FormLayout, bytes]:
    """Return the places of the boxes and the PDF, both of one print."""
    places, _, pdf = render(FormWithPlaces(form)).partition(b"\n")
    return FormLayout.parse(places), pdf


@lru_cache(maxsize=CACHED_MASKS)
def _print_mask(render: Render, reader: PictureReader, form: PaperForm, page: int) -> PrintMask:
    """Return what is printed on a page: its blank form is read as a picture like any other."""
    from webapp.paper.recognition.printed import print_mask_of_bytes  # noqa: PLC0415  the extra "paper"

    blank = reader.read(_blank_form(render, form)[1], page - 1)
    return print_mask_of_bytes(blank.grey, blank.width)


def _measured(picture: PictureOfPage, boxes: Sequence[BoxPlace], printed: PrintMask) -> Sequence[BoxInk]:
    from webapp.paper.recognition.measure import measure_bytes  # noqa: PLC0415  the extra "paper"

    return measure_bytes(picture.grey, picture.width, boxes, printed)


def small_picture(picture: PictureOfPage) -> bytes:
    """Return a page as a grey JPEG file of about 100 dots an inch, in which handwriting can be read."""
    whole, out = Image.frombytes("L", (picture.width, picture.height), picture.grey), BytesIO()
    whole.reduce(KEPT_SHRUNK).save(out, "JPEG", quality=KEPT_QUALITY, optimize=True)
    return out.getvalue()


def _is_of(box: BoxPlace, question: str) -> bool:
    return BoxKey.parse(box.key).question == question


def _cut_out(picture: PictureOfPage, boxes: Sequence[BoxPlace], question: str) -> str:
    """Return the part of a page with a question, across the whole width, as a data URL."""
    own = [box for box in boxes if _is_of(box, question)]
    first = min(box.top for box in own)
    before = max((box.top + box.side + CUT_BETWEEN for box in boxes if box.top + box.side < first), default=0)
    width, _ = SIZES[picture.code.form.edition.paper]
    dots = picture.width / width
    top = max(before, first - CUT_ABOVE)
    bottom = max(box.top + box.side for box in own) + CUT_BELOW
    area = (CUT_SIDE, top, width - CUT_SIDE, bottom)
    whole = Image.frombytes("L", (picture.width, picture.height), picture.grey)
    left, upper, right, lower = (round(edge * dots) for edge in area)
    out = BytesIO()
    whole.crop((left, max(0, upper), right, min(picture.height, lower))).save(out, "PNG")
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
