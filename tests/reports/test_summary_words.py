"""What stands on the clinician summary, read back from the finished file."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dxa_change import change_table
from msbone_desktop.domain.external_risk import (
    ExternalRisk,
    newest_of_each_tool,
    shown_risks,
)
from msbone_desktop.domain.findings import InputUsed, MissingInput, Remark, Severity, Status
from msbone_desktop.domain.screening import InputFault, VitaminDResult
from msbone_desktop.reports.dxa_section import CATEGORIES
from msbone_desktop.reports.summary import build_summary
from msbone_desktop.ui.dxa.wording import CATEGORY_WORDS
from tests.reports.content import (
    ANTIEPILEPTICS,
    FALLS,
    FONTS,
    IMMOBILITY,
    LIBRARY,
    LOW_VITAMIN_D,
    MOTOR_LOSS,
    REPEATED_FALLS,
    SCANS,
    STEROIDS,
    assessment,
    finding,
    reference,
    rich,
    usual,
)
from tests.reports.reading import page_texts, whole_text


def text_of(**changes):
    return whole_text(build_summary(usual(**changes), FONTS))


def test_the_highest_severity_is_the_headline_and_is_called_no_risk_level():
    text = text_of()
    assert "Attention: high 3 findings, most pressing first." in text
    assert "it is no score and no risk level" in text


@pytest.mark.catalogue("G15")
def test_findings_stand_in_the_order_of_the_assessment_with_value_and_date():
    text = text_of()
    assert text.index("High Immobility") < text.index("Moderate Low vitamin D")
    assert "EDSS 6.5 (1 Oct 2026)" in text
    assert "Aged 62 that day Answers without a date are of that day" in text
    assert "Walking aid Two-sided aid" in text
    assert "25(OH)D 41.0 nmol/L (1 Sep 2026)" in text


def test_a_graded_level_is_never_printed_as_the_label_of_a_finding():
    text = text_of(assessment=assessment((LOW_VITAMIN_D,)))
    assert text.count("Level 1a (MSBEST 2019)") == 1
    before = text[: text.index("Level 1a (MSBEST 2019)")]
    assert before.rstrip().endswith(
        "About treatment: Vitamin D supplements may not improve bone health compared with placebo "
        "in people with a low EDSS."
    )


def test_a_graded_level_said_to_be_about_a_finding_is_still_printed_as_about_treatment():
    wrong = replace(
        LOW_VITAMIN_D, support=tuple(replace(s, about="finding") for s in LOW_VITAMIN_D.support)
    )
    text = text_of(assessment=assessment((wrong,)))
    assert "About treatment: Vitamin D supplements" in text


def test_an_extension_is_called_so():
    assert "Extension, not in the module" not in text_of()
    assert "Extension, not in the module" in text_of(assessment=assessment((REPEATED_FALLS,)))


@pytest.mark.catalogue("G13")
def test_unknown_core_items_are_counted_and_named_on_the_first_page():
    made = usual(assessment=assessment((IMMOBILITY, STEROIDS, ANTIEPILEPTICS)))
    first = page_texts(build_summary(made, FONTS))[0]
    assert (
        "Screening incomplete: 2 of 6 core items not recorded. Antiepileptic named by the module "
        "and Long-term oral steroids." in first
    )
    assert "No finding does not mean no risk." in first


@pytest.mark.catalogue("E02")
def test_what_was_not_recorded_is_listed_with_its_reason():
    made = assessment(
        (STEROIDS, ANTIEPILEPTICS),
        faults=(InputFault("VITD_UNIT_MISSING", "vitamin_d", "Give the unit of the result."),),
    )
    text = text_of(assessment=made)
    assert "Corticosteroid courses Not asked Long-term oral steroids" in text
    assert "Antiepileptic medicines Declined to answer" in text
    assert "25(OH)D Entered, but not understood Give the unit of the result." in text


def test_without_any_finding_the_page_warns_that_walking_well_proves_nothing():
    quiet = replace(FALLS, status=type(FALLS.status).NOT_TRIGGERED)
    text = text_of(assessment=assessment((quiet,)))
    assert "None of the risk factors of the module was recorded on 22 Nov 2026." in text
    assert "(Moen 2011; Sioka 2011) [1, 2]" in text
    assert "Attention:" not in text


@pytest.mark.catalogue("H01")
def test_where_nothing_was_found_because_nothing_was_recorded_no_attention_is_given():
    text = text_of(assessment=assessment((STEROIDS, ANTIEPILEPTICS)))
    assert "No finding so far What was not recorded or not decided below could not be" in text
    assert "No finding does not mean no risk." in text
    assert "Attention" not in text and "0 findings" not in text
    assert "No finding so far" in text_of(assessment=assessment((MOTOR_LOSS,)))


@pytest.mark.catalogue("H04")
def test_the_page_never_calls_anybody_safe_or_at_low_risk():
    for made in (usual(), rich()):
        text = whole_text(build_summary(made, FONTS)).lower()
        assert "low risk" not in text
        assert "safe" not in text


def test_both_values_of_a_conflict_stand_on_top():
    text = whole_text(build_summary(rich(), FONTS))
    assert "Entries contradict each other. Neither was chosen." in text
    assert "Falls in 6 months: 3 (22 Nov 2026)" in text
    assert text.index("Entries contradict") < text.index("Why it matters")


def test_possible_findings_stand_apart_and_ask_for_an_answer():
    text = whole_text(build_summary(rich(), FONTS))
    question = text.index("Needs a clinician's yes or no")
    assert text.index("Possible Motor loss") > question
    assert "☐ Yes ☐ No" in text[question:]


@pytest.mark.catalogue("H05")
def test_a_rule_that_failed_is_named_on_top():
    broken = replace(STEROIDS, failed=True)
    assert "The program failed to judge: Long-term oral steroids." in text_of(
        assessment=assessment((broken,))
    )


def test_notes_stand_beside_the_value_that_they_are_about():
    text = whole_text(build_summary(rich(), FONTS))
    assert "Falls in 6 months 1 (22 Nov 2026) Older than 12 months" in text
    assert text.count("Older than 12 months") == 1


def test_only_cited_works_are_listed_and_numbered_in_order_of_use():
    text = text_of()
    listed = text[text.index("References") :]
    assert "1. Patsakos" in listed
    assert "2. Klein-Nulend 2012" in listed
    assert "that no rule cites" not in text


def test_cautions_of_the_statements_printed_follow_and_no_others():
    text = text_of(assessment=assessment((LOW_VITAMIN_D,)))
    assert "Level 1a rests on three papers from one trial" in text
    assert "Cautions about this evidence" not in text_of(assessment=assessment((FALLS,)))


def test_bone_density_shows_basis_lowest_site_change_and_next_date_with_its_source():
    text = whole_text(build_summary(rich(), FONTS))
    assert "Low bone mass / osteopenia (T-score) lowest: total hip, T −2.3" in text
    assert "Read by T-score: T-score, because the person is post-menopausal." in text
    assert "Change since the scan before in g/cm2 (least significant)" in text
    assert "Loss beyond measurement error: −0.030 (0.028), −3.9 %, −3.7 % a year" in text
    assert (
        "Not judged: no precision error of the scanner counts for that day: "
        "−0.007, −0.8 %, −0.7 % a year" in text
    )
    assert "Not measurable: metalwork in the hip" in text
    assert "Next scan due soon 5 Dec 2026." in text
    assert "Oleson 2017, expert opinion" in text


def test_a_missing_scan_is_said_in_words():
    assert "No DXA scan is recorded." in text_of()
    unanswered = replace(usual().record, dxa_scans=Absence.DECLINED)
    assert "DXA scans: asked, no answer." in text_of(record=unanswered)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("41.0", "nmol/L", "41.0 nmol/L as reported = 16.4 ng/mL"),
        ("20", "ng/mL", "20 ng/mL as reported = 49.9 nmol/L"),
        ("30", "nmol/L", "30 nmol/L as reported = 12.0 ng/mL"),
    ],
)
def test_vitamin_d_is_shown_in_the_unit_entered_and_in_the_other(value, unit, expected):
    result = VitaminDResult(date(2026, 9, 1), Decimal(value), unit)
    assert expected in text_of(record=replace(usual().record, vitamin_d=(result,)))


def test_of_two_vitamin_d_results_of_one_day_the_later_in_the_list_counts():
    day = date(2026, 9, 1)
    results = (
        VitaminDResult(day, Decimal(55), "nmol/L"),
        VitaminDResult(day, Decimal(66), "nmol/L"),
    )
    text = text_of(record=replace(usual().record, vitamin_d=results))
    assert "66 nmol/L as reported" in text
    assert "55 nmol/L as reported" not in text


@pytest.mark.parametrize(
    ("absence", "words"),
    [
        (Absence.NOT_ASKED, "25(OH)D: not recorded."),
        (Absence.UNKNOWN, "25(OH)D: asked, not known."),
        (Absence.DECLINED, "25(OH)D: declined."),
    ],
)
def test_a_missing_vitamin_d_result_says_why(absence, words):
    assert words in text_of(record=replace(usual().record, vitamin_d=absence))


@pytest.mark.catalogue("G01")
def test_a_negative_number_keeps_its_minus_sign():
    score = finding(
        "X",
        "Made up",
        Severity.LOW,
        "T-score −2.4 (≤ −2.5).",
        inputs=(InputUsed("score", Decimal("-2.4"), None, None),),
    )
    text = text_of(assessment=assessment((score,)))
    assert "T-score −2.4 (≤ −2.5)." in text
    assert "Score −2.4" in text


def test_points_to_discuss_come_from_the_rules_that_fired():
    text = text_of(assessment=assessment((LOW_VITAMIN_D,)))
    assert "Discuss the low 25(OH)D and when to measure it again." in text
    assert "Plan supported standing" not in text
    for status in (Status.UNKNOWN, Status.POSSIBLE, Status.NOT_TRIGGERED):
        other = assessment((replace(LOW_VITAMIN_D, status=status),))
        assert "Points to discuss" not in text_of(assessment=other)


def test_remarks_are_printed_with_their_label():
    text = whole_text(build_summary(rich(), FONTS))
    assert (
        "No fracture trial of bone medicines in MS is known to the module. (Key point, not graded)"
        in text
    )
    assert text.count("Relapse pulses: none recorded. (Extension)") == 1  # beside its finding
    assert "41.0 nmol/L is below every target that the module quotes." in text
    resting = Remark("TX-X", "A remark of its own.", "Extension", references=("moen2011",))
    text = text_of(assessment=assessment((LOW_VITAMIN_D,), remarks=(resting,)))
    assert re.search(r"A remark of its own\. \(Extension\) \[\d+\]", text)


def compared(**changes):
    newer = replace(SCANS[1], **changes)
    table = change_table((newer, SCANS[0]), Decimal("2.77"))
    made = rich()
    record = replace(made.record, dxa_scans=(SCANS[0], newer))
    return whole_text(build_summary(replace(made, record=record, site_changes=table), FONTS))


def test_scans_that_cannot_be_compared_say_why_once_and_print_no_change():
    text = compared(scanner_id="LUN-2")
    assert text.count("another scanner, and no cross-calibration between the two is stated") == 1
    assert "is stated. No change is printed." in text
    assert "% a year" not in text and "−0.030" not in text


def test_what_else_differed_between_two_scans_stands_below_the_table():
    text = compared(software="13.6")
    assert "Compared with care" not in text
    older = replace(SCANS[0], software="12.0")
    table = change_table((replace(SCANS[1], software="13.6"), older), Decimal("2.77"))
    text = whole_text(build_summary(rich(site_changes=table), FONTS))
    assert text.count("Compared with care: other software (13.6, before: 12.0)") == 1


def test_a_change_over_less_than_six_months_is_not_given_a_year():
    text = compared(performed_on=date(2025, 4, 1))
    assert "−0.030 (0.028), −3.9 %" in text
    assert "% a year" not in text


def test_a_change_from_an_older_scan_than_the_one_before_says_since_when():
    between = replace(SCANS[0], performed_on=date(2025, 6, 1), sites=SCANS[0].sites[:1])
    scans = (SCANS[1], between, SCANS[0])
    table = tuple(
        each
        for each in change_table(scans, Decimal("2.77"))
        if each.newer_on == SCANS[1].performed_on
    )
    made = rich()
    record = replace(made.record, dxa_scans=scans)
    text = whole_text(build_summary(replace(made, record=record, site_changes=table), FONTS))
    assert "−3.9 %, −3.7 % a year, since 5 Nov 2024" in text


def test_a_score_that_was_not_given_is_no_nought():
    sites = (replace(SCANS[1].sites[1], t_score=None, z_score=None),)
    text = compared(sites=sites)
    assert "Total hip, left 0.730 – – Loss beyond" in text


def test_two_sides_that_differ_say_what_holds_for_both():
    reading = replace(rich().assessment.dxa, changes={"total_hip": "within_LSC"})
    made = rich(assessment=replace(rich().assessment, dxa=reading))
    text = whole_text(build_summary(made, FONTS))
    assert "−3.7 % a year. Both sides together: within measurement error" in text


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("until 2025-10-12, by mouth", "until 12 Oct 2025, by mouth"),
        ("1960-02-12", "12 Feb 1960"),
        ("2025-02-30", "2025-02-30"),
        ("12025-10-12", "12025-10-12"),
    ],
)
def test_days_in_an_answer_are_printed_in_words(given, printed):
    shown = replace(FALLS, inputs=(InputUsed("made_up", given, None, None),))
    assert f"Made up {printed}" in text_of(assessment=assessment((shown,)))


def test_a_value_is_not_parted_from_its_unit_nor_a_label_from_a_short_value():
    shown = replace(
        FALLS,
        inputs=tuple(
            InputUsed(f"word_{'and_word_' * n}end", Decimal("13.5"), "s", None) for n in range(9)
        ),
    )
    drawn = PdfReader(BytesIO(build_summary(usual(assessment=assessment((shown,))), FONTS)))
    lines = [line.strip() for line in drawn.pages[0].extract_text().splitlines()]
    assert sum(line.endswith(("13.5\u00a0s", "13.5 s")) for line in lines) >= 9
    assert not any(line in ("s", "13.5", "13.5 s") for line in lines)


RISK = ExternalRisk(
    tool="FRAX",
    tool_version="4.4",
    country_model="Norway",
    calculated_on=date(2026, 10, 1),
    with_bmd=True,
    major_percent=Decimal("12.0"),
    hip_percent=Decimal("3.4"),
    stand_ins=("none",),
    recorded_by="A. Nurse",
    note="Typed from the printed sheet.",
)


def risks(*results, age=62):
    return newest_of_each_tool(shown_risks(results, lambda _: age))


def test_a_result_of_a_risk_tool_is_printed_as_typed_with_its_cautions():
    text = text_of(external_risks=risks(RISK))
    assert "Results of other risk tools" in text
    assert "This program computes no fracture risk." in text
    assert "FRAX 4.4: in 10 years major fracture 12.0 %, hip fracture 3.4 % (1 Oct 2026)" in text
    assert (
        "With BMD, no stand-in for MS, country model Norway, entered by A. Nurse. Typed from the "
        "printed sheet." in text
    )
    assert "the module says it may not apply to most people with MS" in text
    assert "Results of other risk tools" not in text_of()


def test_of_each_tool_only_the_newest_result_is_printed():
    older = replace(RISK, calculated_on=date(2025, 1, 1), major_percent=Decimal("11.1"))
    other = replace(RISK, tool="QFracture", calculated_on=date(2024, 1, 1))
    text = text_of(external_risks=risks(RISK, older, other))
    assert "11.1" not in text
    assert text.count("QFracture 4.4: in 10 years") == 1


def test_no_percentage_is_printed_for_somebody_under_forty():
    text = text_of(external_risks=risks(RISK, age=33))
    assert "FRAX 4.4: Aged 33 on that day." in text
    assert "12.0" not in text and "3.4 %" not in text


def test_many_gaps_are_each_listed_once_with_what_was_not_judged():
    gaps = tuple(
        replace(STEROIDS, rule_id=f"R-{n}", title=f"Rule {n}", missing=(missing,))
        for n, missing in enumerate(
            MissingInput(f"field_{n}", "declined" if n % 2 else "not_asked") for n in range(9)
        )
    )
    text = text_of(assessment=assessment(gaps))
    for n in range(9):
        assert text.count(f"Field {n} (Rule {n})") == 1 or text.count(f"{n} (Rule {n})") == 1
    assert text.index("Not asked") < text.index("Declined to answer")


def test_more_than_three_authors_are_three_and_others():
    library = replace(
        LIBRARY,
        references={
            **LIBRARY.references,
            "gunn2013": reference("gunn2013", "One A, Two B, Three C, Four D. A title, of sorts."),
            "oleson2017": reference("oleson2017", "One A, Two B, Three C. Another title."),
        },
    )
    text = text_of(library=library, assessment=assessment((FALLS, STEROIDS, MOTOR_LOSS)))
    assert "One A, Two B, Three C, et al. A title, of sorts." in text
    assert "One A, Two B, Three C. Another title." in text


def test_paper_and_screen_call_no_score_normal():
    for words in (CATEGORIES, CATEGORY_WORDS):
        assert words["T_normal"] == "T-score of minus 1.0 or above"
        assert not any("normal" in each.casefold() for each in words.values())
