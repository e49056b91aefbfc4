"""What staff do without changing anything is in the history too, and the history can be read."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.errors import DiskFullError, RefusedEntryError
from msbone_desktop.domain.trust import TrustSettings
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.audit import begin_session
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.whole_files import FileExistsAlreadyError
from msbone_desktop.storage.database import Database
from tests.people import staff
from tests.reports.reading import whole_text
from tests.services.dxa_clinic import knowledge
from tests.storage.making import KEY


def _actions(clinic: Any) -> list[str]:
    return [line.event.action for line in clinic.history.page(AuditQuery())]


def test_unlocking_and_closing_are_entered_with_who_and_where(open_file, clock):
    (line,) = open_file.history.page(AuditQuery(actions=("unlocked",)))
    assert line.event.actor == "A. Nurse"
    assert line.event.session and line.event.seat
    path = open_file.database.path
    open_file.close()
    database = Database.open(path, KEY, migrations=shipped("db"))
    again: Any = open_clinic(database, staff("B. Lead"), clock, knowledge())
    assert _actions(again)[:2] == ["unlocked", "closed"]
    assert len({line.event.session for line in again.history.page(AuditQuery())}) == 2
    again.close()


@pytest.mark.catalogue("A14")
def test_an_end_that_was_not_clean_is_entered_at_the_next_start(open_file, clock, tmp_path):
    path = open_file.database.path
    open_file.close()
    path.with_name(f"{path.name}.open").touch()
    database = Database.open(path, KEY, migrations=shipped("db"))
    again: Any = open_clinic(database, staff("B"), clock, knowledge())
    assert "recovered" in _actions(again)
    assert any("ended unexpectedly" in each for each in again.today.look().notices)
    again.close()
    after: Any = open_clinic(
        Database.open(path, KEY, migrations=shipped("db")), staff("B"), clock, knowledge()
    )
    assert not any("ended unexpectedly" in each for each in after.today.look().notices)
    after.close()


def test_other_rules_than_last_time_are_entered_with_both(open_file, clock):
    with open_file.database.unit_of_work() as work:
        work.audit.note("unlocked", "clinic", became={"rules": {"version": "old", "hash": "h"}})
    path = open_file.database.path
    open_file.close()
    database = Database.open(path, KEY, migrations=shipped("db"))
    again: Any = open_clinic(database, staff("B"), clock, knowledge())
    (line,) = again.history.page(AuditQuery(actions=("rules_changed",)))
    assert line.event.was["version"] == "old"
    assert line.event.became["version"] == knowledge().rulebook.version
    again.close()


@pytest.mark.catalogue("C14")
def test_c14_seeing_a_patient_is_entered_once_an_hour_with_the_page(
    open_file, enter_patient, clock
):
    patient = enter_patient()
    for _ in range(3):
        open_file.today.note_opened(patient)
    open_file.today.note_opened(patient, "screening")
    seen = open_file.history.page(AuditQuery(actions=("viewed",)))
    assert [line.event.became["screen"] for line in seen] == ["screening", "record"]
    assert {(line.event.patient, line.event.actor) for line in seen} == {(patient, "A. Nurse")}
    assert all(line.event.at == clock() for line in seen)
    clock.moment += timedelta(minutes=61)
    open_file.today.note_opened(patient)
    assert len(open_file.history.page(AuditQuery(actions=("viewed",)))) == 3


def _switch_on(clinic: Any, at: Any) -> None:
    with clinic.database.unit_of_work() as work:
        work.trust.save(TrustSettings(asks_reason=True), "Lead", at)


def test_a_reason_is_asked_only_where_the_clinic_switched_it_on(open_file, enter_patient, clock):
    patient = enter_patient(left_on=None, opted_out=True, opted_out_reason="Asked")
    assert not open_file.audit.asks_reason(patient)
    _switch_on(open_file, clock())
    assert open_file.audit.asks_reason(patient)
    with pytest.raises(RefusedEntryError):
        open_file.audit.give_reason(patient, "  ")
    open_file.audit.give_reason(patient, "She rang")
    assert not open_file.audit.asks_reason(patient)
    open_file.today.note_opened(patient)
    (line,) = open_file.history.page(AuditQuery(actions=("viewed",)))
    assert line.event.reason == "She rang"


def test_no_reason_is_asked_for_somebody_with_a_draft(open_file, enter_patient, clock):
    patient = enter_patient(opted_out=True, opted_out_reason="Asked")
    _switch_on(open_file, clock())
    assert open_file.audit.asks_reason(patient)
    open_file.screenings.start(patient)
    assert not open_file.audit.asks_reason(patient)


def test_a_page_holds_what_was_asked_for_the_newest_first(open_file, enter_patient):
    first, second = enter_patient(), enter_patient(family_name="Weiß")
    lines = open_file.history.page(AuditQuery(patient=second))
    assert {line.event.patient for line in lines} == {second}
    assert lines[0].patient.family_name == "Weiß"
    everything = open_file.history.page(AuditQuery())
    rest = open_file.history.page(AuditQuery(older_than=everything[0].event.id), 1)
    assert rest[0].event.id == everything[0].event.id - 1
    assert open_file.history.page(AuditQuery(actor="Nobody")) == ()
    at = everything[0].event.at
    assert open_file.history.page(AuditQuery(since=at + timedelta(seconds=1))) == ()
    assert open_file.history.page(AuditQuery(before=at)) == ()
    assert len(open_file.history.page(AuditQuery(since=at))) == len(everything)
    assert first in {line.event.patient for line in everything}


def test_before_and_after_stand_with_the_labels_of_the_form(open_file, enter_patient):
    patient = enter_patient()
    draft = open_file.screenings.start(patient)
    record = open_file.screenings.record_of(draft)
    from dataclasses import replace

    open_file.screenings.save_draft(
        draft.id, patient, draft.version, replace(record, sex_for_reference="female"), "Well"
    )
    (line,) = open_file.history.page(AuditQuery(actions=("changed",)), 1)
    told = {change.label: (change.was, change.became) for change in line.changes}
    assert told["Notes"] == (None, "Well")
    label = open_file.screenings.label("sex_for_reference")
    assert told[label][1] == open_file.screenings.value_words("sex_for_reference", "female")
    assert "#" not in told


@pytest.mark.catalogue("D06", "G16")
def test_the_export_opens_in_a_table_and_holds_no_formula(open_file, enter_patient, tmp_path: Path):
    enter_patient(address="=1+1", contact_note="@SUM(A1)")
    target = tmp_path / "history.csv"
    count = open_file.history.export(AuditQuery(), target)
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len({row[0] for row in rows[1:]}) == count
    assert {len(row) for row in rows} == {16}
    cells = [cell for row in rows for cell in row]
    assert "'=1+1" in cells and "'@SUM(A1)" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert _actions(open_file)[0] == "exported"
    with pytest.raises(FileExistsAlreadyError):
        open_file.history.export(AuditQuery(), target)


def test_verifying_is_entered_and_finds_nothing_in_an_ordinary_clinic(open_file, enter_patient):
    patient = enter_patient()
    open_file.screenings.start(patient)
    report = open_file.audit.verify()
    assert report.is_whole, report.faults
    assert _actions(open_file)[0] == "verified"
    assert open_file.audit.head().count == report.head.count + 1


def test_saving_and_printing_a_document_are_entered_with_whose_it_is(
    open_file, enter_patient, tmp_path
):
    patient = enter_patient()
    draft = open_file.screenings.start(patient)
    document = open_file.documents.summary(draft.id, patient)
    open_file.documents.save(document, tmp_path)
    open_file.documents.note_printed(document)
    lines = open_file.history.page(AuditQuery(actions=("saved", "printed")))
    assert [(line.event.action, line.event.patient) for line in lines] == [
        ("printed", patient),
        ("saved", patient),
    ]
    assert lines[0].event.became["sha256"] == document.sha256


def test_a_signed_summary_carries_the_end_of_the_history_as_an_anchor_on_paper(
    open_file, enter_patient
):
    patient = enter_patient()
    draft = open_file.screenings.start(patient)
    assert "History: entry" not in whole_text(
        open_file.documents.summary(draft.id, patient).content
    )
    signed = open_file.screenings.sign(draft.id, patient, draft.version)
    head = open_file.audit.head()
    made = open_file.documents.summary(signed.id, patient)
    assert f"History: entry {head.words}" in whole_text(made.content)
    assert open_file.documents.summary(signed.id, patient).content == made.content


@pytest.mark.catalogue("I01", "I02")
def test_i01_i02_a_clock_far_from_the_last_entry_is_told_on_today(open_file, enter_patient, clock):
    enter_patient()
    assert open_file.today.look().notices == ()
    clock.moment -= timedelta(days=3650)
    enter_patient()
    (notice,) = open_file.today.look().notices
    assert "clock of this computer is earlier" in notice


def test_closing_twice_is_no_fault(open_file):
    open_file.close()
    open_file.close()


def test_a_full_disk_does_not_keep_the_clinic_closed(open_file, clock, monkeypatch):
    def full(*_: object) -> None:
        raise DiskFullError

    database = open_file.database
    with monkeypatch.context() as patched:
        patched.setattr(database.trail, "write", full)
        begin_session(database, staff("B"), clock, knowledge())
    assert open_file.patients.search("", 1) == ()
