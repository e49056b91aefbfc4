"""People, screenings and pages as the domain knows them."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pkgutil import iter_modules

import pytest

import msbone_desktop.domain
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.patients import Patient, PatientDetails, PatientId

MODULES = tuple(
    import_module(f"{msbone_desktop.domain.__name__}.{module.name}")
    for module in iter_modules(msbone_desktop.domain.__path__)
)
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


def patient(family="Okafor", given="Ada", born=None):
    details = PatientDetails(family_name=family, given_name=given, born_on=born, clinic_id="7")
    return Patient(
        id=PatientId(1), details=details, version=1, created_at=MOMENT, changed_at=MOMENT
    )


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [("Okafor", "Ada", "Okafor, Ada"), ("Okafor", "", "Okafor"), ("", "Ada", "Ada"), ("", "", "")],
)
def test_the_family_name_comes_first(family, given, name):
    assert patient(family, given).name == name


def test_an_age_needs_the_whole_date_of_birth():
    on = date(2026, 11, 22)
    assert patient(born=PartialDate(1991, 11, 22)).age(on) == 35
    assert patient(born=PartialDate(1991, 11, 23)).age(on) == 34
    assert patient(born=PartialDate(1991, 11)).age(on) is None
    assert patient().age(on) is None


def test_what_was_not_asked_of_a_new_patient_is_not_asked():
    details = patient().details
    assert (
        not isinstance(details.sex_for_reference, str) or details.sex_for_reference == "not_asked"
    )
    assert details.dxa_interval_months is None and not details.opted_out


def test_a_new_clinic_is_no_demo_and_prints_on_a4():
    identity = ClinicIdentity()
    assert (identity.paper, identity.date_order, identity.is_demo) == ("A4", "dmy", False)


def test_nothing_in_the_domain_changes_under_the_hands_of_who_holds_it():
    seen = 0
    for module in MODULES:
        for kind in vars(module).values():
            if not (isinstance(kind, type) and is_dataclass(kind)) or kind.__name__[0] == "_":
                continue
            seen += 1
            assert "__delattr__" in vars(kind), kind  # only a frozen one refuses
            assert "__slots__" in vars(kind), kind
            assert fields(kind), kind
    assert seen > 150
    with pytest.raises(FrozenInstanceError):
        patient().version = 2
