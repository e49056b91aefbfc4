"""The evidence that ships: its levels and labels, and what must never be printed."""

import json
import re
from dataclasses import astuple
from pathlib import Path

import pytest

from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.rules.evidence_loading import load_evidence

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "evidence"

GRADED = {
    "S01": ("2", "Level 2 (MSBEST 2019)"),
    "S02": ("conflicting", "Conflicting (MSBEST 2019)"),
    "S03": ("2", "Level 2 (MSBEST 2019)"),
    "S04": ("1b", "Level 1b (MSBEST 2019)"),
    "S05": (
        "1a",
        (
            "Level 1a (MSBEST 2019), as graded by the module; "
            "three papers from one trial (n=68), low disability"
        ),
    ),
}
OPINIONS = {
    "S30": "Expert opinion (Sintzel 2018)",
    "S32": "Expert opinion (Oleson 2017)",
    "S33": "Expert opinion (Oleson 2017)",
}
CITATIONS = {
    "S01": ["Miyazaki 2016"],
    "S02": ["Varoglu 2010", "Shuhaibar 2009"],
    "S03": ["Weinstock-Guttman 2006"],
    "S04": ["Pilutti 2014"],
    "S05": ["Holmoy 2017", "Steffensen 2011", "Steffensen 2013"],
    "S09": ["Oleson 2017"],
    "S10": ["WHO 1998", "Brown & Josse 2002"],
    "S11": ["Nuti 2019", "Herndon & Mohandas 2000"],
    "S12": ["Miller & Bonnick 1997"],
    "S13": ["Wiesel & Bell 2004", "Smeltzer 1988", "Tzelepis & McCool 2015"],
    "S14": ["Dobson & Giovannoni 2013", "Murphy 2016"],
    "S17": ["Zikan 2011"],
    "S18": ["Zikan 2011"],
    "S19": ["Lambrinoudaki 2013", "Tajouri 2005"],
    "S20": ["Gunn 2013", "Nilsagard 2009", "Matsuda 2011", "Peterson 2008"],
    "S21": ["Oleson 2017", "Gupta 2014"],
    "S22": ["Moen 2011", "Sioka 2011"],
    "S23": ["Holmoy 2017"],
    "S24": ["Steffensen 2011", "Steffensen 2013"],
    "S25": ["Hiremath 2009"],
    "S26": ["Steffensen 2013", "Steffensen 2011", "Hiremath 2009"],
    "S27": ["Sintzel 2018"],
    "S28": ["Sintzel 2018"],
    "S29": ["Sintzel 2018", "Houghton & Vieth 2006"],
    "S30": ["Sintzel 2018"],
    "S32": ["Oleson 2017"],
    "S33": ["Oleson 2017"],
    "S35": ["Klein-Nulend 2012"],
}

NEVER_PRINTED = {
    "the vitamin D2 dose as a daily one": r"50[, ]?000",
    "the interferon dose in the wrong unit": r"30 ?mg\b|30 milligram",
    "the misprinted fat mass, or a guess at it": r"2[26][, ]?264",
    "the mortality figures": r"\b6\.3\b|36\.7",
    "the litre of vital capacity": r"\b(one|1) lit(re|er)\b",
    "injury rates for each fall": r"\b(50|23|58\.5) ?% of (these |those )?(falls|injur)",
    "the order of drugs": r"first[- ]line|second[- ]line|alendron|etidron",
    "counts that add up to too many": r"50 \(26 ?%\)|167 \(84 ?%\)",
    "the repeated pair of numbers": r"13\.69|-10\.9 ?%|p=0\.043",
    "hip means that belong to no group": r"0\.76|0\.73 ",
    "contradicting P values": r"p<0\.01\b",
    "a wrong country": r"country = 'UK",
    "a wrong design": r"case[- ]control\b",
    "a wrong drug": r"interferon[- ]alpha|IFN-α",
    "a wrong population": r"EDSS (score )?(of )?less than 2\.5|mixed MS",
    "reassurance": r"\blow[- ]risk\b|\bsafe\b|not at risk",
}


@pytest.fixture(scope="module")
def library() -> EvidenceLibrary:
    return load_evidence(FOLDER)


def _written_by_us() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")}


def test_there_are_the_statements_s01_to_s35_in_order(library: EvidenceLibrary) -> None:
    assert list(library.statements) == [f"S{number:02}" for number in range(1, 36)]


def test_every_statement_has_the_level_and_label_that_the_module_allows(
    library: EvidenceLibrary,
) -> None:
    for statement in library.statements.values():
        found = (statement.level, statement.label)
        if statement.id in GRADED:
            assert found == GRADED[statement.id]
        elif statement.id in OPINIONS:
            assert found == ("expert_opinion", OPINIONS[statement.id])
        else:
            assert found == ("not_graded", "Background statement, not graded")


def test_only_the_graded_statements_are_about_interventions(library: EvidenceLibrary) -> None:
    interventions = {s.id for s in library.statements.values() if s.about == "intervention"}
    assert interventions == set(GRADED)


def test_statements_cite_whom_the_module_cites(library: EvidenceLibrary) -> None:
    found = {s.id: list(s.citations) for s in library.statements.values() if s.citations}
    assert found == CITATIONS


def test_each_citation_leads_to_the_work_of_that_author_and_year(library: EvidenceLibrary) -> None:
    plain = str.maketrans("øí", "oi")
    for statement in library.statements.values():
        for citation, work in zip(statement.citations, statement.references, strict=True):
            assert library.references[work].author_year.translate(plain) == citation


def test_the_activity_statement_carries_the_multiple_testing_caution(
    library: EvidenceLibrary,
) -> None:
    assert "C1" in library.statements["S04"].cautions
    assert "multiple testing" in library.cautions["C1"].text
    assert "multiple testing" in library.statements["S04"].gist


