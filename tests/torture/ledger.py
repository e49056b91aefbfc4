"""What a worker acknowledged, and whether a file holds it: nothing lost, nothing half.

A worker says what it is about to do, does it, and says that it is done; each is one line on a
pipe, written in one piece. What was said to be done has to be in the file. What was under way may
be there or not, but whole.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from msbone_desktop.domain.patients import PatientDetails, PatientId
from msbone_desktop.services.audit import verify
from msbone_desktop.services.clinic import Clinic
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.schema import metadata

_EVERYBODY = "SELECT id FROM patient ORDER BY id"
_PERSON = "SELECT family_name, given_name, clinic_id, phone, * FROM patient WHERE id = ?"
_SITES = "SELECT d.* FROM dxa_site d JOIN dxa_scan s ON s.id = d.scan_id WHERE s.patient_id = ?"
_SCORES = (
    "SELECT observed_on, score FROM disability_score WHERE patient_id = ? AND voided_at IS NULL"
)
_SCREENINGS = (
    "SELECT id, state, answers, notes, findings, signed_by FROM screening WHERE patient_id = ?"
)

WILL, DID, CHECKED, BROKE, RESTORED = "will", "did", "checked", "broke", "restored"
_TOLD = 3


@dataclass
class Found:
    """What is wrong with a file, in words without a name of anybody."""

    lost: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.corrupt)

    def as_json(self) -> dict[str, list[str]]:
        return {"lost": self.lost[:_TOLD], "corrupt": self.corrupt[:_TOLD]}


@dataclass
class Ledger:
    """What a clinic must hold by what was acknowledged so far.

    Attributes:
        people: Patient to a fingerprint of everything on file about her.
        typed: "patient 3" or "screening 7" to a fingerprint of what was typed, not of what was
            read back: a save that does nothing would read back well.
        entries: How long the history was.
        under_way: What was begun and not acknowledged.
        words: Of the line that was heard last.
    """

    people: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    entries: int = 0
    commits: int = 0
    under_way: list[dict[str, Any]] = field(default_factory=list)
    words: str = ""

    def hear(self, line: bytes) -> str:
        """Take one line of a worker; return its kind."""
        heard = json.loads(line)
        kind = str(heard["kind"])
        self.words = str(heard.get("words", ""))
        if kind == WILL:
            self.under_way.append(heard)
        elif kind == DID:
            self.under_way.clear()
            self.people |= heard["people"]
            self.people.pop(str(heard.get("changed")), None)
            self.typed |= heard["typed"]
            self.entries = max(self.entries, heard["entries"])
            self.commits += 1
        elif kind == RESTORED:
            self.under_way.clear()
            self.commits += 1
        elif kind == CHECKED:
            self.under_way.clear()
            self.people, self.typed = heard["people"], heard["typed"]
            self.entries = heard["entries"]
        return kind

    def as_json(self) -> dict[str, Any]:
        """Return what makes an equal ledger."""
        return asdict(self)


def told(kind: str, **more: object) -> bytes:
    """Return one line of a worker."""
    return json.dumps({"kind": kind} | more).encode() + b"\n"


def mark(*parts: object) -> str:
    """Return a short fingerprint."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def mark_of_details(details: PatientDetails) -> str:
    return mark(details.family_name, details.given_name, details.clinic_id, details.phone)


def mark_of_screening(answers: str, notes: str, state: str) -> str:
    """A signed screening that was amended since holds what it held."""
    return mark(answers, notes, "draft" if state == "draft" else "signed")


@dataclass
class Picture:
    """Everything on file, as fingerprints."""

    people: dict[str, str]
    typed: dict[str, str]
    entries: int
    halves: list[str]


def picture(database: Database, only: PatientId | None = None) -> Picture:
    """Read what is on file, about everybody or about one patient: every row of every table."""
    with database.unit_of_work() as work:
        raw: Any = work.connection.connection.dbapi_connection
        ids = [int(only)] if only is not None else [n for (n,) in raw.execute(_EVERYBODY)]
        made = Picture({}, {}, work.history.head().count, [])
        for patient in ids:
            _draw(raw, patient, made)
    return made


