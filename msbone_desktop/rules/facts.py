"""The facts that rules ask, worked out from one screening."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import completed_years
from msbone_desktop.domain.findings import InputUsed
from msbone_desktop.domain.motor_change import (
    ChangeLimits,
    edss_worse,
    gait_aid_worse,
    walk_worse,
)
from msbone_desktop.domain.screening import (
    EdssScore,
    Fracture,
    LaboratoryValue,
    ScreeningRecord,
    SteroidCourse,
    VitaminDResult,
)
from msbone_desktop.domain.steroids import course_days, days_since_end, prednisone_mg
from msbone_desktop.rules.criteria import EntryFacts
from msbone_desktop.rules.drugs import DrugList
from msbone_desktop.rules.truth import Missing

_PLAIN = (
    "pdds", "gait_aid", "motor_decline", "falls_last_12_months", "fear_of_falling",
    "physical_activity", "calcium_intake", "calcium_mg_per_day", "heat_intolerance", "limited_sun",
    "gi_limits_dairy", "malabsorption", "hepatic_failure", "musculoskeletal_disease", "smoker",
    "alcohol_units_per_day",
)  # fmt: skip
_ABSENT = {name: {reason: Missing(reason.value, name) for reason in Absence} for name in _PLAIN}
_BMI_RANGE = (Decimal(10), Decimal(80))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The facts of one screening; ``incomplete`` names those whose list lost an entry."""

    record: ScreeningRecord
    on: date
    values: dict[str, Any]
    incomplete: frozenset[str]
    current_edss: EdssScore | None
    newest_vitamin_d: VitaminDResult | None
    worsenings: tuple[tuple[str, date], ...]
    """Fields that are measurably worse, with the day of the newest measurement."""
    inputs: dict[str, tuple[InputUsed, ...]] = field(default_factory=dict)
    """Inputs by field, kept once worked out: several rules read the same ones."""


class FactReader:
    """Works out facts with one set of drug lists, factors and limits."""

    def __init__(
        self,
        factors: Mapping[str, Fraction],
        antiepileptics: DrugList,
        therapies: DrugList,
        changes: ChangeLimits,
    ) -> None:
        self._factors = factors
        self._antiepileptics = antiepileptics
        self._therapies = therapies
        self.changes = changes

    def read(self, record: ScreeningRecord, on: date) -> Sheet:
        """Return every fact of ``record``, counted from ``on``."""
        values: dict[str, Any] = {}
        for name in _PLAIN:
            answer = getattr(record, name)
            values[name] = _ABSENT[name][answer] if type(answer) is Absence else answer
        edss = current_edss(record)
        vitamin_d = newest_vitamin_d(record)
        values["edss"] = edss.score if isinstance(edss, EdssScore) else edss
        values["vitamin_d"] = vitamin_d
        values["vitamin_d_days"] = (
            (on - vitamin_d.sampled_on).days if isinstance(vitamin_d, VitaminDResult) else vitamin_d
        )
        values["age"] = _of(record, "date_of_birth", lambda born: completed_years(born, on))
        values["bmi"] = body_mass_index(record)
        values["pth_above_limit"] = _above_limit(record.pth, "pth")
        values["calcium_above_limit"] = _above_limit(record.adjusted_calcium, "adjusted_calcium")
        self._falls(record, values)
        current = edss if isinstance(edss, EdssScore) else None
        worsenings = self._worsenings(record, current, on)
        values["measured_worsening"] = bool(worsenings)
        self._entries(record, values, on)
        return Sheet(
            record,
            on,
            values,
            _incomplete_facts(record.incomplete),
            current,
            vitamin_d if isinstance(vitamin_d, VitaminDResult) else None,
            worsenings,
        )

    def _falls(self, record: ScreeningRecord, values: dict[str, Any]) -> None:
        falls = record.falls_last_6_months
        if isinstance(falls, Absence) and record.falls_last_12_months == 0:
            falls = 0  # no fall in 12 months is none in 6
        values["falls_last_6_months"] = _or_missing(falls, "falls_last_6_months")
        injurious = record.injurious_falls_last_6_months
        if isinstance(injurious, Absence) and falls == 0:
            injurious = 0
        name = "injurious_falls_last_6_months"
        values[name] = _or_missing(injurious, name)

    def _worsenings(
        self, record: ScreeningRecord, current: EdssScore | None, on: date
    ) -> tuple[tuple[str, date], ...]:
        found: list[tuple[str, date]] = []
        limits = self.changes
        scores = record.edss
        if (
            current is not None
            and not isinstance(scores, Absence)
            and edss_worse(scores, current, limits)
        ):
            found.append(("edss", current.rated_on))
        walks = record.timed_25_foot_walk
        if not isinstance(walks, Absence) and walk_worse(walks, limits.walk_share, limits):
            found.append(("timed_25_foot_walk", max(w.tested_on for w in walks)))
        ups = record.timed_up_and_go
        if not isinstance(ups, Absence) and walk_worse(ups, limits.timed_up_and_go_share, limits):
            found.append(("timed_up_and_go", max(w.tested_on for w in ups)))
        history, aid = record.gait_aid_history, record.gait_aid
        if (
            not isinstance(history, Absence)
            and not isinstance(aid, Absence)
            and gait_aid_worse(history, aid, on, limits)
        ):
            found.append(("gait_aid", on))
        return tuple(found)

    def _entries(self, record: ScreeningRecord, values: dict[str, Any], on: date) -> None:
        values["steroid_courses"] = _each(
            record, "steroid_courses", lambda course: self._steroid(course, on)
        )
        values["antiepileptics"] = _each(
            record,
            "antiepileptics",
            lambda a: _drug(self._antiepileptics.class_of(a.drug), "antiepileptics"),
        )
        values["disease_modifying_therapies"] = _each(
            record,
            "disease_modifying_therapies",
            lambda name: _drug(self._therapies.class_of(name), "disease_modifying_therapies"),
        )
        values["fractures"] = _each(record, "fractures", lambda f: _fracture(f, on))

    def _steroid(self, course: SteroidCourse, on: date) -> EntryFacts:
        dose: object = Missing("unknown", "steroid_courses")
        if course.mg_per_day is not None:
            dose = prednisone_mg(course.mg_per_day, self._factors[course.drug])
        return EntryFacts(
            {
                "route": course.route,
                "days": course_days(course, on),
                "prednisone_mg_per_day": dose,
                "days_since_end": days_since_end(course, on),
            }
        )