@pytest.mark.parametrize(
    ("statement", "cautions"),
    [
        ("S01", {"C6"}),
        ("S02", {"C5"}),
        ("S03", {"C16"}),
        ("S05", {"C3", "C4"}),
        ("S07", {"C19"}),
        ("S08", {"C18"}),
        ("S12", {"C7"}),
        ("S13", {"C13"}),
        ("S14", {"C14", "L2"}),
        ("S19", {"C10"}),
        ("S20", {"C12", "L1"}),
        ("S21", {"C8", "C19"}),
        ("S25", {"C15"}),
        ("S27", {"C17"}),
    ],
)
def test_what_is_wrong_in_the_module_stands_beside_the_statement_it_touches(
    library: EvidenceLibrary, statement: str, cautions: set[str]
) -> None:
    assert cautions <= set(library.statements[statement].cautions)


def test_all_cautions_are_there(library: EvidenceLibrary) -> None:
    expected = [f"C{n}" for n in range(1, 22)] + [f"L{n}" for n in range(1, 13)]
    assert list(library.cautions) == expected


def test_the_nine_studies_are_there_with_their_scores(library: EvidenceLibrary) -> None:
    assert {
        s.id: (s.reference, s.pedro, s.n_initial, s.n_final) for s in library.studies.values()
    } == {
        "E01": ("miyazaki2016", None, 83, 83),
        "E02": ("varoglu2010", None, 32, 32),
        "E03": ("shuhaibar2009", None, 37, 37),
        "E04": ("weinstockguttman2006", None, 18, 18),
        "E05": ("pilutti2014", 6, 82, 72),
        "E06": ("holmoy2017", 10, 71, 68),
        "E07": ("steffensen2013", 8, 71, 68),
        "E08": ("steffensen2011", 10, 71, 68),
        "E09": ("hiremath2009", None, 199, 49),
    }


def test_the_three_vitamin_d_papers_say_that_they_are_one_trial(library: EvidenceLibrary) -> None:
    for study in ("E06", "E07", "E08"):
        assert "same trial" in library.studies[study].design
        assert "C3" in library.studies[study].cautions


def test_every_study_has_arms_outcomes_results_and_cautions(library: EvidenceLibrary) -> None:
    for study in library.studies.values():
        assert study.arms and study.outcomes and study.results and study.cautions


def test_the_key_points_are_those_of_the_module(library: EvidenceLibrary) -> None:
    assert library.key_points == ("S01", "S02", "S03", "S04", "S06", "S07")


def test_the_module_is_cited_as_it_asks_to_be(library: EvidenceLibrary) -> None:
    assert library.module_citation.startswith("Patsakos EM, Mirkowski M, Bruno T, Craven BC, on")
    assert library.module_citation.endswith("Version 1.0. 2019:1-16.")
    assert library.literature_until == "2017"
    assert (library.review_due_on - library.reviewed_on).days in (365, 366)


def test_every_reference_can_be_printed(library: EvidenceLibrary) -> None:
    for reference in library.references.values():
        assert reference.text.isprintable() and reference.author_year.isprintable()


def test_pedro_is_spelt_out_in_the_right_order(library: EvidenceLibrary) -> None:
    assert dict(astuple(term) for term in library.glossary)["PEDro"] == (
        "Physiotherapy Evidence Database"
    )


@pytest.mark.parametrize("what", NEVER_PRINTED)
def test_nothing_that_must_not_be_printed_is_in_our_files(what: str) -> None:
    for name, text in _written_by_us().items():
        found = re.findall(NEVER_PRINTED[what], text, re.IGNORECASE)
        assert not found, f"{name}: {found}"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        *zip(
            NEVER_PRINTED,
            [
                *("50,000 IU a day", "an injection of 30mg", "22,264.7 g", "6.3% to 36.7%"),
                *("often to one litre", "50% of these falls result in injury"),
                *("alendronate as first-line", "50 (26%) above 100", "-13.69%, p=0.09"),
                *(
                    "0.76 against 0.73 g",
                    "p<0.01 for BAP",
                    "country = 'UK'",
                    "a case-control study",
                ),
                *("interferon alpha", "EDSS less than 2.5", "at low risk"),
            ],
            strict=True,
        )
    ],
)
def test_the_search_for_what_must_not_be_printed_finds_it(what: str, text: str) -> None:
    assert re.search(NEVER_PRINTED[what], text, re.IGNORECASE)


def test_no_reference_shows_a_figure_that_must_not_be_printed(library: EvidenceLibrary) -> None:
    for reference in library.references.values():
        for what in ("the vitamin D2 dose as a daily one", "the mortality figures"):
            assert not re.search(NEVER_PRINTED[what], reference.text)


def test_quotations_have_at_most_25_words() -> None:
    for name, text in _written_by_us().items():
        for quotation in re.findall(r"[“\"]([^”\"]+)[”\"]", text):
            assert len(quotation.split()) <= 25, f"{name}: {quotation}"


def test_no_text_tells_a_reader_what_to_take(library: EvidenceLibrary) -> None:
    texts = json.dumps([astuple(s) for s in library.statements.values()])
    assert not re.search(r"\b(take|prescribe|start|give) \d", texts, re.IGNORECASE)


def test_an_antiepileptic_or_steroid_statement_is_never_graded(library: EvidenceLibrary) -> None:
    # A printed "level 1a" beside a finding would be false: no finding rests on a graded one.
    for statement in ("S09", "S18", "S19", "S20", "S26", "S33", "S34", "S35"):
        assert library.statements[statement].level in ("not_graded", "expert_opinion")
