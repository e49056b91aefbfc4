"""How each dated fact of a screening lies in its table.

A kind names its table, what tells it from the other facts in that table, and the columns that say
which fact it is: a later record with the same ones replaces it. Without such columns two
different entries stay side by side, and the rules show the conflict.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.screening import (
    EdssScore,
    Fracture,
    GaitAidObservation,
    LaboratoryValue,
    Relapse,
    ScreeningRecord,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.storage import schema_facts as tables
from msbone_desktop.storage.columns import from_day, from_decimal, to_day, to_decimal

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One list, or one single answer, of a screening."""

    name: str
    table: sa.Table
    dated_by: str
    entries_of: Callable[[ScreeningRecord, date], tuple[Values, ...]]
    read: Callable[[Any], Any]
    same: tuple[str, ...] = ()
    fixed: Values = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the fact itself."""
        about = {"id", "patient_id", "screening_id", "version", "created_by", "created_at"}
        about |= {"voided_at", "voided_by", "void_reason"}
        return tuple(c.name for c in self.table.columns if c.name not in about)


def _listed(
    name: str, write: Callable[[Any, date], Values]
) -> Callable[[ScreeningRecord, date], tuple[Values, ...]]:
    def entries(record: ScreeningRecord, on: date) -> tuple[Values, ...]:
        answer: Answer[tuple[Any, ...]] = getattr(record, name)
        return () if isinstance(answer, Absence) else tuple(write(each, on) for each in answer)

    return entries


def _single(
    name: str, write: Callable[[Any, date], Values]
) -> Callable[[ScreeningRecord, date], tuple[Values, ...]]:
    def entries(record: ScreeningRecord, on: date) -> tuple[Values, ...]:
        answer: Answer[Any] = getattr(record, name)
        return () if isinstance(answer, Absence) else (write(answer, on),)

    return entries


def _walk(name: str) -> FactKind:
    return FactKind(
        name=name,
        table=tables.walking_test,
        dated_by="tested_on",
        fixed={"test": name},
        entries_of=_listed(
            name,
            lambda walk, _: {
                "tested_on": from_day(walk.tested_on),
                "seconds": from_decimal(walk.seconds),
                "aid": walk.aid,
            },
        ),
        read=lambda row: WalkTest(to_day(row.tested_on), to_decimal(row.seconds), row.aid),  # type: ignore[arg-type]
    )


def _gait_aids(record: ScreeningRecord, on: date) -> tuple[Values, ...]:
    """The aid of the day, and those of earlier days: one an observation, whichever brought it."""
    earlier = record.gait_aid_history
    found = {} if isinstance(earlier, Absence) else {each.seen_on: each.aid for each in earlier}
    if not isinstance(record.gait_aid, Absence):
        found[on] = record.gait_aid
    return tuple({"seen_on": from_day(day), "aid": aid} for day, aid in sorted(found.items()))


def _laboratory(name: str) -> FactKind:
    return FactKind(
        name=name,
        table=tables.laboratory_result,
        dated_by="sampled_on",
        fixed={"analyte": name},
        same=("sampled_on",),
        entries_of=_single(
            name,
            lambda result, on: {
                "sampled_on": from_day(on),
                "value": from_decimal(result.value),
                "unit": result.unit,
                "upper_limit": from_decimal(result.upper_limit),
                "assay": None,
            },
        ),
        read=lambda row: (
            to_day(row.sampled_on),
            LaboratoryValue(to_decimal(row.value), row.unit, to_decimal(row.upper_limit)),  # type: ignore[arg-type]
        ),
    )


def _falls(name: str) -> FactKind:
    return FactKind(
        name=name,
        table=tables.fall_count,
        dated_by="counted_on",
        fixed={"kind": name},
        same=("counted_on",),
        entries_of=_single(name, lambda number, on: {"counted_on": from_day(on), "number": number}),
        read=lambda row: (to_day(row.counted_on), row.number),
    )


def _measure(name: str) -> FactKind:
    return FactKind(
        name=name,
        table=tables.body_measure,
        dated_by="measured_on",
        fixed={"kind": name},
        same=("measured_on",),
        entries_of=_single(
            name, lambda value, on: {"measured_on": from_day(on), "value": from_decimal(value)}
        ),
        read=lambda row: (to_day(row.measured_on), to_decimal(row.value)),
    )


FACT_KINDS: tuple[FactKind, ...] = (
    FactKind(
        name="edss",
        table=tables.disability_score,
        dated_by="observed_on",
        fixed={"scale": "edss"},
        entries_of=_listed(
            "edss",
            lambda one, _: {
                "observed_on": from_day(one.rated_on),
                "score": from_decimal(one.score),
            },
        ),
        read=lambda row: EdssScore(to_day(row.observed_on), to_decimal(row.score)),  # type: ignore[arg-type]
    ),
    FactKind(
        name="pdds",
        table=tables.disability_score,
        dated_by="observed_on",
        fixed={"scale": "pdds"},
        same=("observed_on",),
        entries_of=_single(
            "pdds", lambda score, on: {"observed_on": from_day(on), "score": str(score)}
        ),
        read=lambda row: (to_day(row.observed_on), int(row.score)),
    ),
    _walk("timed_25_foot_walk"),
    _walk("timed_up_and_go"),
    FactKind(
        name="gait_aid_history",
        table=tables.gait_aid,
        dated_by="seen_on",
        same=("seen_on",),
        entries_of=_gait_aids,
        read=lambda row: GaitAidObservation(to_day(row.seen_on), row.aid),  # type: ignore[arg-type]
    ),
    FactKind(
        name="relapses",
        table=tables.relapse,
        dated_by="onset_on",
        entries_of=_listed("relapses", lambda one, _: {"onset_on": from_day(one.onset_on)}),
        read=lambda row: Relapse(to_day(row.onset_on)),  # type: ignore[arg-type]
    ),
    FactKind(
        name="steroid_courses",
        table=tables.medicine_course,
        dated_by="started_on",
        fixed={"kind": "steroid", "not_taken_on": None},
        same=("drug", "route", "started_on"),
        entries_of=_listed(
            "steroid_courses",
            lambda course, _: {
                "drug": course.drug,
                "route": course.route,
                "mg_per_day": from_decimal(course.mg_per_day),
                "started_on": from_day(course.started_on),
                "ended_on": from_day(course.ended_on),
                # Its own dates say when; the day it was told of would make it another course.
                "reported_on": from_day(course.started_on),
                "last_reported_on": from_day(course.ended_on or course.started_on),
            },
        ),
        read=lambda row: SteroidCourse(
            row.drug,
            row.route,
            to_decimal(row.mg_per_day),
            to_day(row.started_on),  # type: ignore[arg-type]
            to_day(row.ended_on),
        ),
    ),
    FactKind(
        name="vitamin_d",
        table=tables.laboratory_result,
        dated_by="sampled_on",
        fixed={"analyte": "25ohd", "upper_limit": None},
        entries_of=_listed(
            "vitamin_d",
            lambda result, _: {
                "sampled_on": from_day(result.sampled_on),
                "value": from_decimal(result.value),
                "unit": result.unit,
                "assay": result.assay,
            },
        ),
        read=lambda row: VitaminDResult(
            to_day(row.sampled_on),  # type: ignore[arg-type]
            to_decimal(row.value),  # type: ignore[arg-type]
            row.unit,
            row.assay,
        ),
    ),
    _laboratory("pth"),
    _laboratory("adjusted_calcium"),
    FactKind(
        name="egfr",
        table=tables.laboratory_result,
        dated_by="sampled_on",
        fixed={"analyte": "egfr", "unit": None, "upper_limit": None, "assay": None},
        same=("sampled_on",),
        entries_of=_single(
            "egfr",
            lambda value, on: {"sampled_on": from_day(on), "value": from_decimal(value)},
        ),
        read=lambda row: (to_day(row.sampled_on), to_decimal(row.value)),
    ),
    _falls("falls_last_6_months"),
    _falls("falls_last_12_months"),
    _falls("injurious_falls_last_6_months"),
    _falls("falls_needing_care_last_6_months"),
    FactKind(
        name="fractures",
        table=tables.fracture,
        dated_by="happened_on",
        same=("site", "happened_on"),
        entries_of=_listed(
            "fractures",
            lambda one, _: {
                "site": one.site,
                "happened_on": from_day(one.happened_on),
                "mechanism": one.mechanism,
                "pathological": int(one.pathological),
            },
        ),
        read=lambda row: Fracture(
            row.site, to_day(row.happened_on), row.mechanism, bool(row.pathological)
        ),
    ),
    _measure("height_cm"),
    _measure("weight_kg"),
    _measure("bmi"),
)