def _drug(drug_class: str | None, list_name: str) -> EntryFacts:
    # A name that is not in the list may be a brand of any of them: unknown, never "another".
    return EntryFacts({"drug_class": drug_class or Missing("unknown", list_name)})


def _fracture(fracture: Fracture, on: date) -> EntryFacts:
    unknown = Missing("unknown", "fractures")
    day = fracture.happened_on
    return EntryFacts(
        {
            "mechanism": fracture.mechanism or unknown,
            "site": fracture.site,
            "pathological": fracture.pathological,
            "days_since": unknown if day is None else (on - day).days,
        }
    )


def _each(
    record: ScreeningRecord, name: str, facts_of: Callable[[Any], EntryFacts]
) -> tuple[EntryFacts, ...] | Missing:
    entries = getattr(record, name)
    if isinstance(entries, Absence):
        return Missing(entries.value, name)
    return tuple(facts_of(entry) for entry in entries)


def _of(record: ScreeningRecord, name: str, derive: Callable[[Any], object]) -> object:
    answer = getattr(record, name)
    return Missing(answer.value, name) if isinstance(answer, Absence) else derive(answer)


def _or_missing(answer: object, name: str) -> object:
    return Missing(answer.value, name) if isinstance(answer, Absence) else answer


def _above_limit(result: LaboratoryValue | Absence, name: str) -> bool | Missing:
    if isinstance(result, Absence):
        return Missing(result.value, name)
    if result.upper_limit is None:
        return Missing("not_asked", f"{name}.upper_limit")
    return result.value > result.upper_limit


def current_edss(record: ScreeningRecord) -> EdssScore | Missing:
    """Return the newest EDSS; two different scores on that day leave none."""
    scores = record.edss
    if isinstance(scores, Absence):
        return Missing(scores.value, "edss")
    if not scores:
        return Missing("invalid" if "edss" in record.incomplete else "none_recorded", "edss")
    newest_day = max(score.rated_on for score in scores)
    newest = [score for score in scores if score.rated_on == newest_day]
    if len({score.score for score in newest}) > 1:
        return Missing("conflicting", "edss")
    return newest[-1]


def newest_vitamin_d(record: ScreeningRecord) -> VitaminDResult | Missing:
    """Return the newest 25(OH)D; of two on one day the later in the list."""
    results = record.vitamin_d
    if isinstance(results, Absence):
        return Missing(results.value, "vitamin_d")
    newest: VitaminDResult | None = None
    for result in results:
        if newest is None or result.sampled_on >= newest.sampled_on:
            newest = result
    if newest is None:
        faulty = "vitamin_d" in record.incomplete
        return Missing("invalid" if faulty else "none_recorded", "vitamin_d")
    return newest


def body_mass_index(record: ScreeningRecord) -> Decimal | Fraction | Missing:
    """Return the BMI as entered, else from weight and height, exact, in kg/m²."""
    if not isinstance(record.bmi, Absence):
        return record.bmi
    height, weight = record.height_cm, record.weight_kg
    if isinstance(height, Absence) or isinstance(weight, Absence):
        return Missing(record.bmi.value, "bmi")
    computed = Fraction(weight) / (Fraction(height) / 100) ** 2
    if not Fraction(_BMI_RANGE[0]) <= computed <= Fraction(_BMI_RANGE[1]):
        return Missing("invalid", "bmi")
    return computed


_FACTS_OF_LIST = {
    "edss": ("edss",),
    "vitamin_d": ("vitamin_d", "vitamin_d_days"),
    "steroid_courses": ("steroid_courses",),
    "antiepileptics": ("antiepileptics",),
    "disease_modifying_therapies": ("disease_modifying_therapies",),
    "fractures": ("fractures",),
}
_NONE: frozenset[str] = frozenset()


def _incomplete_facts(lists: frozenset[str]) -> frozenset[str]:
    if not lists:
        return _NONE
    return frozenset(fact for name in lists for fact in _FACTS_OF_LIST.get(name, ()))
