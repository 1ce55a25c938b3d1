"""Documents that commands make: of an instance, beside its server, and of a file of answers."""

from collections.abc import Callable
from functools import cache

from webapp.cli.clock import utc_now
from webapp.cli.instance import clinic_in
from webapp.cli.served import load_served
from webapp.clinic import Clinic
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.prints import DocumentFactory, planned_before, stored_questionnaire
from webapp.questionnaire.model import Questionnaire
from webapp.settings import Settings
from webapp.storage import Store


def current_documents(settings: Settings, store: Store) -> Callable[[], DocumentFactory]:
    """Return what makes the documents of an instance, for its clinic as it is at each call.

    The first call reads the questionnaires, and exits with messages on errors in them.
    """
    read = cache(load_served)

    def make() -> DocumentFactory:
        served = read(settings.questions)
        clinic = clinic_in(store, settings, served.source.language)
        return DocumentFactory(
            clinic,
            settings.fhir_base,
            lambda digest: served.with_digest(digest) or stored_questionnaire(store, digest),
            served,
            settings.public_address,
            settings.translations,
            planned_before(store, clinic, utc_now()),
        )

    return make


def documents_of_file(
    settings: Settings, served: ServedQuestionnaires, clinic: Clinic, asked: Questionnaire
) -> DocumentFactory:
    """Return what makes a report as the pages do, from a file of answers to `asked`."""
    return DocumentFactory(
        clinic,
        settings.fhir_base,
        lambda digest: served.with_digest(digest) or asked,
        served,
        translations=settings.translations,
    )
