"""The whole rule set under one profile: reads a screening, gives an assessment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.attention_range import AttentionRange
from msbone_desktop.domain.calendar import completed_years
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.dxa import DxaLimits, newest_first, read_scans
from msbone_desktop.domain.findings import (
    Assessment,
    DxaReading,
    DxaReminder,
    Finding,
    Remark,
    Status,
    SteroidPulses,
)
from msbone_desktop.domain.motor_change import ChangeLimits
from msbone_desktop.domain.reminders import NO_REMINDER, ReminderWindows, frax_note, next_dxa
from msbone_desktop.domain.screening import InputFault, ReadScreening, ScreeningRecord
from msbone_desktop.domain.steroids import PulseLimits, pulses
from msbone_desktop.domain.vitamin_d import Edge, VitaminDEdges, band
from msbone_desktop.rules.completions import Completions
from msbone_desktop.rules.conflicts import find_conflicts
from msbone_desktop.rules.drugs import DrugList
from msbone_desktop.rules.evaluation import Evaluation
from msbone_desktop.rules.facts import FactReader, Sheet
from msbone_desktop.rules.inputs import InputReader
from msbone_desktop.rules.knowledge import Profile
from msbone_desktop.rules.loading import Rule
from msbone_desktop.rules.notes import NoteLimits, find_notes
from msbone_desktop.rules.remarks import RemarkContext, RemarkMaker

BASELINE_RULES = frozenset({"MOB-65", "STER-LT", "AED-NAMED", "AED-EXT", "FX-FRAG"})
"""Rules that call for a first scan where none is on record (an extension, labelled so)."""

_OWN_ID = object()

_TRIGGERED = Status.TRIGGERED
_ORDER = {_TRIGGERED: 0, Status.POSSIBLE: 1, Status.UNKNOWN: 2, Status.NOT_TRIGGERED: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every threshold that is not inside a rule."""

    dxa: DxaLimits
    windows: ReminderWindows
    pulses: PulseLimits
    notes: NoteLimits
    changes: ChangeLimits
    vitamin_d: VitaminDEdges
    vitamin_d_factor: Decimal
    """nmol/L for 1 ng/mL; only for showing."""
    vitamin_d_concern: Edge
    """25(OH)D above which a caution is shown."""
    frax_ages: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Messages of conflicts and notes."""

    conflicts: dict[str, str]
    notes: dict[str, str]


class Rulebook:
    """All active rules of one profile. Assessing is pure: no clock, no file, no network."""

    def __init__(
        self,
        *,
        version: str,
        profile: Profile,
        rules: dict[str, Rule],
        dictionary: DataDictionary,
        facts: FactReader,
        remarks: RemarkMaker,
        limits: Limits,
        texts: Texts,
        steroid_factors: dict[str, Fraction],
        drugs: dict[str, DrugList],
        source_hash: str,
    ) -> None:
        self.version = version
        self.profile = profile
        self.rules = rules
        self.dictionary = dictionary
        self.drugs = drugs
        self.hash = source_hash
        self.limits = limits
        self._facts = facts
        self._remarks = remarks
        self._texts = texts
        self.steroid_factors = steroid_factors
        inputs = InputReader(dictionary)
        self._completions = Completions(rules.values(), dictionary)
        self._evaluations = tuple(Evaluation(rule, inputs) for rule in rules.values())

    def assess(
        self,
        record: ScreeningRecord,
        faults: tuple[InputFault, ...] = (),
        given_id: object = _OWN_ID,
    ) -> Assessment:
        """Judge one screening.

        Args:
            record: What was recorded. Without a usable ``assessed_on`` nothing is judged.
            faults: What could not be understood while reading it.
            given_id: The id as it was given outside, of whatever type; the record's own without it.
        """
        identity = record.id if given_id is _OWN_ID else given_id
        on = record.assessed_on
        if on is None:
            return self._nothing_judged(identity, faults)
        sheet = self._facts.read(record, on)
        findings = self._judge(sheet)
        age = _age(record, on)
        dxa = self.read_dxa(record)
        frax = frax_note(age, *self.limits.frax_ages)
        result = sheet.newest_vitamin_d
        vitamin_d_band = None if result is None else band(result, self.limits.vitamin_d)
        taken = self._pulses(record, on)
        fired = _triggered(findings)
        context = RemarkContext(
            sheet=sheet, fired=fired, pulses=taken, band=vitamin_d_band, dxa=dxa, frax=frax
        )
        return Assessment(
            id=identity,
            profile=self.profile.id,
            rule_set_version=self.version,
            rule_set_hash=self.hash,
            assessed_on=on,
            age=age,
            findings=findings,
            vitamin_d_band=vitamin_d_band,
            dxa=dxa,
            dxa_reminder=self.next_dxa(record, on, fired, on),
            frax=frax,
            conflicts=find_conflicts(sheet, self._texts.conflicts),
            notes=find_notes(
                findings,
                sheet,
                self._texts.notes,
                self.limits.notes,
                self.limits.changes,
                self.dictionary,
            ),
            steroid_pulses=taken,
            faults=faults,
            remarks=self._remarks.make(context),
        )

    def _judge(self, sheet: Sheet) -> tuple[Finding, ...]:
        return _in_order([_apply(evaluation, sheet) for evaluation in self._evaluations])

    def _nothing_judged(self, identity: object, faults: tuple[InputFault, ...]) -> Assessment:
        missing = any(f.field == "assessed_on" and f.code == "VALUE_MISSING" for f in faults)
        reason = "not_asked" if missing or not faults else "invalid"
        return Assessment(
            id=identity,
            profile=self.profile.id,
            rule_set_version=self.version,
            rule_set_hash=self.hash,
            assessed_on=None,
            age=None,
            findings=_in_order([e.undecided(reason) for e in self._evaluations]),
            vitamin_d_band=None,
            dxa=DxaReading(None, None, None, {}),
            dxa_reminder=NO_REMINDER,
            frax="unknown_age",
            conflicts=(),
            notes=(),
            steroid_pulses=None,
            faults=faults,
        )

    def read_dxa(self, record: ScreeningRecord) -> DxaReading:
        """Read the newest scan of ``record``."""
        return read_scans(
            record.dxa_scans,
            record.sex_for_reference,
            record.menopause,
            record.date_of_birth,
            self.limits.dxa,
            "dxa_scans" in record.incomplete,
        )

    def scan_remarks(self, reading: DxaReading) -> tuple[Remark, ...]:
        """Return what a reading of scans rests on, each with its evidence label."""
        return tuple(self._remarks.of_scan(reading))

    def attention_range(self, record: ScreeningRecord) -> AttentionRange | None:
        """Return how far missing answers leave the findings open; None without a usable date."""
        if record.assessed_on is None:
            return None
        return self._completions.range_of(self._facts.read(record, record.assessed_on))

    def next_dxa(
        self, record: ScreeningRecord, on: date, fired: frozenset[str], since: date
    ) -> DxaReminder:
        """Return when the next DXA is due, looking from ``on``.

        Args:
            record: The scans on record and the clinician's interval.
            on: The day to look from.
            fired: Ids of the rules that are triggered.
            since: The day of the screening on which they are.
        """
        scans = record.dxa_scans
        listed = () if isinstance(scans, Absence) else scans
        unread = scans is Absence.INVALID or "dxa_scans" in record.incomplete
        return next_dxa(
            on=on,
            since=since,
            last_scan_on=newest_first(listed)[0].performed_on if listed else None,
            scan_on_record=bool(listed) or unread,
            motor_loss="MOB-DECL" in fired,
            interval_months=record.dxa_interval_months,
            baseline_reason=bool(fired & BASELINE_RULES),
            windows=self.limits.windows,
        )

    def _pulses(self, record: ScreeningRecord, on: date) -> SteroidPulses | None:
        if isinstance(record.steroid_courses, Absence):
            return None
        return pulses(record.steroid_courses, on, self.steroid_factors, self.limits.pulses)


def assess_read(rulebook: Rulebook, read: ReadScreening) -> Assessment:
    """Judge a screening as read from outside, with its faults and its id as given."""
    return rulebook.assess(read.record, read.faults, read.given_id)


def _apply(evaluation: Evaluation, sheet: Sheet) -> Finding:
    try:
        return evaluation.apply(sheet)
    except Exception:  # noqa: BLE001 - a fault in one rule must show as unknown, never as silence
        return evaluation.undecided("invalid", failed=True)


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (_ORDER[f.status], -f.severity, f.rule_id)))


def _age(record: ScreeningRecord, on: date) -> int | None:
    born = record.date_of_birth
    return None if isinstance(born, Absence) else completed_years(born, on)


def _triggered(findings: tuple[Finding, ...]) -> frozenset[str]:
    return frozenset(f.rule_id for f in findings if f.status is _TRIGGERED)
