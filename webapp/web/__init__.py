"""The pages. `init_web` puts them on an application; see README.md."""

from collections.abc import Callable
from functools import partial

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from webapp.localization.passphrase_words import language_of
from webapp.questionnaire.units import bind_units, unit_of
from webapp.report.charts.number_line import number_line
from webapp.report.charts.pictures import picture
from webapp.report.pdf.font_coverage import unshown
from webapp.report.pdf.html import ranges
from webapp.report.pdf.printable_text import characters_lost_on_paper
from webapp.report.pool.renderer import Renderer
from webapp.report.views.amount_words import band_words, line_description, moved_words
from webapp.report.views.prose import headed, inline, prose, thoughts
from webapp.web.admin import (
    audit_log,
    choose_password,
    clinic_settings,
    clock,
    connections,
    first_run,
    kiosk_enrolment,
    kiosks,
    manage,
    people,
    statistics,
)
from webapp.web.auth import (
    account,
    devices,
    guards,
    keepalive,
    new_phone,
    passkey_sign_in,
    passkeys,
    sign_in,
)
from webapp.web.auth.passkey_ceremonies import has_passkeys, offers_passkeys
from webapp.web.desk import (
    ask_again,
    bulk_actions,
    file_plan,
    files,
    front_desk,
    invitation_files,
    invitations,
    note,
    paper,
    paper_pages,
    patient_details,
    pdfs,
    plan,
    print_jobs,
    submission,
    submission_list,
    visits,
)
from webapp.web.desk.review import review_remark
from webapp.web.kiosk import pickup, views
from webapp.web.kit import kiosk_session
from webapp.web.kit.answer_errors import unsure_label
from webapp.web.kit.answered_language import answered_language_remarks
from webapp.web.kit.app_context import EXTENSION, AppContext, app_context
from webapp.web.kit.body_limits import limit_form_size
from webapp.web.kit.csrf import init_csrf
from webapp.web.kit.dates import FILTERS
from webapp.web.kit.dates import clock as clock_name
from webapp.web.kit.ended_language import ended_language_remarks, init_ended_language
from webapp.web.kit.i18n import init_i18n, localizer
from webapp.web.kit.language_choice import (
    init_patient_language,
    is_patient_request,
    language_choices,
    other_edition,
    says_what_is_unreviewed,
)
from webapp.web.kit.person_fields import LONGEST, typed_person
from webapp.web.kit.phone_links import contact, phones
from webapp.web.kit.template_filters import as_is
from webapp.web.patient import (
    check_answers,
    compare_reports,
    delete_answers,
    early_end,
    follow_up_file,
    invited,
    language,
    notice,
    result,
    save_and_return,
    sections,
    start,
    submit,
)
from webapp.web.patient.draft import DraftGone
from webapp.web.patient.gone import handle_draft_gone
from webapp.web.patient.question_forms import init_section_forms
from webapp.web.site import api, assets, error_pages, health, security_headers
from webapp.web.site.access_log import add_access_log
from webapp.web.site.request_metrics import add_request_metrics

PATIENT_PAGES = (
    start.bp,
    language.bp,
    sections.bp,
    notice.bp,
    early_end.bp,
    check_answers.bp,
    submit.bp,
    save_and_return.bp,
    invited.bp,
    result.bp,
    delete_answers.bp,
    follow_up_file.bp,
    compare_reports.bp,
    assets.bp,
    health.bp,
)
"""The pages of patients, and what all pages load."""

KIOSK_PAGES = (views.bp, pickup.bp)  # the pages that only a kiosk has, and the pick-up of a report from it
SIGN_IN_PAGES = (
    sign_in.bp,
    passkey_sign_in.bp,
    first_run.bp,
    choose_password.bp,
)  # the pages for staff who are not signed in yet

PROGRAM_PAGES = (api.bp,)  # what other programs fetch, with a token

