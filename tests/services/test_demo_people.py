"""The demo clinic's people: fictional, reproducible, true to the tables, and awkward as named."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, pstdev

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.findings import Status
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.exchange.screening_writer import to_json
from msbone_desktop.rules.evidence_loading import load_evidence
from msbone_desktop.rules.rulebook_loading import load_rulebook
from msbone_desktop.rules.toml_files import read_toml
from msbone_desktop.services.demo.making import make_demo
from msbone_desktop.services.demo.tables import load_tables

RESOURCES = Path(__file__).parents[2] / "resources"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def tables():
    return load_tables(RESOURCES / "demo")


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(RESOURCES)


@pytest.fixture(scope="module")
def people(tables):
    return make_demo(TODAY, tables=tables)


@pytest.fixture(scope="module")
def ordinary(people):
    return [person for person in people if not person.case]


@pytest.fixture(scope="module")
def named(people):
    return {person.case: person for person in people if person.case}


@pytest.fixture
def newest(named, rulebook):
    """Return what the rules say of the newest screening of a case."""

    def assess(case):
        return rulebook.assess(named[case].visits[-1].record)

    return assess


def triggered(assessment):
    return {f.rule_id for f in assessment.findings if f.status is Status.TRIGGERED}


# ---- who they are ----


def test_there_are_at_least_sixty_people_with_years_of_history(people):
    assert len(people) >= 60
    years = [
        (person.visits[-1].on - person.visits[0].on).days / 365
        for person in people
        if person.visits
    ]
    assert mean(years) > 1.5


def test_the_same_day_and_seed_give_the_same_people(people, tables):
    assert make_demo(TODAY, tables=tables) == people


def test_another_seed_gives_other_people(people, tables):
    assert make_demo(TODAY, seed=7, tables=tables) != people


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2027, 1, 1), date(2026, 7, 31)])
@pytest.mark.parametrize("seed", [1, 20261122])
def test_every_day_and_seed_gives_records_without_fault(today, seed, tables, rulebook):
    for person in make_demo(today, seed, tables):
        assert all(scan.performed_on < today for scan in person.scans)
        for visit in person.visits:
            assert visit.on <= today
            read = read_screening(decode(to_json(visit.record)), rulebook.dictionary)
            assert not read.faults, (person.details.clinic_id, read.faults)


def test_a_record_comes_back_from_its_text_as_it_was(people, rulebook):
    for person in people:
        for visit in person.visits:
            read = read_screening(decode(to_json(visit.record)), rulebook.dictionary).record
            assert read == without_reasons(visit.record)


def without_reasons(record: ScreeningRecord) -> ScreeningRecord:
    """The format has no place for why a site was not measured."""
    if isinstance(record.dxa_scans, Absence):
        return record
    scans = tuple(
        replace(scan, sites=tuple(replace(site, not_measurable=None) for site in scan.sites))
        for scan in record.dxa_scans
    )
    return replace(record, dxa_scans=scans)


def test_nobody_can_be_taken_for_a_real_person(people, tables):
    ids = [person.details.clinic_id for person in people]
    assert len(set(ids)) == len(ids)
    made_up = set(tables.names.family)
    for person in people:
        details = person.details
        assert details.clinic_id.startswith("DEMO-")
        plain = ("demo", "ديمو", "演示", "ντέμο", "демо")
        assert details.family_name in made_up or any(
            word in details.family_name.casefold() for word in plain
        )
        assert details.phone == "" or details.phone.startswith("01632 960")
        assert details.email == "" or details.email.endswith("@example.org")
        assert details.address == "" or "Example Street" in details.address


def test_only_the_person_with_contradictions_has_conflicts(people, rulebook):
    found = {
        person.case or person.details.clinic_id
        for person in people
        for visit in person.visits
        if rulebook.assess(visit.record).conflicts
    }
    assert found == {"conflict"}


# ---- the tables ----


def test_every_figure_names_where_it_comes_from(tables):
    content = read_toml(RESOURCES / "demo" / "distributions.toml").content
    library = load_evidence(RESOURCES / "evidence")
    sources = library.studies.keys() | library.statements.keys()
    for name, figure in content["figures"].items():
        assert set(figure) == {"value", "unit", "source"}, name
        assert figure["source"] in sources | {"design"}, name


def test_every_arm_is_one_of_its_study_in_the_evidence(tables):
    studies = load_evidence(RESOURCES / "evidence").studies
    for arm in tables.arms:
        shipped = next(a for a in studies[arm.study].arms if a.name == arm.arm)
        assert shipped.n == arm.n
        assert f"Mean age {arm.age}" in shipped.description
        assert f"{arm.women} women" in shipped.description
        if arm.edss is not None:
            assert f"EDSS {arm.edss}" in shipped.description
        assert sum(arm.courses.values()) in (0, arm.n)


def test_age_sex_and_course_lie_near_the_tables_means(ordinary, tables):
    people = sum(arm.n for arm in tables.arms)
    age = sum(arm.n * arm.age for arm in tables.arms) / people
    women = sum(arm.women for arm in tables.arms) / people
    relapsing = tables.courses["relapsing_remitting"] / sum(tables.courses.values())
    ages = [(TODAY - person.details.born_on.exact).days / 365.25 for person in ordinary]
    assert mean(ages) == pytest.approx(age, abs=2)
    assert pstdev(ages) > 6
    sexes = Counter(person.details.sex_for_reference for person in ordinary)
    assert sexes["female"] / len(ordinary) == pytest.approx(women, abs=0.04)
    courses = Counter(person.details.ms_course for person in ordinary)
    assert courses["relapsing_remitting"] / len(ordinary) == pytest.approx(relapsing, abs=0.1)


def test_edss_lies_near_the_tables_mean(ordinary, tables):
    rated = [arm for arm in tables.arms if arm.edss is not None]
    expected = sum(arm.n * arm.edss for arm in rated) / sum(arm.n for arm in rated)
    scores = [float(person.visits[-1].record.edss[-1].score) for person in ordinary]
    assert mean(scores) == pytest.approx(expected, abs=0.25)


def levels(tables, months):
    """Every person's levels in nmol/L in those months, of many clinics and without supplement."""
    found = []
    for seed in range(24):
        for person in make_demo(TODAY, seed, tables):
            results = () if person.case else person.visits[0].record.vitamin_d
            if isinstance(results, Absence):
                continue
            found += [
                float(result.value) * (1 if result.unit == "nmol/L" else 2.496)
                for result in results[:1]  # before any supplement
                if result.sampled_on.month in months
            ]
    return found


