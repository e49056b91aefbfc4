"""What holds for every screening, whatever is in it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msbone_desktop.domain.findings import Status
from msbone_desktop.exchange.assessment_writer import to_json
from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.exchange.screening_writer import to_json as record_to_json
from msbone_desktop.rules.evaluation import Evaluation
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook, profile_names

RESOURCES = Path(__file__).parents[2] / "resources"
RULEBOOK = load_rulebook(RESOURCES)
FALLS = {"FALL-6M", "FALL-REC", "FALL-INJ", "VITD-SCREEN"}
"""Rules to which a count of no falls in a longer time is an answer too."""

often = settings(max_examples=150, deadline=None)

DAYS = st.sampled_from(
    [
        "2023-05-05",
        "2025-11-21",
        "2025-11-22",
        "2026-04-01",
        "2026-08-25",
        "2026-10-01",
        "2026-11-22",
    ]
)
HALVES = [0.0, *(step / 2 for step in range(2, 20))]
AIDS = st.sampled_from(
    ["none", "unilateral", "bilateral", "wheelchair_part_time", "wheelchair_full_time"]
)
BOOLS = st.booleans()
FEW = st.integers(0, 3)


def _entries(**keys):
    return st.lists(st.fixed_dictionaries(keys), max_size=3)


def _laboratory(values, unit):
    return st.fixed_dictionaries(
        {"value": st.sampled_from(values)},
        optional={"unit": st.just(unit), "upper_limit": st.sampled_from([2.6, 6.9, None])},
    )


NOT_ANSWERED = st.sampled_from([None, {"absent": "unknown"}, {"absent": "declined"}])
ANSWERS = {
    "date_of_birth": st.sampled_from(["1950-01-01", "1961-11-22", "1976-06-01", "1991-03-10"]),
    "sex_for_reference": st.sampled_from(["female", "male", "other"]),
    "menopause": st.sampled_from(["pre", "peri", "post"]),
    "edss": _entries(date=DAYS, score=st.sampled_from(HALVES)),
    "pdds": st.integers(0, 8),
    "gait_aid": AIDS,
    "gait_aid_history": _entries(date=DAYS, aid=AIDS),
    "timed_25_foot_walk": _entries(date=DAYS, seconds=st.sampled_from([8.0, 9.59, 9.6, 12.0])),
    "timed_up_and_go": _entries(date=DAYS, seconds=st.sampled_from([10.0, 13.1, 20.0])),
    "relapses": _entries(onset=DAYS),
    "motor_decline": st.sampled_from(["none", "consistent", "rapid"]),
    "steroid_courses": _entries(
        drug=st.sampled_from(["prednisone", "methylprednisolone", "deflazacort"]),
        route=st.sampled_from(["oral", "iv"]),
        mg_per_day=st.sampled_from([2.5, 5, 6, 500, 1000, None]),
        start=DAYS,
        end=st.none(),
    ),
    "antiepileptics": _entries(
        drug=st.sampled_from(["carbamazepine", "phenytoin", "gabapentin", "a brand"])
    ),
    "vitamin_d": _entries(
        date=DAYS,
        value=st.sampled_from([12, 20, 29.9, 30, 49.9, 50, 75, 100, 250]),
        unit=st.sampled_from(["nmol/L", "ng/mL"]),
    ),
    "pth": _laboratory([5.0, 8.0], "pmol/L"),
    "adjusted_calcium": _laboratory([2.3, 2.7], "mmol/L"),
    "egfr": st.sampled_from([30, 59, 60, 90]),
    "falls_last_6_months": FEW,
    "falls_last_12_months": FEW,
    "injurious_falls_last_6_months": FEW,
    "fear_of_falling": BOOLS,
    "fractures": _entries(
        date=st.one_of(DAYS, st.none()),
        site=st.sampled_from(["hip", "wrist", "foot"]),
        mechanism=st.sampled_from(["no_trauma", "fall_standing_or_less", "high_energy", None]),
        pathological=BOOLS,
    ),
    "physical_activity": st.sampled_from(["adequate", "low"]),
    "calcium_intake": st.sampled_from(["adequate", "low"]),
    "heat_intolerance": BOOLS,
    "limited_sun": BOOLS,
    "gi_limits_dairy": BOOLS,
    "malabsorption": BOOLS,
    "hepatic_failure": BOOLS,
    "musculoskeletal_disease": BOOLS,
    "bmi": st.sampled_from([18, 24.5, 30, 30.1]),
    "smoker": BOOLS,
    "alcohol_units_per_day": st.sampled_from([0, 2, 2.5]),
    "disease_modifying_therapies": st.lists(
        st.sampled_from(["fingolimod", "interferon beta-1a", "ocrelizumab", "a brand"]), max_size=2
    ),
    "dxa_scans": _entries(
        date=DAYS,
        scanner_id=st.just("HOL-1"),
        sites=_entries(
            site=st.sampled_from(["total_hip", "lumbar_spine"]),
            bmd_g_cm2=st.sampled_from([0.9, 0.8723, None]),
            t_score=st.sampled_from([-2.5, -1.0, 0.5, None]),
            z_score=st.sampled_from([-2.0, 0.0, None]),
            precision_error_g_cm2=st.sampled_from([0.01, None]),
        ),
    ),
    "dxa_interval_months": st.sampled_from([12, 24]),
}
SCREENINGS = st.fixed_dictionaries(
    {"id": st.just("p"), "assessed_on": st.just("2026-11-22")},
    optional={
        name: st.one_of(answer, answer, answer, NOT_ANSWERED) for name, answer in ANSWERS.items()
    },
)


def _read(screening):
    return read_screening(decode(json.dumps(screening)), RULEBOOK.dictionary)


def _assessed(screening):
    return assess_read(RULEBOOK, _read(screening))


def _states(assessment):
    return {finding.rule_id: finding.status for finding in assessment.findings}


@often
@given(SCREENINGS, st.data())
@pytest.mark.catalogue("H02")
def test_taking_an_answer_away_never_turns_a_finding_to_no(screening, data):
    gone = data.draw(st.sampled_from(sorted(ANSWERS)))
    instead = data.draw(NOT_ANSWERED)
    before, after = _states(_assessed(screening)), _states(_assessed({**screening, gone: instead}))
    for rule, state in before.items():
        if state is Status.NOT_TRIGGERED or after[rule] is not Status.NOT_TRIGGERED:
            continue
        left = {name for name in ANSWERS if name != gone and screening.get(name) == 0}
        answered = {"falls_last_6_months", "falls_last_12_months"} & left
        assert rule in FALLS and gone.endswith("falls_last_6_months") and answered, (rule, gone)


@often
@given(SCREENINGS, st.sampled_from(HALVES), st.sampled_from(HALVES))
@pytest.mark.catalogue("H03")
def test_a_higher_edss_takes_no_mobility_finding_away(screening, one, other):
    low, high = sorted((one, other))
    low_states, high_states = (
        _states(
            _assessed(
                {
                    **screening,
                    "motor_decline": "none",
                    "edss": [{"date": "2026-10-01", "score": score}],
                }
            )
        )
        for score in (low, high)
    )
    for rule, state in low_states.items():
        if rule.startswith("MOB") and rule != "MOB-NR" and state is Status.TRIGGERED:
            assert high_states[rule] is Status.TRIGGERED, rule


@often
@given(SCREENINGS)
@pytest.mark.catalogue("H03")
def test_one_more_fall_never_lowers_attention(screening):
    more = {
        name: screening[name] + 1
        for name in ("falls_last_6_months", "falls_last_12_months", "injurious_falls_last_6_months")
        if isinstance(screening.get(name), int)
    }
    before = _assessed(screening).attention
    for name, count in more.items():
        assert _assessed({**screening, name: count}).attention >= before
    assert _assessed({**screening, **more}).attention >= before


@pytest.mark.parametrize(
    ("nmol", "ng"), [(30, 12), (50, 20), (75, 30), (100, 40), (150, 60), (250, 100)]
)
@pytest.mark.parametrize("step", [-0.1, 0, 0.1])
@pytest.mark.catalogue("E06")
def test_twin_edges_fall_into_the_same_band_in_both_units(nmol, ng, step):
    found = [
        _assessed(
            {
                "id": "p",
                "assessed_on": "2026-11-22",
                "vitamin_d": [{"date": "2026-09-01", "value": value + step, "unit": unit}],
            }
        )
        for value, unit in ((nmol, "nmol/L"), (ng, "ng/mL"))
    ]
    assert found[0].vitamin_d_band is not None
    assert found[0].vitamin_d_band == found[1].vitamin_d_band
    assert _states(found[0]) == _states(found[1])


FORBIDDEN = re.compile(r"\b(low risk|safe|no risk|normal bone)\b", re.IGNORECASE)
DOSE = re.compile(
    r"\d[\d  ]* ?(IU|mg|µg|micrograms?)\b( ?/ ?day| (a|per|each|every) (day|week)| daily| weekly)",
    re.IGNORECASE,
)


def _said(assessment):
    for finding in assessment.findings:
        yield finding.rule_id, finding.title
        yield finding.rule_id, finding.message
    for spoken in (*assessment.remarks, *assessment.conflicts, *assessment.notes):
        yield spoken.code, spoken.message
    for fault in assessment.faults:
        yield fault.code, fault.message


def _is_harmless(text):
    return not FORBIDDEN.search(text) and not DOSE.search(text)


@often
@given(SCREENINGS)
@pytest.mark.catalogue("H04")
def test_no_text_reassures_or_gives_a_dose(screening):
    guilty = [said for said in _said(_assessed(screening)) if not _is_harmless(said[1])]
    assert guilty == []


@pytest.mark.parametrize("profile", profile_names(RESOURCES))
def test_no_rule_reassures_or_gives_a_dose(profile):
    texts = [
        (rule.id, text)
        for rule in load_rulebook(RESOURCES, profile).rules.values()
        for text in (rule.title, rule.message, rule.missing, rule.possible_message or "")
    ]
    assert [said for said in texts if not _is_harmless(said[1])] == []


def test_reassurance_and_a_dose_would_be_noticed():
    assert not _is_harmless("This is Low risk.")
    assert not _is_harmless("Take 2000 IU a day.")
    assert not _is_harmless("20 000 IU weekly")


@pytest.mark.parametrize("broken", sorted(RULEBOOK.rules))
@pytest.mark.catalogue("H05")
def test_one_rule_that_fails_is_unknown_and_the_others_stay(monkeypatch, broken):
    screening = {
        "id": "p",
        "assessed_on": "2026-11-22",
        "edss": [{"date": "2026-10-01", "score": 7}],
        "falls_last_12_months": 0,
    }
    before = {finding.rule_id: finding for finding in _assessed(screening).findings}
    apply = Evaluation.apply

    def fail(self, sheet):
        if self.rule.id == broken:
            raise ZeroDivisionError
        return apply(self, sheet)

    monkeypatch.setattr(Evaluation, "apply", fail)
    after = {finding.rule_id: finding for finding in _assessed(screening).findings}
    assert after[broken].failed and after[broken].status is Status.UNKNOWN
    assert after.keys() == before.keys()
    assert {rule: f for rule, f in after.items() if rule != broken} == {
        rule: f for rule, f in before.items() if rule != broken
    }


@often
@given(SCREENINGS)
def test_the_same_screening_gives_the_same_assessment(screening):
    turned = dict(reversed(screening.items()))
    assert to_json(_assessed(screening)) == to_json(_assessed(screening))
    assert to_json(_assessed(screening)) == to_json(_assessed(turned))


@often
@given(SCREENINGS)
def test_a_record_is_read_back_as_it_was_written(screening):
    record = _read(screening).record
    text = record_to_json(record)
    again = read_screening(decode(text), RULEBOOK.dictionary)
    assert again.record == record and not again.faults
    assert record_to_json(again.record) == text


READ_BESIDE = {
    "gait_aid": {"gait_aid_history"},
    "bmi": {"height_cm", "weight_kg"},
    "falls_last_6_months": {"falls_last_12_months"},
    "injurious_falls_last_6_months": {"falls_last_6_months", "falls_last_12_months"},
}
"""What a fact is worked out from besides the fields that it is named after."""


def _fields_read_by(rule):
    blocks = [rule.when, *(criterion for _, criterion in rule.raised)]
    if rule.possible is not None:
        blocks.append(rule.possible)
    read = set()
    for leaf in (leaf for block in blocks for leaf in block.leaves()):
        read |= set(leaf.fact.sources) if hasattr(leaf, "fact") else {leaf.list_name}
    return read.union(*(READ_BESIDE.get(name, set()) for name in read))


@often
@given(SCREENINGS, st.data())
def test_an_answer_taken_away_changes_no_rule_that_does_not_read_it(screening, data):
    gone = data.draw(st.sampled_from(sorted(ANSWERS)))
    before = {f.rule_id: f for f in _assessed(screening).findings}
    after = {f.rule_id: f for f in _assessed({**screening, gone: None}).findings}
    blind = [r.id for r in RULEBOOK.rules.values() if gone not in _fields_read_by(r)]
    assert {rule: before[rule] for rule in blind} == {rule: after[rule] for rule in blind}
    assert len(blind) >= len(RULEBOOK.rules) - 6


@often
@given(SCREENINGS, st.data())
@pytest.mark.catalogue("H02")
def test_a_list_that_loses_an_entry_never_turns_a_finding_to_no(screening, data):
    lists = sorted(n for n, answer in screening.items() if isinstance(answer, list) and answer)
    if not lists:
        return
    name = data.draw(st.sampled_from(lists))
    broken = list(screening[name])
    unread = data.draw(st.sampled_from([5, {}, None, {"date": "2026-02-30"}]))
    broken[data.draw(st.integers(0, len(broken) - 1))] = unread
    found = _assessed({**screening, name: broken})
    assert found.faults
    before, after = _states(_assessed(screening)), _states(found)
    for rule, state in before.items():
        if state is not Status.NOT_TRIGGERED:
            assert after[rule] is not Status.NOT_TRIGGERED, (rule, name)


@pytest.mark.parametrize(
    "path", sorted(RESOURCES.rglob("*.toml")), ids=lambda path: str(path.relative_to(RESOURCES))
)
@pytest.mark.catalogue("H04")
def test_no_file_that_ships_holds_a_word_that_reassures(path):
    assert not FORBIDDEN.findall(path.read_text(encoding="utf-8"))