STAFF_PAGES = (
    front_desk.bp,
    bulk_actions.bp,
    submission_list.bp,
    submission.bp,
    patient_details.bp,
    files.bp,
    file_plan.bp,
    paper.bp,
    paper_pages.bp,
    invitations.bp,
    invitation_files.bp,
    note.bp,
    plan.bp,
    ask_again.bp,
    visits.bp,
    pdfs.bp,
    print_jobs.bp,
    account.bp,
    new_phone.bp,
    devices.bp,
    passkeys.bp,
    keepalive.bp,
    manage.bp,
    kiosks.bp,
    kiosk_enrolment.bp,
    people.bp,
    clinic_settings.bp,
    connections.bp,
    statistics.bp,
    audit_log.bp,
    clock.bp,
)
"""Staff pages. Each blueprint checks the sign-in itself."""


def init_web(app: Flask, context: AppContext) -> None:
    """Register the pages, and all that protects their forms.

    The application brings its session interface, trusted hosts and session cookie flags.
    """
    app.extensions[EXTENSION] = context
    app.before_request(error_pages.refuse_strange_host)
    init_section_forms(app, context.served.source)
    limit_form_size(app)
    init_i18n(app)
    _set_up_templates(app)
    if context.settings.access_log:
        add_access_log(app)
    if context.metrics:
        add_request_metrics(app, context.metrics.count_request)
    guards.init_sign_in(app)
    security_headers.add_headers(app, https=context.settings.https)
    error_pages.add_error_pages(app)
    app.register_error_handler(DraftGone, handle_draft_gone)
    init_csrf(app)
    for blueprint in (*PATIENT_PAGES, *KIOSK_PAGES, *SIGN_IN_PAGES, *PROGRAM_PAGES, *STAFF_PAGES):
        app.register_blueprint(blueprint)
    init_patient_language(app)
    init_ended_language(app)


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_template_context)
    app.jinja_env.globals.update(
        unsure_label=unsure_label,
        clock=clock_name,
        clock_doubt=clock.clock_doubt,
        prose=partial(_by_thoughts, prose),
        unit_of=unit_of,
        inline=partial(_by_thoughts, inline),
        headed=partial(_by_thoughts, headed),
        number_line=number_line,
        picture=picture,
        band_words=lambda band: band_words(band, localizer()),
        line_description=lambda line: line_description(line, localizer()),
        moved_words=lambda line: moved_words(line, localizer()),
        ranges=lambda numbers: ranges(numbers, localizer()),
        phones=phones,
        typed_person=typed_person,
        longest_of_person=LONGEST,
        contact=contact,
        unshown=unshown,
        lost_on_paper=characters_lost_on_paper,
        review_remark=review_remark,
        has_passkeys=has_passkeys,
        offers_passkeys=offers_passkeys,
    )
    _set_up_filters(app)


def _set_up_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        FILTERS,
        unbroken=bind_units,
        in_thoughts=partial(_by_thoughts, escape),
        as_is=as_is,
        passphrase_language=language_of,
        listed=lambda items: localizer().join(items),
        join_phrases=lambda items: localizer().join_phrases(items),
        sentence=lambda words: localizer().sentence(words),
        isolated=lambda text: localizer().isolate(text),
    )


def _by_thoughts(render: Callable[[str], Markup], text: str) -> Markup:
    """Render the text, in easy read with one thought a line. Markup has passed `isolate` already."""
    words = localizer()
    html = render(text if isinstance(text, Markup) else words.isolate(text))
    return thoughts(html) if words.is_easy else html


def _template_context() -> dict[str, object]:
    """Return what every template may use; the clinic can change from one request to the next."""
    clinic = app_context().clinic
    words = localizer()
    files = assets.digests(clinic)
    is_for_patients = is_patient_request()
    return {
        "site": app_context().questionnaire.title,
        "is_unreviewed": app_context().questionnaire.is_unreviewed and says_what_is_unreviewed(),
        "language_remarks": (*ended_language_remarks(), *answered_language_remarks()),
        "language_choices": tuple(language_choices()) if is_for_patients else (),
        "is_easy": words.is_easy,
        "other_edition": other_edition() if is_for_patients else None,
        "is_for_patients": is_for_patients,
        "clinic": clinic,
        "language": words.language,
        "direction": words.direction,
        "files": files,
        "is_trial": app_context().is_trial,
        "kiosk_request": kiosk_session.page_kiosk_request(),
    }