def test_vitamin_d_follows_the_seasons_of_the_tables(tables):
    winter, summer = levels(tables, {12, 1, 2}), levels(tables, {6, 7, 8})
    # A season's months lie a little inside its extreme, and few people are seen in each.
    assert mean(winter) == pytest.approx(58 + 2, abs=5)
    assert mean(summer) == pytest.approx(87 - 2, abs=5)
    assert pstdev(winter) == pytest.approx(25.8, abs=4)


def test_spine_density_lies_near_the_tables_mean(tables):
    first = [
        float(site.bmd_g_cm2)
        for seed in range(6)
        for person in make_demo(TODAY, seed, tables)
        if not person.case
        for site in (person.scans[0].sites if person.scans else ())
        if site.site == "lumbar_spine" and site.bmd_g_cm2
    ]
    # The tables' people were 35 years old, these are about six years older.
    assert mean(first) == pytest.approx(0.93 * 0.9924**6, abs=0.03)


def test_bone_falls_slowly_and_mostly_within_the_error_of_measurement(people, rulebook):
    verdicts = Counter(
        verdict
        for person in people
        if person.case not in ("rich", "two_scanners") and person.visits
        for verdict in rulebook.assess(
            replace(person.visits[-1].record, dxa_scans=person.scans)
        ).dxa.changes.values()
    )
    assert verdicts["within_LSC"] > 0.8 * verdicts.total() > 0
    falls = [
        later.bmd_g_cm2 - first.bmd_g_cm2
        for person in people
        if len(person.scans) > 1
        for first, later in zip(person.scans[0].sites, person.scans[-1].sites, strict=False)
        if first.bmd_g_cm2 and later.bmd_g_cm2
    ]
    assert mean(falls) < 0


def test_edss_never_gets_better_and_seldom_by_a_whole_point_a_year(people):
    for person in people:
        scores = person.visits[-1].record.edss if person.visits else Absence.NOT_ASKED
        if isinstance(scores, Absence):
            continue
        steps = [b.score - a.score for a, b in pairwise(scores)]
        assert all(0 <= step <= 1 for step in steps)