@cache
def _questions() -> tuple[str, ...]:
    """Return a query for each table that tells of patients."""
    names = [table.name for table in metadata.sorted_tables if "patient_id" in table.c]
    kept = [name for name in names if name != "audit_event"]
    return tuple(f"SELECT * FROM {name} WHERE patient_id = ?" for name in kept)


def _draw(raw: Any, patient: int, made: Picture) -> None:
    person = raw.execute(_PERSON, (patient,)).fetchone()
    rows = [
        sorted(map(repr, raw.execute(question, (patient,)))) for question in (*_questions(), _SITES)
    ]
    made.people[str(patient)] = mark(person, rows)
    made.typed[f"patient {patient}"] = mark(*person[:4])
    on_file = {(day, Decimal(score)) for day, score in raw.execute(_SCORES, (patient,))}
    for number, state, answers, notes, findings, signed_by in raw.execute(_SCREENINGS, (patient,)):
        made.typed[f"screening {number}"] = mark_of_screening(answers, notes, state)
        is_draft = state == "draft"
        if is_draft != (findings is None) or is_draft != (signed_by is None):
            made.halves.append(f"screening {number} is signed in part")
        elif state == "signed" and not _scores(answers) <= on_file:
            made.halves.append(f"screening {number} is signed, but its scores are not on file")


def _scores(answers: str) -> set[tuple[str, Decimal]]:
    listed = json.loads(answers, parse_float=Decimal).get("edss")
    return {(each["date"], Decimal(each["score"])) for each in listed or ()}


def as_line(seen: Picture, **more: object) -> bytes:
    """Return the line by which a ledger starts anew from what is there."""
    return told(CHECKED, people=seen.people, typed=seen.typed, entries=seen.entries, **more)


def examine(database: Database, ledger: Ledger) -> tuple[Found, Picture]:
    """Compare an open file with what was acknowledged, and prove its pages and its history."""
    found = Found()
    if not database.recovered:  # or every page was read by the opening
        database.check()
    seen = picture(database)
    found.corrupt += seen.halves
    _compare_people(ledger, seen, found)
    _compare_typed(ledger, seen, found)
    if seen.entries < ledger.entries:
        found.lost.append(f"{ledger.entries - seen.entries} entries of the history")
    found.corrupt += verify(database).faults
    return found, seen


def _compare_people(ledger: Ledger, seen: Picture, found: Found) -> None:
    touched = {str(each.get("patient")) for each in ledger.under_way}
    made = {each["mark"] for each in ledger.under_way if each["what"] == "enter"}
    for number, image in ledger.people.items():
        if number not in seen.people:
            found.lost.append(f"patient {number} is gone")
        elif seen.people[number] != image and number not in touched:
            found.lost.append(f"patient {number} is not as acknowledged")
    known = {key.removeprefix("patient ") for key in ledger.typed}
    for number in seen.people.keys() - ledger.people.keys() - known:
        if seen.typed[f"patient {number}"] not in made:
            found.corrupt.append(f"patient {number} was entered by nobody")


def _compare_typed(ledger: Ledger, seen: Picture, found: Found) -> None:
    for key, typed in ledger.typed.items():
        if key not in seen.typed:
            found.lost.append(f"{key} is gone")
        elif seen.typed[key] != typed and not _explained(key, seen.typed[key], ledger):
            found.lost.append(f"{key} does not hold what was typed and acknowledged")


def _explained(key: str, there: str, ledger: Ledger) -> bool:
    return any(each.get("about") == key and each["mark"] == there for each in ledger.under_way)


def problems_of(clinic: Clinic) -> list[str]:
    """Return what lies about that should have been swept up."""
    clinic.backups.look()
    folder = clinic.database.path.parent
    left = [*folder.glob("*.tmp"), *folder.glob("backups/*.tmp")]
    return [f"left half made: {each.name}" for each in left]
