"""What can be entered about a person, and what is refused with its field."""

import shutil
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import DuplicateClinicIdError, RefusedEntryError
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.patient_checks import checked
from msbone_desktop.services.patients import PatientService
from msbone_desktop.storage.database import Database
from tests.people import staff

TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()
KEY = bytes(range(32))


def _details(**changes):
    values: dict[str, Any] = {
        "family_name": "Ordinary",
        "given_name": "Ann",
        "born_on": PartialDate(1979, 3, 14),
        "clinic_id": "MSB-0001",
    }
    return PatientDetails(**(values | changes))


@pytest.fixture(scope="session")
def empty_clinic(tmp_path_factory):
    path = tmp_path_factory.mktemp("patients") / "clinic.msbone"
    Database.create(path, KEY, migrations=shipped("db")).close()
    return path


@pytest.fixture
def service(empty_clinic, tmp_path, now):
    path = shutil.copy(empty_clinic, tmp_path / "clinic.msbone")
    database = Database.open(path, KEY, migrations=shipped("db"))
    yield PatientService(database, now, staff("A. Nurse"))
    database.close()


def _refused(**changes):
    with pytest.raises(RefusedEntryError) as refusal:
        checked(_details(**changes), TODAY)
    return refusal.value


@pytest.mark.parametrize(
    "name",
    [
        "王小明",
        "محمد",
        "שרה",
        "Łukasz",
        "Nguyễn",
        "O'Brien",
        "d'",
        "Smith-Jones",
        "Аnn",  # begins with a Cyrillic letter
        "Robert'); DROP TABLE patient;--",
        "<b>Ann</b>",
        "{0} %s ${x}",
        "=HYPERLINK(1)",
        "x" * 200,
    ],
)
@pytest.mark.catalogue("D12")
def test_names_of_every_kind_are_kept_as_they_are(service, name):
    patient = service.create(_details(family_name=name, given_name=""))
    assert service.get(patient.id).details.family_name == name


@pytest.mark.catalogue("D09")
def test_names_are_trimmed_and_kept_in_one_form():
    kept = checked(_details(family_name="  Jose\u0301 \u00a0", clinic_id=" 7 "), TODAY)
    assert (kept.family_name, kept.clinic_id) == ("José", "7")


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("An\x00n", 3),
        ("\x07Ann", 1),
        ("Ann\x1b", 4),
        ("An\u2028n", 3),
        ("An\u202en", 3),
        ("An\u200bn", 3),
        ("\ufeffAnn", 1),
        ("An\u2066n", 3),
        ("An\nn", 3),
        ("An\ud800n", 3),
        ("A\ue000", 2),
    ],
)
@pytest.mark.catalogue("D07", "D08", "D13")
def test_what_cannot_be_seen_is_refused_with_its_position(name, position):
    refusal = _refused(given_name=name)
    assert refusal.field == "given_name"
    assert f"at position {position}" in str(refusal)


@pytest.mark.parametrize("name", ["Ann 😀", "❤", "👩🏽", "A🏿"])
@pytest.mark.catalogue("D12")
def test_pictures_are_refused_in_names(name):
    assert _refused(family_name=name).field == "family_name"


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0", "\u200b", " \u200b\ufeff "])
@pytest.mark.catalogue("D14")
def test_only_spaces_are_no_name(blank):
    assert _refused(family_name=blank, given_name=blank).field == "family_name"
    assert checked(_details(family_name=blank), TODAY).family_name == ""
    assert _refused(clinic_id=blank).field == "clinic_id"


@pytest.mark.parametrize("length", [201, 255, 10_000, 1_000_000])
@pytest.mark.catalogue("D11")
def test_a_long_name_is_refused_and_never_cut(length):
    refusal = _refused(family_name="x" * length)
    assert f"{length:,}" in str(refusal) and "200" in str(refusal)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("clinic_id", "x" * 41),
        ("contact_note", "x" * 20_001),
        ("contact_note", "bell\x07"),
        ("address", "\u202eturned"),
        ("phone", "no digits"),
        ("email", "nobody"),
        ("email", "a@"),
        ("email", "a b@c.org"),
        ("born_on", PartialDate(2026, 11, 23)),
        ("born_on", PartialDate(2027)),
        ("born_on", PartialDate(1850)),
        ("deceased_on", PartialDate(2027, 1)),
        ("deceased_on", PartialDate(1970, 1, 1)),
        ("ms_onset_on", PartialDate(1978)),
        ("menopause_on", PartialDate(2030)),
        ("dxa_interval_months", 0),
        ("dxa_interval_months", 121),
    ],
)
@pytest.mark.catalogue("E22")
def test_what_cannot_be_so_is_refused_with_its_field(field, value):
    refusal = _refused(**{field: value})
    assert refusal.field == field
    assert str(refusal).endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        {"born_on": None},
        {"born_on": PartialDate(2026, 11, 22)},
        {"born_on": PartialDate(2000, 2, 29)},
        {"born_on": PartialDate(1979)},
        {"deceased_on": PartialDate(1979)},
        {"ms_onset_on": PartialDate(1979, 3)},
        {"address": "1 Street\r\nTown"},
        {"contact_note": "فارسی\u200cها"},
        {"phone": "+44 (0)20 7946-0134", "email": "a.b+c@d-e.org"},
    ],
)
@pytest.mark.catalogue("E22")
def test_what_may_be_so_is_kept(service, changes):
    patient = service.create(_details(**changes))
    kept = service.get(patient.id).details
    for field, value in changes.items():
        wanted = value.replace("\r\n", "\n") if isinstance(value, str) else value
        assert getattr(kept, field) == wanted


def test_a_refused_change_changes_nothing(service):
    patient = service.create(_details())
    with pytest.raises(RefusedEntryError):
        service.update(patient.id, 1, _details(family_name="x" * 201))
    second = service.create(_details(clinic_id="MSB-0002"))
    with pytest.raises(DuplicateClinicIdError):
        service.update(second.id, 1, _details())
    assert service.get(patient.id) == patient
    assert service.get(second.id) == second


def test_numbers_go_on_from_the_highest(service):
    assert service.next_clinic_id() == "MSB-0001"
    for clinic_id in ("MSB-0009", "msb-0041", "MSB-x", "OTHER-99", "MSB-0041-b"):
        service.create(_details(clinic_id=clinic_id))
    assert service.next_clinic_id() == "MSB-0042"


def test_the_list_and_the_search_agree(service):
    service.create(_details(family_name="Lévesque"))
    assert service.search("levesque") == service.page(text="levesque").rows
    assert service.page(saved_filter="not_seen_12_months").total == 1
    assert service.similar_to(_details(family_name="Levesque"))[0].row.id == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=210))
def test_every_name_is_kept_exactly_or_refused_with_its_field(service, name):
    fields = set()
    try:
        patient = service.create(
            _details(family_name=name, given_name="Known", clinic_id=uuid4().hex)
        )
    except RefusedEntryError as refusal:
        fields.add(refusal.field)
        return
    finally:
        assert fields <= {"family_name"}
    stored = service.get(patient.id).details
    assert stored == patient.details
    assert checked(stored, TODAY) == stored
    service.search(name)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=60) | st.from_regex(r"[0-9./\- ]{1,14}|[a-z]{3} [0-9]{1,4} [0-9]{2,4}")
)
def test_whatever_is_typed_the_search_answers(service, typed):
    service.search(typed)
    service.page(text=typed)