def test_lists_hold_everything_up_to_the_day_and_nothing_later(people):
    for person in people:
        for earlier, later in pairwise(person.visits):
            if later.amends or isinstance(later.record.edss, Absence):
                continue
            assert later.record.edss[: len(earlier.record.edss)] == earlier.record.edss
            assert all(score.rated_on <= later.on for score in later.record.edss)


# ---- what is going on today ----


def test_scans_are_overdue_due_soon_due_and_upcoming_today(people, rulebook):
    states: Counter[str] = Counter()
    for person in people:
        visits = [visit for visit in person.visits if visit.signed]
        if not visits or person.case in ("deceased", "opted_out"):
            continue
        record = replace(
            visits[-1].record,
            dxa_scans=person.scans or Absence.NOT_ASKED,
            dxa_interval_months=person.details.dxa_interval_months or Absence.NOT_ASKED,
        )
        fired = frozenset(triggered(rulebook.assess(visits[-1].record)))
        states[rulebook.next_dxa(record, TODAY, fired, visits[-1].on).status] += 1
    assert all(states[state] >= 2 for state in ("overdue", "due", "due_soon", "upcoming"))


def test_a_few_screenings_are_open_drafts_of_the_last_days(people):
    drafts = [visit for person in people for visit in person.visits if not visit.signed]
    assert 3 <= len(drafts) <= 8
    assert all(TODAY - timedelta(days=4) <= visit.on <= TODAY for visit in drafts)


def test_some_people_were_never_screened_and_some_not_for_a_year(people):
    assert any(not person.visits for person in people)
    assert any(person.visits and (TODAY - person.visits[-1].on).days > 366 for person in people)


# ---- the awkward ones ----


@pytest.mark.catalogue("E16")
def test_edss_exactly_six_point_five_counts_as_immobility_and_six_does_not(newest, named):
    assert str(named["edss_six_five"].visits[-1].record.edss[-1].score) == "6.5"
    assert "MOB-65" in triggered(newest("edss_six_five"))
    assert "MOB-65" not in triggered(newest("edss_six"))


@pytest.mark.parametrize(
    ("case", "value", "unit"), [("twenty_ng", 20, "ng/mL"), ("fifty_nmol", 50, "nmol/L")]
)
@pytest.mark.catalogue("E16")
def test_vitamin_d_exactly_on_the_line_is_not_low(newest, named, case, value, unit):
    result = named[case].visits[-1].record.vitamin_d[-1]
    assert (result.value, result.unit) == (value, unit)
    low = next(f for f in newest(case).findings if f.rule_id == "VITD-LOW")
    assert low.status is Status.NOT_TRIGGERED
    assert newest(case).vitamin_d_band == "B2_50_75"


def test_vitamin_d_above_the_limit_is_urgent(newest):
    assert "VITD-HIGH" in triggered(newest("vitamin_d_high"))


def test_scans_of_two_scanners_are_not_compared(newest):
    changes = newest("two_scanners").dxa.changes
    assert changes and set(changes.values()) == {"not_comparable"}


def test_relapse_pulses_are_exposure_but_not_long_term_use(newest, named):
    courses = named["pulses"].visits[-1].record.steroid_courses
    assert {(c.drug, c.route) for c in courses} == {("methylprednisolone", "iv")}
    assert newest("pulses").steroid_pulses.count == 2
    assert "STER-ANY" in triggered(newest("pulses"))
    assert "STER-LT" not in triggered(newest("pulses"))


def test_of_somebody_nothing_is_recorded(newest, named):
    record = named["nothing_recorded"].visits[-1].record
    assert record == ScreeningRecord(id=record.id, assessed_on=record.assessed_on)
    assert len(newest("nothing_recorded").unknown_core) == 6


def test_somebody_declined_everything(newest, named):
    record = named["declined"].visits[-1].record
    answers = {name: getattr(record, name) for name in ScreeningRecord.__dataclass_fields__}
    given = {name for name, answer in answers.items() if answer is not Absence.DECLINED}
    assert given == {"id", "assessed_on", "date_of_birth", "sex_for_reference", "incomplete"}
    assert len(newest("declined").unknown_core) == 6


