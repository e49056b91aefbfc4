"""Reading the entries of the lists of a screening. An entry with a fault is left out whole."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msbone_desktop.domain.dictionary import FieldDefinition
from msbone_desktop.domain.screening import (
    Antiepileptic,
    DxaScan,
    DxaSite,
    EdssScore,
    Fracture,
    GaitAidObservation,
    LaboratoryValue,
    Relapse,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.exchange import values
from msbone_desktop.exchange.faults import BAD, GIVEN_TWICE, Bad, Faults
from msbone_desktop.exchange.values import is_bad, required

_NAME_LIMIT = 100
_TEXT_LIMIT = 200
Entry = Mapping[str, Any]


def _keys(*names: str) -> frozenset[str]:
    return frozenset(names)


_EDSS_KEYS = _keys("date", "score")
_AID_KEYS = _keys("date", "aid")
_WALK_KEYS = _keys("date", "seconds", "aid")
_RELAPSE_KEYS = _keys("onset")
_STEROID_KEYS = _keys("drug", "route", "mg_per_day", "start", "end")
_DRUG_KEYS = _keys("drug")
_VITAMIN_D_KEYS = _keys("date", "value", "unit", "assay")
_LABORATORY_KEYS = _keys("value", "unit", "upper_limit")
_FRACTURE_KEYS = _keys("date", "site", "mechanism", "pathological")
_SCAN_TEXTS = ("facility", "manufacturer", "scanner_id", "software", "reference_database")
_SCAN_KEYS = _keys("date", "sites", "cross_calibrated", "use_radius_33", *_SCAN_TEXTS)
_SITE_NUMBERS = {
    key: f"dxa_scans.sites.{key}"
    for key in ("bmd_g_cm2", "t_score", "z_score", "precision_error_g_cm2")
}
_SITE_KEYS = _keys("site", "side", *_SITE_NUMBERS)


class EntryReader:
    """Reads the entries of one screening against the data dictionary."""

    def __init__(
        self, fields: dict[str, FieldDefinition], latest: date | None, faults: Faults
    ) -> None:
        self._fields = fields
        self._latest = latest
        self.faults = faults

    def _day(self, entry: Entry, key: str, path: str) -> date | Bad:
        value = required(entry, key, path, self.faults)
        return BAD if value is BAD else values.day(value, path, self._latest, self.faults, key)

    def _optional(self, entry: Entry, key: str, path: str) -> Any:
        value = entry.get(key)
        return values.twice(f"{path}.{key}", self.faults) if value is GIVEN_TWICE else value

    def _optional_day(self, entry: Entry, key: str, path: str) -> date | Bad | None:
        value = self._optional(entry, key, path)
        if value is None or value is BAD:
            return value
        return values.day(value, path, self._latest, self.faults, key)

    def _word(self, entry: Entry, key: str, path: str, field: str) -> str | Bad:
        value = required(entry, key, path, self.faults)
        if isinstance(value, Bad):
            return value
        return values.word(value, path, self._fields[field], self.faults, key)

    def _optional_word(self, entry: Entry, key: str, path: str, field: str) -> str | Bad | None:
        value = self._optional(entry, key, path)
        if value is None or isinstance(value, Bad):
            return value
        return values.word(value, path, self._fields[field], self.faults, key)

    def _number(self, entry: Entry, key: str, path: str, field: str) -> Any:
        value = required(entry, key, path, self.faults)
        if value is BAD:
            return BAD
        return values.number(value, path, self._fields[field], self.faults, key)

    def _optional_number(self, entry: Entry, key: str, path: str, field: str) -> Any:
        value = self._optional(entry, key, path)
        if value is None or value is BAD:
            return value
        return values.number(value, path, self._fields[field], self.faults, key)

    def _optional_yes_no(self, entry: Entry, key: str, path: str) -> bool | Bad:
        value = self._optional(entry, key, path)
        if value is None or value is BAD:
            return BAD if value is BAD else False
        return values.yes_no(value, f"{path}.{key}", self.faults)

    def edss(self, entry: Entry, path: str) -> EdssScore | Bad:
        """Read one EDSS rating."""
        values.no_unknown_keys(entry, _EDSS_KEYS, path, self.faults)
        on = self._day(entry, "date", path)
        score = required(entry, "score", path, self.faults)
        if score is not BAD:
            score = values.edss_score(score, f"{path}.score", self.faults)
        return BAD if is_bad(on, score) else EdssScore(on, score)  # type: ignore[arg-type]

    def gait_aid(self, entry: Entry, path: str) -> GaitAidObservation | Bad:
        """Read a walking aid of an earlier day."""
        values.no_unknown_keys(entry, _AID_KEYS, path, self.faults)
        on = self._day(entry, "date", path)
        aid = self._word(entry, "aid", path, "gait_aid")
        return BAD if is_bad(on, aid) else GaitAidObservation(on, aid)  # type: ignore[arg-type]

    def walk(self, entry: Entry, path: str) -> WalkTest | Bad:
        """Read a timed walk or a timed up and go."""
        values.no_unknown_keys(entry, _WALK_KEYS, path, self.faults)
        on = self._day(entry, "date", path)
        seconds = self._number(entry, "seconds", path, "timed_25_foot_walk.seconds")
        aid = self._optional_word(entry, "aid", path, "timed_25_foot_walk.aid")
        return BAD if is_bad(on, seconds, aid) else WalkTest(on, seconds, aid)  # type: ignore[arg-type]

    def relapse(self, entry: Entry, path: str) -> Relapse | Bad:
        """Read a relapse."""
        values.no_unknown_keys(entry, _RELAPSE_KEYS, path, self.faults)
        onset = self._day(entry, "onset", path)
        return BAD if isinstance(onset, Bad) else Relapse(onset)

    def steroid(self, entry: Entry, path: str) -> SteroidCourse | Bad:
        """Read a corticosteroid course; case and outer spaces of the drug do not matter."""
        values.no_unknown_keys(entry, _STEROID_KEYS, path, self.faults)
        drug = required(entry, "drug", path, self.faults)
        if drug is not BAD:
            generic = drug.strip().casefold() if type(drug) is str else drug
            field = self._fields["steroid_courses.drug"]
            drug = values.word(generic, f"{path}.drug", field, self.faults)
        route = self._word(entry, "route", path, "steroid_courses.route")
        dose = self._optional_number(entry, "mg_per_day", path, "steroid_courses.mg_per_day")
        start = self._day(entry, "start", path)
        end = self._optional_day(entry, "end", path)
        if is_bad(drug, route, dose, start, end):
            return BAD
        course = SteroidCourse(drug, route, dose, start, end)  # type: ignore[arg-type]
        if course.ended_on is not None and course.ended_on < course.started_on:
            return self.faults.note(
                "END_BEFORE_START", f"{path}.end", "The course ends before it starts."
            )
        return course

    def antiepileptic(self, entry: Entry, path: str) -> Antiepileptic | Bad:
        """Read an antiepileptic by its name."""
        values.no_unknown_keys(entry, _DRUG_KEYS, path, self.faults)
        name = required(entry, "drug", path, self.faults)
        if name is not BAD:
            name = values.text(name, f"{path}.drug", _NAME_LIMIT, self.faults)
        return BAD if is_bad(name) else Antiepileptic(name)

    def vitamin_d(self, entry: Entry, path: str) -> VitaminDResult | Bad:
        """Read a 25(OH)D result; a unit that is missing is never guessed."""
        values.no_unknown_keys(entry, _VITAMIN_D_KEYS, path, self.faults)
        on = self._day(entry, "date", path)
        unit = entry.get("unit")
        value = required(entry, "value", path, self.faults)
        if unit not in ("nmol/L", "ng/mL"):
            unit = self.faults.note(
                "VITD_UNIT_MISSING",
                f"{path}.unit",
                "Give the unit of the result, nmol/L or ng/mL; it is never guessed.",
            )
            if value is not BAD and type(value) not in (int, Decimal):
                self.faults.note("VALUE_INVALID", f"{path}.value", "Give a number.")
        elif value is not BAD:
            field = self._fields[f"vitamin_d.value.{unit}"]
            value = values.number(value, f"{path}.value", field, self.faults)
        assay = self._optional_text(entry, "assay", path)
        if is_bad(on, value, unit, assay):
            return BAD
        return VitaminDResult(on, value, unit, assay)  # type: ignore[arg-type]

    def laboratory(self, entry: Entry, path: str) -> LaboratoryValue | Bad:
        """Read a result with its laboratory's own limit; a fault inside leaves it out whole."""
        values.no_unknown_keys(entry, _LABORATORY_KEYS, path, self.faults)
        value = self._number(entry, "value", path, f"{path}.value")
        unit = self._optional_word(entry, "unit", path, f"{path}.unit")
        limit = self._optional_number(entry, "upper_limit", path, f"{path}.upper_limit")
        return BAD if is_bad(value, unit, limit) else LaboratoryValue(value, unit, limit)  # type: ignore[arg-type]

    def fracture(self, entry: Entry, path: str) -> Fracture | Bad:
        """Read a fracture."""
        values.no_unknown_keys(entry, _FRACTURE_KEYS, path, self.faults)
        on = self._optional_day(entry, "date", path)
        site = self._word(entry, "site", path, "fractures.site")
        cause = self._optional_word(entry, "mechanism", path, "fractures.mechanism")
        tumour = self._optional_yes_no(entry, "pathological", path)
        if is_bad(on, site, cause, tumour):
            return BAD
        return Fracture(site, on, cause, tumour)  # type: ignore[arg-type]

    def therapy(self, name: Any, path: str) -> str | Bad:
        """Read the name of a disease-modifying therapy."""
        return values.text(name, path, _NAME_LIMIT, self.faults)

    def _optional_text(self, entry: Entry, key: str, path: str) -> str | Bad | None:
        value = self._optional(entry, key, path)
        if value is None or value is BAD:
            return value
        if type(value) is str and len(value) <= _TEXT_LIMIT:
            return value or None
        return self.faults.note(
            "VALUE_INVALID", f"{path}.{key}", f"Give a text of up to {_TEXT_LIMIT} characters."
        )

    def dxa_scan(self, entry: Entry, path: str) -> tuple[DxaScan | Bad, bool]:
        """Read a scan, and tell whether one of its sites was left out."""
        values.no_unknown_keys(entry, _SCAN_KEYS, path, self.faults)
        on = self._day(entry, "date", path)
        texts = {key: self._optional_text(entry, key, path) for key in _SCAN_TEXTS}
        crossed = self._optional_yes_no(entry, "cross_calibrated", path)
        radius = self._optional_yes_no(entry, "use_radius_33", path)
        listed = required(entry, "sites", path, self.faults)
        if listed is not BAD and type(listed) is not list:
            listed = self.faults.note("VALUE_INVALID", f"{path}.sites", "Give a list of sites.")
        sites: list[DxaSite | Bad] = []
        if listed is not BAD:
            sites = [self._site(s, f"{path}.sites[{i}]") for i, s in enumerate(listed)]
        if is_bad(on, crossed, radius, listed, *texts.values()):
            return BAD, False
        whole = tuple(site for site in sites if not isinstance(site, Bad))
        scan = DxaScan(
            performed_on=on,  # type: ignore[arg-type]
            sites=whole,
            cross_calibrated=bool(crossed),
            use_radius_33=bool(radius),
            **texts,  # type: ignore[arg-type]
        )
        return scan, len(whole) < len(sites)

    def _site(self, entry: Any, path: str) -> DxaSite | Bad:
        if type(entry) is not dict:
            return self.faults.note("VALUE_INVALID", path, "Give an object.")
        values.no_unknown_keys(entry, _SITE_KEYS, path, self.faults)
        site = self._word(entry, "site", path, "dxa_scans.sites.site")
        side = self._optional_word(entry, "side", path, "dxa_scans.sites.side")
        numbers = [
            self._optional_number(entry, key, path, field) for key, field in _SITE_NUMBERS.items()
        ]
        if is_bad(site, side):
            return BAD
        # Only the faulty number of a site is lost.
        return DxaSite(site, side, *(None if n is BAD else n for n in numbers))  # type: ignore[arg-type]
