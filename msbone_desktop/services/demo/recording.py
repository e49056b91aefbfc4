"""What each screening of a person records: the facts up to its day, and what was answered on it."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.screening import (
    Antiepileptic,
    DxaScan,
    LaboratoryValue,
    Menopause,
    ScreeningRecord,
    SteroidCourse,
)
from msbone_desktop.services.demo.life import Life
from msbone_desktop.services.demo.tables import Brief, DemoTables

_TENTH = Decimal("0.1")
_OFTEN_LEFT_OUT = (
    "pth", "adjusted_calcium", "egfr", "timed_up_and_go", "fear_of_falling", "smoker",
    "alcohol_units_per_day", "gi_limits_dairy", "musculoskeletal_disease", "calcium_intake",
    "antiepileptics", "falls_last_6_months", "steroid_courses", "fractures", "physical_activity",
)  # fmt: skip
_NOT_YET_IN_A_DRAFT = (
    "pth", "adjusted_calcium", "egfr", "vitamin_d", "physical_activity", "calcium_intake",
    "heat_intolerance", "limited_sun", "gi_limits_dairy", "malabsorption", "hepatic_failure",
    "musculoskeletal_disease", "height_cm", "weight_kg", "smoker", "alcohol_units_per_day",
)  # fmt: skip
_NEVER_DECLINED = frozenset(
    {"id", "assessed_on", "incomplete", "date_of_birth", "sex_for_reference"}
)


class Recorder:
    """Records the screenings of one person; what seldom changes is drawn once."""

    def __init__(
        self,
        brief: Brief,
        life: Life,
        scans: tuple[DxaScan, ...],
        born_on: date,
        tables: DemoTables,
        rng: Random,
    ) -> None:
        self._brief, self._life, self._scans = brief, life, scans
        self._born_on, self._tables, self._rng = born_on, tables, rng
        self._steady = self._draw_steady()
        self._weight = float(self._steady["height_cm"]) ** 2 / 10_000 * rng.uniform(19, 31)

    def record(self, identity: str, day: date, *, newest: bool) -> ScreeningRecord:
        """Return what is recorded on ``day``."""
        brief = self._brief
        plain = ScreeningRecord(id=identity, assessed_on=day)
        if brief.asked == "nothing":
            return plain
        who = self._identity(day)
        if brief.asked == "declined":
            left = {field.name for field in fields(plain)} - _NEVER_DECLINED
            declined: dict[str, Any] = dict.fromkeys(left, Absence.DECLINED)
            known = {name: who[name] for name in ("date_of_birth", "sex_for_reference")}
            return replace(plain, **declined, **known)
        found = replace(plain, **who, **self._steady, **self._dated(day), **self._on_the_day(day))
        if newest and brief.draft:
            open_yet: dict[str, Any] = dict.fromkeys(_NOT_YET_IN_A_DRAFT, Absence.NOT_ASKED)
            found = replace(found, **open_yet)
        elif not (newest and brief.complete):
            found = replace(found, **self._left_out())
        return replace(found, **brief.answers) if newest else found

    def _identity(self, day: date) -> dict[str, Any]:
        brief = self._brief
        whole = not brief.born or len(brief.born) == len("2000-01-01")
        found: dict[str, Any] = {
            "date_of_birth": self._born_on if whole else Absence.UNKNOWN,
            "sex_for_reference": brief.sex or Absence.NOT_ASKED,
            "ms_course": brief.course,
        }
        if brief.sex == "female":
            found["menopause"] = menopause_on(self._born_on, day)
        if brief.interval_months is not None and any(s.performed_on <= day for s in self._scans):
            found["dxa_interval_months"] = brief.interval_months
        return found

    def _draw_steady(self) -> dict[str, Any]:
        rng, brief = self._rng, self._brief
        traits = {name: rng.random() < share for name, share in self._tables.traits.items()}
        height = rng.gauss(178, 7) if brief.sex == "male" else rng.gauss(164, 6)
        names = (*brief.antiepileptics,)
        if not names and not brief.complete and rng.random() < 0.12:
            names = (rng.choice(("gabapentin", "pregabalin", "carbamazepine", "levetiracetam")),)
        return {
            **traits,
            "height_cm": Decimal(round(height)),
            "antiepileptics": tuple(Antiepileptic(name) for name in names),
            "disease_modifying_therapies": brief.therapies,
            "calcium_intake": "low" if rng.random() < 0.25 else "adequate",
        }

    def _dated(self, day: date) -> dict[str, Any]:
        """Return the lists, each with everything up to ``day``."""
        life = self._life
        return {
            "edss": tuple(score for score in life.edss if score.rated_on <= day),
            "timed_25_foot_walk": tuple(t for t in life.walks if t.tested_on <= day),
            "timed_up_and_go": tuple(t for t in life.ups if t.tested_on <= day),
            "gait_aid": next(a.aid for a in reversed(life.aids) if a.seen_on <= day),
            "gait_aid_history": tuple(a for a in life.aids if a.seen_on < day),
            "relapses": tuple(r for r in life.relapses if r.onset_on <= day),
            "steroid_courses": tuple(
                _course_by(course, day) for course in life.steroids if course.started_on <= day
            ),
            "vitamin_d": tuple(r for r in life.vitamin_d if r.sampled_on <= day),
            "fractures": tuple(
                f for f in life.fractures if f.happened_on is None or f.happened_on <= day
            ),
            "dxa_scans": tuple(s for s in self._scans if s.performed_on <= day),
        }

    def _on_the_day(self, day: date) -> dict[str, Any]:
        rng = self._rng
        edss = next(float(s.score) for s in reversed(self._life.edss) if s.rated_on <= day)
        self._weight *= rng.uniform(0.98, 1.025)
        found = self._falls(edss) | {
            "motor_decline": "consistent" if self._is_losing(day) else "none",
            "weight_kg": Decimal(self._weight).quantize(_TENTH),
            "physical_activity": "low" if rng.random() < 0.2 + 0.09 * edss else "adequate",
            "fear_of_falling": rng.random() < 0.1 + 0.09 * edss,
            "alcohol_units_per_day": rng.choice((Decimal(0), Decimal(0), Decimal(1), Decimal(3))),
            "egfr": Decimal(round(min(120, max(62, rng.gauss(92, 12))))),
            "adjusted_calcium": LaboratoryValue(
                Decimal(rng.gauss(2.35, 0.06)).quantize(Decimal("0.01")), "mmol/L", Decimal("2.60")
            ),
            "pth": self._parathyroid(),
        }
        if self._brief.pdds is not None:
            found["pdds"] = self._brief.pdds
        return found

    def _parathyroid(self) -> LaboratoryValue:
        figures = self._tables.figures
        value = max(1.2, self._rng.gauss(figures["pth"], figures["pth_spread"]))
        return LaboratoryValue(Decimal(value).quantize(_TENTH), "pmol/L", Decimal("6.9"))

    def _falls(self, edss: float) -> dict[str, Any]:
        rng, figures = self._rng, self._tables.figures
        # The share is a mean over people who walk well and people who do not.
        likely = min(0.9, max(0.1, figures["falls_in_six_months"] + 0.1 * (edss - 2.5)))
        half_year = rng.choice((1, 1, 1, 2, 2, 3)) if rng.random() < likely else 0
        injured = sum(rng.random() < figures["falls_that_injure"] for _ in range(half_year))
        cared = sum(rng.random() < figures["injuries_that_need_care"] for _ in range(injured))
        return {
            "falls_last_6_months": half_year,
            "falls_last_12_months": half_year + rng.choice((0, 0, 1, 2)),
            "injurious_falls_last_6_months": injured,
            "falls_needing_care_last_6_months": cared,
        }

    def _is_losing(self, day: date) -> bool:
        """Tell whether score or aid got worse since the screening before; the clinician sees it."""
        scores = [s for s in self._life.edss if s.rated_on <= day]
        aids = [a for a in self._life.aids if a.seen_on <= day]
        if len(scores) < 2:
            return False
        before, now = scores[-2].score, scores[-1].score
        step = now - before >= (Decimal(1) if before < 6 else Decimal("0.5"))
        return step or aids[-1].aid != aids[-2].aid

    def _left_out(self) -> dict[str, Any]:
        """Leave out a few answers, as happens on a busy day."""
        found: dict[str, Any] = {}
        for name in _OFTEN_LEFT_OUT:
            draw = self._rng.random()
            if draw < 0.06:
                found[name] = Absence.NOT_ASKED
            elif draw < 0.09:
                found[name] = Absence.UNKNOWN
            elif draw < 0.10:
                found[name] = Absence.DECLINED
        return found


def _course_by(course: SteroidCourse, day: date) -> SteroidCourse:
    """Return the course as it stood on ``day``: one that ends later was still going on."""
    going_on = course.ended_on is not None and course.ended_on > day
    return replace(course, ended_on=None) if going_on else course


def menopause_on(born_on: date, day: date) -> Menopause:
    """Return a plausible state for the age."""
    age = (day - born_on).days / 365.25
    return "pre" if age < 47 else "peri" if age < 52 else "post"
