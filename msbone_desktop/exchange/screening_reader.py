"""Reads a screening in the assess format. What cannot be understood counts as unknown."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.screening import InputFault, ReadScreening, ScreeningRecord
from msbone_desktop.exchange import values
from msbone_desktop.exchange.entries import EntryReader
from msbone_desktop.exchange.faults import BAD, GIVEN_TWICE, Bad, Faults

ID_LIMIT = 100

_WORDS = frozenset(
    {"sex_for_reference", "menopause", "ms_course", "gait_aid", "motor_decline",
     "physical_activity", "calcium_intake"}
)  # fmt: skip
_YES_NO = frozenset(
    {"fear_of_falling", "heat_intolerance", "limited_sun", "gi_limits_dairy", "malabsorption",
     "hepatic_failure", "musculoskeletal_disease", "smoker"}
)  # fmt: skip
_NUMBERS = frozenset(
    {"egfr", "calcium_mg_per_day", "height_cm", "weight_kg", "bmi", "alcohol_units_per_day"}
)
_WHOLE = frozenset(
    {"pdds", "falls_last_6_months", "falls_last_12_months", "injurious_falls_last_6_months",
     "falls_needing_care_last_6_months", "dxa_interval_months"}
)  # fmt: skip
_LABORATORY = frozenset({"pth", "adjusted_calcium"})
_LISTS: dict[str, Callable[[EntryReader, Any, str], Any]] = {
    "edss": EntryReader.edss,
    "gait_aid_history": EntryReader.gait_aid,
    "timed_25_foot_walk": EntryReader.walk,
    "timed_up_and_go": EntryReader.walk,
    "relapses": EntryReader.relapse,
    "steroid_courses": EntryReader.steroid,
    "antiepileptics": EntryReader.antiepileptic,
    "vitamin_d": EntryReader.vitamin_d,
    "fractures": EntryReader.fracture,
    "disease_modifying_therapies": EntryReader.therapy,
    "dxa_scans": EntryReader.dxa_scan,
}
_FIELDS = frozenset({"id", "assessed_on", "date_of_birth"}).union(
    _WORDS, _YES_NO, _NUMBERS, _WHOLE, _LABORATORY, _LISTS
)
_MARKERS = {"unknown": Absence.UNKNOWN, "declined": Absence.DECLINED}


def read_screening(given: object, dictionary: DataDictionary) -> ReadScreening:
    """Read one screening.

    Args:
        given: Decoded JSON, with numbers as int or Decimal.
        dictionary: Labels, words and limits of the fields.

    Returns:
        The record, with every fault that was found. A value with a fault is
        ``Absence.INVALID``; a list that lost an entry is named in ``incomplete``.
    """
    if type(given) is not dict:
        fault = InputFault("RECORD_INVALID", "", "A screening is a JSON object.")
        return ReadScreening(
            given_id=None, record=ScreeningRecord(id="", assessed_on=None), faults=(fault,)
        )
    return _Reading(given, dictionary).read()


class _Reading:
    """One screening while it is read."""

    def __init__(self, given: dict[str, Any], dictionary: DataDictionary) -> None:
        self._given = given
        self._fields = dictionary.fields
        self._faults = Faults()
        self._incomplete: set[str] = set()
        self._on: date | None = None

    def read(self) -> ReadScreening:
        given, faults = self._given, self._faults
        identity = self._identity()
        self._on = self._assessed_on()
        self._entries = EntryReader(self._fields, self._on, faults)
        answers: dict[str, Any] = {}
        for name, value in given.items():
            if name == "id" or name == "assessed_on" or value is None:
                continue
            if name not in _FIELDS:
                faults.unknown_key(name)
                continue
            answers[name] = self._answer(name, value)
        record = ScreeningRecord(
            id=identity if type(identity) is str else "",
            assessed_on=self._on,
            incomplete=frozenset(self._incomplete),
            **answers,
        )
        given_id = identity if identity is not GIVEN_TWICE else None
        return ReadScreening(given_id=given_id, record=record, faults=tuple(faults.found))

    def _identity(self) -> Any:
        identity = self._given.get("id")
        if identity is None:
            self._faults.note("VALUE_MISSING", "id", "A screening needs an id.")
        elif identity is GIVEN_TWICE:
            values.twice("id", self._faults)
        else:
            values.text(identity, "id", ID_LIMIT, self._faults)
        return identity

    def _assessed_on(self) -> date | None:
        value = self._given.get("assessed_on")
        if value is None:
            self._faults.note("VALUE_MISSING", "assessed_on", "The day of the screening is needed.")
            return None
        found = values.day(value, "assessed_on", None, self._faults)
        return None if isinstance(found, Bad) else found

    def _answer(self, name: str, value: Any) -> Any:
        if type(value) is dict and "absent" in value:
            return self._marker(name, value)
        if value is GIVEN_TWICE:
            values.twice(name, self._faults)
            return Absence.INVALID
        if name in _LISTS:
            return self._list(name, value)
        answer = self._single(name, value)
        return Absence.INVALID if answer is BAD else answer

    def _marker(self, name: str, value: Mapping[str, Any]) -> Absence:
        for key in value:
            if key != "absent":
                self._faults.unknown_key(f"{name}.{key}")
        word = value["absent"]
        if type(word) is str and word in _MARKERS:
            return _MARKERS[word]
        self._faults.note(
            "VALUE_INVALID", f"{name}.absent", "An absent answer is 'unknown' or 'declined'."
        )
        return Absence.INVALID

    def _single(self, name: str, value: Any) -> Any:
        faults = self._faults
        if name in _YES_NO:
            return values.yes_no(value, name, faults)
        if name in _WORDS:
            return values.word(value, name, self._fields[name], faults)
        if name in _WHOLE:
            return values.whole(value, name, self._fields[name], faults)
        if name in _NUMBERS:
            return values.number(value, name, self._fields[name], faults)
        if name == "date_of_birth":
            return values.day(value, name, self._on, faults)
        if type(value) is not dict:
            return faults.note("VALUE_INVALID", name, "Give an object with the value.")
        return self._entries.laboratory(value, name)

    def _list(self, name: str, value: Any) -> Any:
        if type(value) is not list:
            self._faults.note("VALUE_INVALID", name, "Give a list.")
            return Absence.INVALID
        read = _LISTS[name]
        entries = []
        for index, entry in enumerate(value):
            path = f"{name}[{index}]"
            if name != "disease_modifying_therapies" and type(entry) is not dict:
                found: Any = self._faults.note("VALUE_INVALID", path, "Give an object.")
            else:
                found = read(self._entries, entry, path)
            if name == "dxa_scans" and found is not BAD:
                found, lost = found
                if lost:
                    self._incomplete.add("dxa_scans.sites")
            if found is BAD:
                self._incomplete.add(name)
            else:
                entries.append(found)
        return tuple(entries)
