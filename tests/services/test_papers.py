"""Papers of follow-up on a real file: bound to their patients, kept, and given again byte for byte."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import CancelledError, RefusedEntryError, WrongPatientError
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


class Clock:
    moment = NOW

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def clinic(tmp_path, knowledge, clock):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    opened = open_clinic(database, staff("A. Desk"), clock, knowledge)
    for number, name in enumerate(("Ash", "Birch", "Cedar"), 1):
        details = PatientDetails(
            family_name=name, given_name="Ann", born_on=None, clinic_id=f"c{number}"
        )
        kept = replace(details, dxa_interval_months=12, address=f"{number} Road\nTown")
        opened.patients.create(kept)
    yield opened
    opened.close()


def sign(clinic, patient, **answers):
    draft = clinic.screenings.start(patient)
    record = replace(clinic.screenings.record_of(draft), **answers)
    kept = clinic.screenings.save_draft(draft.id, patient, draft.version, record, "")
    return clinic.screenings.sign(kept.id, patient, kept.version)


def text_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_only_what_a_clinician_released_is_on_the_handout(clinic):
    signed = sign(clinic, 1, falls_last_6_months=3, motor_decline="consistent")
    offered = dict(clinic.papers.releasable(signed.id, 1))
    assert "FALL-REC" in offered and "MOB-DECL" in offered
    assert offered["FALL-REC"] not in text_of(clinic.papers.handout(1).content)
    clinic.papers.release(signed.id, 1, ("FALL-REC",))
    clinic.papers.release(signed.id, 1, ("MOB-DECL",))
    assert clinic.papers.released(signed.id, 1) == ("MOB-DECL",)
    text = text_of(clinic.papers.handout(1, size=18).content)
    assert offered["MOB-DECL"] in text and offered["FALL-REC"] not in text


def test_what_was_not_found_or_is_not_signed_cannot_be_released(clinic):
    signed = sign(clinic, 1, falls_last_6_months=0)
    with pytest.raises(RefusedEntryError, match="did not find"):
        clinic.papers.release(signed.id, 1, ("FX-FRAG",))
    draft = clinic.screenings.start(1)
    with pytest.raises(RefusedEntryError, match="Sign"):
        clinic.papers.release(draft.id, 1, ())
    for act in (
        lambda: clinic.papers.release(signed.id, 2, ()),
        lambda: clinic.papers.releasable(signed.id, 2),
        lambda: clinic.papers.handout(2, signed.id),
    ):
        with pytest.raises(WrongPatientError):
            act()
    assert clinic.papers.released(signed.id, 1) == ()


def test_the_handout_takes_the_newest_answer_on_walking_and_the_booked_day(clinic):
    sign(clinic, 1, gait_aid="wheelchair_full_time")
    clinic.reminders.book(1, "dxa", appointment_on=date(2026, 12, 24))
    text = text_of(clinic.papers.handout(1).content)
    assert "Put the brakes on" in text and "24 Dec 2026" in text
    assert "Put the brakes on" not in text_of(clinic.papers.handout(2).content)


@pytest.mark.catalogue("G14")
def test_each_paper_is_kept_with_its_fingerprint_and_comes_back_byte_for_byte(clinic):
    made = [clinic.papers.handout(1), clinic.papers.dxa_request(1)]
    kept = clinic.papers.documents_of(1)
    assert {d.kind for d in kept} == {"handout", "dxa_request"}
    by_kind = {d.kind: d for d in kept}
    for document in made:
        assert by_kind[document.kind].content == document.content
        assert hashlib.sha256(document.content).hexdigest() == document.sha256
        assert "Ash" not in document.file_name
    assert clinic.papers.documents_of(2) == ()


def test_letters_are_one_file_in_the_order_of_the_list_with_whose_pages_are_which(clinic):
    listed = clinic.reminders.work_list()
    told = []
    batch, pages = clinic.papers.letters(listed.rows, progress=lambda *d: told.append(d))
    assert [page.patient for page in pages] == [row.person.id for row in listed.rows]
    reader = PdfReader(BytesIO(batch.content))
    for page, row in zip(pages, listed.rows, strict=True):
        text = reader.pages[page.first - 1].extract_text()
        assert row.person.family_name in text
        assert not any(
            other.person.family_name in text for other in listed.rows if other is not row
        )
    ((found, own),) = clinic.papers.batches_of(2)
    assert found.content == batch.content and own == pages[1]
    assert told[0] == (0, 3) and told[-1] == (3, 3)


@pytest.mark.catalogue("G12")
def test_that_letters_were_sent_is_noted_only_when_somebody_says_so(clinic, clock):
    rows = clinic.reminders.work_list().rows
    clinic.papers.letters(rows)
    assert clinic.reminders.events(1) == ()
    clinic.papers.note_letters_sent([1, 2], "dxa")
    assert [e.channel for e in clinic.reminders.events(1)] == ["letter"]
    clock.moment = NOW + timedelta(days=14)
    again, _ = clinic.papers.letters(
        r for r in clinic.reminders.work_list().rows if r.person.id == 1
    )
    assert "have not heard from you" in text_of(again.content)


@pytest.mark.parametrize(
    "leave_out",
    [
        {"deceased_on": PartialDate(2026)},
        {"opted_out": True},
        {"left_on": PartialDate(2026)},
        "booked",
        "snoozed",
        "suspended",
    ],
    ids=str,
)
def test_nobody_is_written_to_who_is_left_out_or_booked(clinic, leave_out):
    reminders = clinic.reminders
    if leave_out == "booked":
        reminders.book(2, "dxa", appointment_on=date(2026, 12, 24))
    elif leave_out == "snoozed":
        reminders.snooze(2, "dxa", until=date(2026, 12, 24))
    elif leave_out == "suspended":
        reminders.suspend(2, "dxa", reason="pregnant")
    else:
        person = clinic.patients.get(2)
        clinic.patients.update(2, person.version, replace(person.details, **leave_out))
    rows = reminders.work_list().rows
    assert any(row.person.id == 2 and row.reminder is not None for row in rows)
    batch, pages = clinic.papers.letters(rows)
    assert [page.patient for page in pages] == [1, 3]
    assert "Birch" not in text_of(batch.content)
    with pytest.raises(RefusedEntryError, match="Choose patients who are due"):
        clinic.papers.letters(row for row in rows if row.person.id == 2)


def test_nobody_who_has_died_gets_a_label(clinic):
    person = clinic.patients.get(2)
    clinic.patients.update(
        2, person.version, replace(person.details, deceased_on=PartialDate(2026))
    )
    sheet = clinic.papers.sheets()[0]
    with pytest.raises(RefusedEntryError, match="has died"):
        clinic.papers.labels([1, 2, 3], sheet)
    assert clinic.papers.batches_of(1) == ()


def test_cancelled_letters_and_missing_addresses_leave_nothing_on_record(clinic):
    rows = clinic.reminders.work_list().rows
    with pytest.raises(CancelledError):
        clinic.papers.letters(rows, cancelled=lambda: True)
    person = clinic.patients.get(2)
    clinic.patients.update(2, person.version, replace(person.details, address=""))
    with pytest.raises(RefusedEntryError, match="No address"):
        clinic.papers.letters(rows)
    with pytest.raises(RefusedEntryError, match="No address"):
        clinic.papers.labels([1, 2], clinic.papers.sheets()[0])
    with pytest.raises(RefusedEntryError):
        clinic.papers.letters([])
    with pytest.raises(RefusedEntryError):
        clinic.papers.labels([], clinic.papers.sheets()[0])
    assert clinic.papers.batches_of(1) == ()


def test_labels_and_lists_say_on_record_for_whom_they_were(clinic):
    sheet = clinic.papers.sheets()[0]
    clinic.papers.labels([3, 1], sheet, start=21)
    listed = clinic.reminders.work_list()
    clinic.papers.work_list(listed, listed.rows)
    kinds = {b.kind: (p.first, p.pages) for b, p in clinic.papers.batches_of(1)}
    assert kinds == {"labels": (2, 1), "work_list": (1, 1)}
    assert {b.kind for b, _ in clinic.papers.batches_of(2)} == {"work_list"}


def test_the_request_gives_its_reasons_with_their_evidence(clinic):
    sign(clinic, 1, motor_decline="consistent")
    text = " ".join(text_of(clinic.papers.dxa_request(1).content).split())
    assert "Motor loss" in text and "Expert opinion (Oleson 2017)" in text
    assert "(screened 22 Nov 2026)" in text
    assert "To be asked before booking" in text


def test_the_empty_form_is_nobodys(clinic):
    form = clinic.papers.blank_form()
    assert form.pages >= 2
    assert all(clinic.papers.batches_of(n) == () for n in (1, 2, 3))