def test_a_man_is_exactly_fifty_on_the_day_of_his_scan(newest, named):
    person = named["fifty_on_scan_day"]
    born, scanned = person.details.born_on.exact, person.scans[-1].performed_on
    assert (scanned.year - born.year, scanned.month, scanned.day) == (50, born.month, born.day)
    assert newest("fifty_on_scan_day").dxa.basis == "T"


def test_a_hip_with_metalwork_is_not_measurable(named):
    sites = {site.site: site for site in named["not_measurable"].scans[-1].sites}
    assert sites["total_hip"].not_measurable and sites["total_hip"].bmd_g_cm2 is None


def test_a_rich_case_has_what_the_worked_case_of_a_recent_vertebral_fracture_has(newest, named):
    person = named["rich"]
    expected = {
        "ACT-LOW", "AED-NAMED", "CALC-LOW", "DMT-FING", "FALL-12M", "FALL-6M", "FALL-FEAR",
        "FALL-INJ", "FALL-REC", "FX-COMP", "FX-FRAG", "GI-DAIRY", "MOB-40", "MOB-65", "MOB-70",
        "MOB-DECL", "RESP-70", "STER-ANY", "STER-LT", "SUN-LOW", "VITD-LOW",
    }  # fmt: skip
    assessment = newest("rich")
    assert expected <= triggered(assessment)
    assert assessment.dxa.category == "T_osteoporosis_range"
    assert "significant_loss" in assessment.dxa.changes.values()
    assert assessment.dxa_reminder.source == "module_annual"
    assert (person.visits[-1].on - person.visits[0].on).days > 4.5 * 365
    assert len(person.scans) >= 5


def test_twins_share_their_birthday_and_nearly_their_name(named):
    one, other = named["twin_a"].details, named["twin_b"].details
    assert one.born_on == other.born_on
    assert one.family_name == other.family_name and one.given_name != other.given_name


def test_one_name_belongs_to_two_people_of_different_age(named):
    one, other = named["same_name_a"].details, named["same_name_b"].details
    assert (one.family_name, one.given_name) == (other.family_name, other.given_name)
    assert one.born_on != other.born_on


def test_day_and_month_are_swapped_in_two_records(named):
    one, other = named["swapped_a"].details.born_on, named["swapped_b"].details.born_on
    assert (one.year, one.month, one.day) == (other.year, other.day, other.month)
    assert one != other


def test_names_are_as_awkward_as_they_are_called(named):
    assert len(named["forty_characters"].details.family_name) == 40
    assert len(named["very_long"].details.family_name) > 60
    assert named["one_word"].details.given_name == ""
    assert named["apostrophe"].details.family_name.startswith("O'Brien")
    assert named["hyphens"].details.given_name.count("-") == 2
    assert "ž" in named["accents"].details.family_name.casefold()
    letters = {"arabic": "\u0644", "chinese": "\u6f14", "greek": "\u0394", "cyrillic": "\u0412"}
    for case, letter in letters.items():
        details = named[case].details
        assert letter in details.family_name + details.given_name, case


def test_one_has_died_and_one_wants_no_reminders(named):
    assert named["deceased"].details.deceased_on.exact > named["deceased"].visits[-1].on
    assert named["opted_out"].details.opted_out and named["opted_out"].details.opted_out_reason


def test_one_birthday_is_the_leap_day_and_one_is_known_by_its_year_only(named, newest):
    assert named["leap_day"].details.born_on.isoformat().endswith("-02-29")
    assert named["year_only"].details.born_on.exact is None
    assert newest("year_only").age is None


def test_an_amendment_says_why_and_changes_one_result(named):
    wrong, mended = named["amended"].visits[-2:]
    assert mended.amends and mended.record.assessed_on == wrong.record.assessed_on
    assert wrong.record.vitamin_d[-1].value != mended.record.vitamin_d[-1].value
    assert wrong.record.edss == mended.record.edss


def test_a_misspelt_key_in_the_tables_is_refused_with_its_line(tmp_path):
    for file in (RESOURCES / "demo").glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace("newest_visit_ago", "newest_visit_agog", 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"awkward.toml, line \d+: unknown key"):
        load_tables(tmp_path)
