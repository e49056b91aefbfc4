"""Every file that the program reads, how it is read, and what a right answer to a spoiled one is.

A reader returns "right" or "refused", or words for what is wrong; whatever it raises is wrong too,
unless it is one of the program's own sentences.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.environment.settings import SettingsFile, WorkstationSettings
from msbone_desktop.exchange.json_lines import NotJsonError, decode_file
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.services.audit import verify
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage import restoring
from tests.services.dxa_clinic import pdf
from tests.torture import clinics
from tests.torture import mutating as m
from tests.torture.ledger import Picture, picture
from tests.torture.tasks import Prepared

RIGHT, REFUSED = "right", "refused"
_CASES = Path(__file__).resolve().parents[1] / "exchange" / "whole_answers.json"


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of file.

    Attributes:
        name: For the figures.
        file: Which file in the folder is spoiled.
        mutations: How.
        read: Has the program read it.
        share: How many of these there are for one of the rarest.
        is_moved: A spoiled one is set aside under another name.
    """

    name: str
    file: str
    mutations: tuple[m.Mutation, ...]
    read: Callable[[Path], str]
    share: int = 10
    is_moved: bool = False


class Readers:
    """Reads spoiled copies of one prepared clinic, whose content is known."""

    def __init__(self, prepared: Prepared) -> None:
        self._known = prepared
        database = clinics.open_database(prepared.folder)
        self._picture = picture(database)
        self._head = database.trail.check().report().head
        database.close()
        (self._backup,) = (prepared.folder / "backups").glob("*Z")
        self._proved = clinics.vault(prepared.folder).prove(self._backup, clinics.PASSPHRASE)

    def targets(self) -> tuple[Target, ...]:
        backup = f"backups/{self._backup.name}"
        return (
            Target("database", "clinic.msbone", m.DATABASE, self._database, 30),
            Target("key file", "clinic.keys", m.JSON, self._opening),
            Target("anchor", "clinic.anchor", m.ANY, self._anchor),
            Target("wrong tries", "clinic.tries", m.JSON, self._opening),
            Target("backup", f"{backup}/clinic.msbone", m.DATABASE, self._proof),
            Target("backup's description", f"{backup}/backup.json", m.JSON, self._proof),
            Target("backup's key file", f"{backup}/clinic.keys", m.JSON, self._proof),
            Target("note of a restore", "restore.json", m.JSON, self._restore),
            Target("settings", "workstation.json", m.JSON, _settings, 20, is_moved=True),
            Target("screening", "screening.json", m.JSON, _screening, 100),
            Target("rules", "resources/rules/immobility.toml", m.ANY, _rules, 1),
            Target("thresholds", "resources/thresholds/rules.toml", m.ANY, _rules, 1),
            Target("report of a scan", "report.pdf", m.ANY, self._report, 3),
        )

    def lay(self, place: Path) -> Path:
        """Lay out all files, whole."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._known.folder, place)
        settings = SettingsFile(place)
        settings.save(WorkstationSettings(scheme="dark", last_actor="A. Nurse", window_width=900))
        cases = json.loads(_CASES.read_text(encoding="utf-8"))
        (place / "screening.json").write_text(json.dumps(cases[0]["given"]), encoding="utf-8")
        (place / "report.pdf").write_bytes(pdf(2))
        tries = {"0" * 64: {"times": 1, "untold": 1, "last": clinics.now().isoformat()}}
        (place / "clinic.tries").write_text(json.dumps(tries))
        note = {"aside": "before-restore-20260105-080000Z"}
        (place / "restore.json").write_text(json.dumps(note))
        shutil.copytree(shipped("resources"), place / "resources", copy_function=_link)
        return place

    def _database(self, folder: Path) -> str:
        (folder / "restore.json").unlink(missing_ok=True)
        database = clinics.open_database(folder)
        try:
            self._compare(picture(database))
            database.check()
            # Whole pages of this very file at another number, or an old one, pass every check.
            verify(database)
        finally:
            database.close()
        return "a changed file was read without anybody noticing"

    def _opening(self, folder: Path) -> str:
        (folder / "restore.json").unlink(missing_ok=True)
        database = clinics.open_database(folder)
        try:
            self._compare(picture(database))
        finally:
            database.close()
        return RIGHT

    def _anchor(self, folder: Path) -> str:
        (folder / "restore.json").unlink(missing_ok=True)
        database = clinics.open_database(folder)
        try:
            self._compare(picture(database))
            report = verify(database)
        finally:
            database.close()
        return RIGHT if not report.faults else REFUSED

    def _proof(self, folder: Path) -> str:
        backup = folder / "backups" / self._backup.name
        found = clinics.vault(folder).prove(backup, clinics.PASSPHRASE)
        known = self._proved
        same = (found.made_at, found.patients, found.screenings, found.schema) == (
            known.made_at, known.patients, known.screenings, known.schema,
        )  # fmt: skip
        return RIGHT if same else "a backup was called proven that says something else"

    def _restore(self, folder: Path) -> str:
        """The clinic was about to be replaced by its backup: afterwards both are still there."""
        backup = folder / "backups" / self._backup.name
        for name in ("clinic.msbone", "clinic.keys"):
            shutil.copyfile(backup / name, folder / f"{name}{restoring.SUFFIX}")
        old = (folder / "clinic.msbone").read_bytes()
        new = (backup / "clinic.msbone").read_bytes()
        try:
            restoring.finish(folder)
        finally:
            kept = [each.read_bytes() for each in folder.rglob("clinic.msbone*")]
            outside = [each.name for each in folder.parent.iterdir() if each != folder]
            if old not in kept or new not in kept:
                raise AssertionError("one of the two files is gone")
            if outside:
                raise AssertionError("something was put outside of the folder")
        return RIGHT

    def _report(self, folder: Path) -> str:
        (folder / "restore.json").unlink(missing_ok=True)
        content = (folder / "report.pdf").read_bytes()
        clinic = clinics.open_at(folder)
        try:
            person = clinic.patients.page(limit=1).rows[0].id
            scan = clinic.dxa.record(person, clinics.a_scan(clinic_day(clinics.now())))
            number = clinic.dxa_reports.attach_file(person, scan, folder / "report.pdf")
            kept = clinic.dxa_reports.document(person, number).content
        finally:
            clinic.close()
        return RIGHT if kept == content else "a report was kept with other bytes"

    def _compare(self, seen: Picture) -> None:
        if (seen.people, seen.typed) != (self._picture.people, self._picture.typed):
            raise AssertionError("a wrong value was read")


def _settings(folder: Path) -> str:
    found = SettingsFile(folder).load()
    whole = found.scheme in {"system", "light", "dark"} and found.last_actor.isprintable()
    return RIGHT if whole and 0 <= found.window_width <= 20_000 else "settings that cannot be"


def _screening(folder: Path) -> str:
    """A screening with a changed value cannot be told from one that was typed so; only read."""
    try:
        given = decode_file((folder / "screening.json").read_bytes())
    except NotJsonError:
        return REFUSED
    rulebook = clinics.knowledge().rulebook
    read = read_screening(given, rulebook.dictionary)
    rulebook.assess(read.record)
    return REFUSED if read.faults else RIGHT


def _rules(folder: Path) -> str:
    found = load_knowledge(folder / "resources").rulebook
    known = clinics.knowledge().rulebook
    # A changed number is a changed rule set, and its name says so on every page.
    return RIGHT if found.hash != known.hash or found.rules == known.rules else "unnoticed"


def answer_of(target: Target, folder: Path) -> str:
    """Have the file read; return right, refused, or what is wrong."""
    try:
        return target.read(folder)
    except MsboneError:
        return REFUSED
    except AssertionError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  a traceback is what is looked for
        return f"{type(error).__name__} instead of a sentence"


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
