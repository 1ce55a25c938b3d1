"""References in words: in full, in short, and where they are found."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE, ROOT
from webapp.questionnaire.load import load
from webapp.questionnaire.references import Reference
from webapp.report.views.reference_text import brief_text, full_text, links, short_text

FULL = {
    "mu-2017": (
        "Mu Q, Kirby J, Reilly CM, et al. Leaky Gut As a Danger Signal for Autoimmune Diseases. "
        "Front Immunol. 2017;8:598."
    ),
    "zhang-2013": (
        "Zhang YG, Wu S, Sun J. Vitamin D, vitamin D receptor and tissue barriers. Tissue Barriers. "
        "2013;1(1):e23118."
    ),
    "iom-2005": (
        "Institute of Medicine. Dietary Reference Intakes for Energy, Carbohydrate, Fiber, Fat, "
        "Fatty Acids, Cholesterol, Protein, and Amino Acids. Washington (DC): The National "
        "Academies Press; 2005. Chapter 7, Dietary, Functional, and Total Fiber; p. 339."
    ),
    "ccsa-2023": (
        "Paradis C, Butt P, Shield K, et al.; Low-Risk Alcohol Drinking Guidelines Scientific "
        "Expert Panels. Canada's Guidance on Alcohol and Health: Final Report. Ottawa (ON): "
        "Canadian Centre on Substance Use and Addiction; 2023. ISBN 978-1-77871-046-9."
    ),
    "niaaa": (
        "National Institute on Alcohol Abuse and Alcoholism. Drinking Levels Defined. Bethesda (MD): NIAAA."
    ),
    "type2-1999": (
        "Intestinal permeability and diabetes mellitus type 2. Minerva Gastroenterol Dietol. "
        "1999;45(3):187-192."
    ),
    "wilms-2020": (
        "Wilms E, Troost FJ, Elizalde M, et al. Intestinal barrier function is maintained with "
        "aging – a comprehensive study in healthy subjects and irritable bowel syndrome patients. "
        "Sci Rep. 2020:475."
    ),
    "hollander-2020": (
        "Hollander D, Kaunitz JD. The “Leaky Gut”: Tight Junctions but Loose Associations? Dig Dis "
        "Sci. 2020;65(5):1277-1287."
    ),
    "ott-2018": (
        "Ott B, et al. Short-Term Overfeeding with Dairy Cream Does Not Modify Gut Permeability, "
        "the Fecal Microbiota, or Glucose Metabolism in Young Healthy Men. J Nutr. "
        "2018;148(1):77-85."
    ),
    "camilleri-2019": (
        "Camilleri M. Leaky gut: mechanisms, measurement and clinical implications in humans. Gut. "
        "2019;68(8):1516-1526."
    ),
}

SHORT = {
    "mu-2017": "Mu et al. 2017",
    "zhang-2013": "Zhang et al. 2013",
    "iom-2005": "IOM 2005",
    "ccsa-2023": "Paradis et al. 2023",
    "niaaa": "NIAAA",
    "va-2021": "US Department of Veterans Affairs 2021",
    "type2-1999": "Intestinal permeability and diabetes mellitus type 2 1999",
    "wilms-2020": "Wilms et al. 2020",
    "hollander-2020": "Hollander et al. 2020",
    "ott-2018": "Ott et al. 2018",
    "camilleri-2019": "Camilleri 2019",
}


BRIEF = {
    "zhang-2013": "Zhang YG et al. Vitamin D, vitamin D receptor and tissue barriers. Tissue Barriers. 2013.",
    "niaaa": (
        "National Institute on Alcohol Abuse and Alcoholism. Drinking Levels Defined. Bethesda (MD): NIAAA."
    ),
    "iom-2005": (
        "Institute of Medicine. Dietary Reference Intakes for Energy, Carbohydrate, Fiber, Fat, "
        "Fatty Acids, Cholesterol, Protein, and Amino Acids. Washington (DC): The National "
        "Academies Press; 2005."
    ),
    "hollander-2020": (
        "Hollander D et al. The “Leaky Gut”: Tight Junctions but Loose Associations? Dig Dis Sci. 2020."
    ),
    "camilleri-2019": (
        "Camilleri M. Leaky gut: mechanisms, measurement and clinical implications in humans. Gut. 2019."
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_a_reference_is_written_in_full_as_far_as_it_is_known(name: str) -> None:
    assert full_text(QUESTIONNAIRE.references[name]) == FULL[name]


@pytest.mark.parametrize("name", BRIEF)
def test_a_printed_list_has_the_first_author_the_title_the_journal_and_the_year(name: str) -> None:
    assert brief_text(QUESTIONNAIRE.references[name]) == BRIEF[name]


@pytest.mark.parametrize("name", SHORT)
def test_where_there_is_little_room_a_reference_is_author_and_year(name: str) -> None:
    assert short_text(QUESTIONNAIRE.references[name]) == SHORT[name]


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        (
            Reference("a", "", "A", journal="J", volume="33", issue="6", pages="421-425"),
            "A. J. 33(6):421-425.",
        ),
        (Reference("a", "", "A", journal="J"), "A. J."),
        (
            Reference("a", "Desai MS et al.", "A", 2016, "Cell 167(5):1339"),
            "Desai MS et al. A. Cell 167(5):1339. 2016.",
        ),
        (Reference("a", "One, Two, Three and Four of B", "A"), "One, Two, Three and Four of B. A."),
    ],
)
def test_what_is_blank_leaves_no_gap(reference: Reference, text: str) -> None:
    assert full_text(reference) == text


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "mu-2017",
            [
                ("doi:10.3389/fimmu.2017.00598", "https://doi.org/10.3389/fimmu.2017.00598"),
                ("PMID\N{NO-BREAK SPACE}28588585", "https://pubmed.ncbi.nlm.nih.gov/28588585/"),
            ],
        ),
        (
            "elamin-2014",
            [("PMCID\N{NO-BREAK SPACE}PMC4165763", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4165763/")],
        ),
        (
            "va-2021",
            [
                (
                    "hepatitis.va.gov/alcohol/treatment/audit-c.asp",
                    "https://www.hepatitis.va.gov/alcohol/treatment/audit-c.asp",
                )
            ],
        ),
        ("who-2023", []),
    ],
)
def test_a_reference_leads_to_its_paper(name: str, found: list[tuple[str, str]]) -> None:
    assert [(one.text, one.url) for one in links(QUESTIONNAIRE.references[name])] == found


def test_only_safe_addresses_become_links() -> None:
    (link,) = links(Reference("a", "", "A", url="http://a.example"))
    assert (link.text, link.url) == ("http://a.example", "")


def test_references_of_a_stored_file_are_printed_as_far_as_it_has_them() -> None:
    stored = load((ROOT / "tests/unit/questionnaire/stored/basis_as_text.toml").read_text("utf-8"))
    assert full_text(stored.references["krawczyk-2018"]) == (
        "Krawczyk M et al. [Fibre in people with fatty liver, serum zonulin]. Nutrients 10(11):1793. 2018."
    )
    assert short_text(stored.references["krawczyk-2018"]) == "Krawczyk M et al. 2018"
    assert short_text(stored.references["zhang-2013"]) == "Zhang et al. 2013"
