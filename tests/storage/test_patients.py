"""Patients are kept once, found as people type, and listed in a total order."""

from datetime import date

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    DuplicateClinicIdError,
    NotFoundError,
)
from msbone_desktop.domain.patients import PatientId
from tests.storage.making import AT, DAY, details


@pytest.fixture
def found(database):
    """Search, and return the clinic IDs of those found."""

    def search(text: str, limit: int = 50) -> list[str]:
        with database.unit_of_work() as work:
            return [row.clinic_id for row in work.patients.search(text, limit)]

    return search


@pytest.fixture
def page(database):
    """Return the clinic IDs on a page, and the total."""

    def turn(**asked: object) -> tuple[list[str], int]:
        with database.unit_of_work() as work:
            got = work.patients.page(seen_since=date(2025, 11, 22), **asked)
            return [row.clinic_id for row in got.rows], got.total

    return turn


def test_every_detail_comes_back_as_it_was_given(database, enter):
    given = details(
        family_name="D'Ambrosio-Nguyễn",
        given_name="محمد",
        born_on=PartialDate(1979, 3),
        clinic_id="ß-7",
        sex_for_reference="female",
        menopause=Absence.DECLINED,
        menopause_on=PartialDate(2020),
        ms_course="relapsing_remitting",
        ms_onset_on=PartialDate(2001, 2),
        phone="+44 20 7946 0134",
        email="a@b.org",
        address="1 Street\nTown",
        contact_by="text",
        contact_note="after 5",
        opted_out=True,
        opted_out_reason="asked not to",
        deceased_on=PartialDate(2026, 1, 2),
        dxa_interval_months=24,
    )
    kept = enter(**{name: getattr(given, name) for name in given.__dataclass_fields__})
    assert kept.details == given
    assert (kept.version, kept.created_at, kept.changed_at) == (1, AT, AT)


@pytest.mark.parametrize("second", ["MSB-0001", "msb-0001"])
def test_two_patients_never_share_a_clinic_id(database, enter, second):
    enter()
    with pytest.raises(DuplicateClinicIdError) as refusal:
        enter(clinic_id=second)
    assert refusal.value.field == "clinic_id"
    other = enter()
    with pytest.raises(DuplicateClinicIdError), database.unit_of_work() as work:
        work.patients.update(other.id, 1, details(clinic_id=second), "B", AT)


def test_a_change_of_an_older_version_overwrites_nothing(database, enter):
    patient = enter()
    with database.unit_of_work() as work:
        work.patients.update(patient.id, 1, details(given_name="First"), "B", AT)
    with pytest.raises(ChangedElsewhereError), database.unit_of_work() as work:
        work.patients.update(patient.id, 1, details(given_name="Second"), "C", AT)
    with database.unit_of_work() as work:
        assert work.patients.get(patient.id).details.given_name == "First"
        with pytest.raises(NotFoundError):
            work.patients.update(PatientId(99), 1, details(clinic_id="x"), "C", AT)


def test_a_patient_is_found_by_the_new_name_only_after_a_change(database, enter, found):
    patient = enter(family_name="Before")
    with database.unit_of_work() as work:
        work.patients.update(patient.id, 1, details(family_name="After"), "B", AT)
    assert found("after") == ["MSB-0001"]
    assert found("before") == []


@pytest.mark.parametrize(
    "typed",
    [
        "lévesque",
        "LEVESQUE",
        "lev ben",
        "ben lev",
        "Lévesque, Ben",
        "benoit",
        "tremblay",
        "lev tre",
    ],
)
def test_names_are_found_in_any_order_without_accents(enter, found, typed):
    enter(family_name="Lévesque-Tremblay", given_name="Benoît")
    enter(family_name="Other", given_name="Person")
    assert found(typed) == ["MSB-0001"]


@pytest.mark.parametrize(
    ("family", "typed"),
    [
        ("Łukasz", "lukasz"),
        ("Łukasz", "łuk"),
        ("Yılmaz", "yilmaz"),
        ("Yılmaz", "YILMAZ"),
        ("Yılmaz", "YİLMAZ"),
        ("İnce", "ince"),
        ("Weiß", "weiss"),
        ("Weiss", "weiß"),
        ("Sørensen", "sorensen"),
        ("Đorđević", "dordevic"),
        ("Ærø", "aero"),
        ("O'Brien", "obrien"),
        ("O’Brien", "o'b"),
        ("O'Brien", "brien"),
        ("d'", "d"),
        ("Nguyễn", "nguyen"),
        ("José", "josé"),
        ("王", "王小明"),
        ("محمد", "محمد"),
        ("שרה", "שר"),
        ("ＦＵＬＬ", "full"),
    ],
)
@pytest.mark.catalogue("D09", "D18")
def test_letters_of_many_languages_find_each_other(enter, found, family, typed):
    enter(family_name=family, given_name="小明" if family == "王" else "")
    assert found(typed) == ["MSB-0001"]


@pytest.mark.parametrize(
    "typed",
    [
        "14/3/1979",
        "14.03.1979",
        "14-3-1979",
        "3/14/1979",
        "14/3/79",
        "14031979",
        "03141979",
        "19790314",
        "140379",
        "14 03 1979",
        "1979-03-14",
        "1979-03",
        "1979",
        "14 mar 1979",
        "14 March 1979",
        "March 14, 1979",
        "14th march 1979",
        "mar 1979",
        "ord 14/3/79",
        "1979 ann",
    ],
)
def test_a_date_of_birth_is_found_in_any_format(enter, found, typed):
    enter()
    enter(born_on=PartialDate(1980, 4, 15), given_name="Eve")
    assert found(typed) == ["MSB-0001"]


def test_a_date_known_in_part_may_be_the_day_that_was_typed(enter, found):
    enter(born_on=PartialDate(1979))
    enter(born_on=PartialDate(1979, 3))
    enter(born_on=PartialDate(1979, 4))
    assert found("14/3/1979") == ["MSB-0001", "MSB-0002"]


def test_an_impossible_date_finds_nobody(enter, found):
    enter()
    assert found("31/2/1979") == []
    assert found("99999999") == []


@pytest.mark.parametrize("typed", ["0134", "134", "460134", "7946 0134", "020 7946 0134"])
def test_a_phone_is_found_by_its_last_digits(enter, found, typed):
    enter(phone="020 7946-0134")
    enter(phone="0134 555 999")
    assert found(typed) == ["MSB-0001"]


@pytest.mark.parametrize("typed", ["MS-0012", "ms-00", "ms0012", "0012", "ms 0012"])
def test_a_clinic_id_is_found_as_it_is_typed(enter, found, typed):
    enter(clinic_id="MS-0012")
    enter(clinic_id="XY-0300")
    assert found(typed) == ["MS-0012"]


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "\\",
        "*",
        '"',
        "'",
        "a%",
        "; DROP TABLE patient; --",
        "\x00",
        "\ud800",
        "(",
        "n_rmal",
        "nor%",
    ],
)
@pytest.mark.catalogue("D01", "D02")
def test_nothing_typed_is_a_wildcard_or_a_command(database, enter, found, typed):
    enter(family_name="Normal")
    assert found(typed) == []
    assert found("normal") == ["MSB-0001"]


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
@pytest.mark.catalogue("D02")
def test_a_sign_in_a_name_is_found_as_it_is(enter, found, sign):
    enter(family_name="Normal")
    enter(family_name=f"Nor{sign}mal")
    for typed in (sign, f"nor{sign}", f"nor{sign}mal"):
        assert found(typed) == ["MSB-0002"]


@pytest.mark.catalogue("D01")
def test_text_that_is_data_is_stored_as_it_is(enter, found):
    hostile = "Robert'); DROP TABLE patient;--"
    enter(family_name=hostile)
    assert found("robert") == ["MSB-0001"]
    assert found(hostile) == ["MSB-0001"]


@pytest.mark.parametrize("typed", ["", "   ", "\t", "- / ."])
def test_nothing_typed_finds_nobody(enter, found, typed):
    enter()
    assert found(typed) == []


@pytest.mark.catalogue("D16")
def test_a_very_long_text_is_searched_quickly(enter, found):
    import time

    enter()
    started = time.perf_counter()
    assert found("a" * 50_000 + "!") == []
    assert found("1 " * 50_000) == []
    assert time.perf_counter() - started < 0.5


def test_the_likeliest_come_first_and_the_limit_holds(enter, found):
    enter(family_name="Zulu", given_name="Mar")
    enter(family_name="Martin", given_name="B")
    enter(family_name="Marbury", given_name="A")
    assert found("mar") == ["MSB-0003", "MSB-0002", "MSB-0001"]
    assert found("mar", 2) == ["MSB-0003", "MSB-0002"]
    assert found("mar", 0) == []


def test_the_list_has_a_total_order_either_way(enter, page):
    for born in (PartialDate(1980), None, PartialDate(1970, 1, 1), None):
        enter(born_on=born)
    up = ["MSB-0003", "MSB-0001", "MSB-0002", "MSB-0004"]
    assert page(sort="born") == (up, 4)
    assert page(sort="born", descending=True)[0][:2] == ["MSB-0001", "MSB-0003"]
    assert set(page(sort="born", descending=True)[0][2:]) == {"MSB-0002", "MSB-0004"}
    assert page(sort="born", offset=1, limit=2) == (up[1:3], 4)


@pytest.mark.parametrize(
    "sort", ["name", "born", "clinic_id", "ms_course", "edss", "last_screened", "last_dxa"]
)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_any_order_show_everybody_once(enter, page, sort, descending):
    for _ in range(7):
        enter()
    shown = [
        clinic_id
        for offset in range(0, 8, 2)
        for clinic_id in page(sort=sort, descending=descending, offset=offset, limit=2)[0]
    ]
    assert sorted(shown) == [f"MSB-{number:04d}" for number in range(1, 8)]


@pytest.mark.parametrize("few", [1, 8000])
def test_the_list_is_filtered_as_it_is_searched(enter, page, found, monkeypatch, few):
    monkeypatch.setattr("msbone_desktop.storage.patient_search._FEW", few)
    enter(family_name="Lévesque", born_on=PartialDate(1979, 3))
    enter(family_name="Levy")
    enter(family_name="Other", phone="5550134")
    for typed in ("lev", "lev ann", "14/3/1979", "0134", "%", "msb", "1979 lev"):
        rows, total = page(text=typed)
        assert set(rows) == set(found(typed)), typed
        assert total == len(rows)


def test_an_unknown_order_or_filter_is_a_mistake(page):
    with pytest.raises(ValueError, match="sorted"):
        page(sort="age")
    with pytest.raises(ValueError, match="filter"):
        page(saved_filter="risky")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"born_on": PartialDate(1979, 3, 14)}, "Same date of birth, same name"),
        ({"given_name": "Anne"}, "Same date of birth, similar name"),
        ({"given_name": "Bob"}, "Same date of birth, same family name"),
        ({"born_on": PartialDate(1990, 1, 1)}, "Same name, another date of birth"),
        ({"born_on": None}, "Same name; a date of birth is not recorded"),
        (
            {"family_name": "Ann", "given_name": "Ordinary"},
            "Same date of birth, family and given name swapped",
        ),
        (
            {"family_name": "Ann", "given_name": "Ordinary", "born_on": None},
            "Family and given name are swapped",
        ),
        ({"given_name": "Аnn"}, "Same date of birth, similar name"),  # a Cyrillic А
    ],
)
@pytest.mark.catalogue("D10")
def test_a_patient_who_may_be_the_same_is_told_with_the_reason(database, enter, changes, reason):
    enter()
    with database.unit_of_work() as work:
        alike = work.patients.similar_to(details(**changes))
    assert [(one.row.clinic_id, one.reason) for one in alike] == [("MSB-0001", reason)]


@pytest.mark.catalogue("D10")
def test_day_and_month_swapped_are_told(database, enter):
    enter(born_on=PartialDate(1979, 3, 4))
    with database.unit_of_work() as work:
        alike = work.patients.similar_to(
            details(given_name="Anne", born_on=PartialDate(1979, 4, 3))
        )
    assert [one.reason for one in alike] == ["Day and month of birth are swapped, similar name"]


def test_somebody_else_is_not_told_and_neither_is_the_patient_herself(database, enter):
    patient = enter()
    enter(family_name="Kowalczyk", given_name="Piotr")
    with database.unit_of_work() as work:
        assert work.patients.similar_to(details(), besides=patient.id) == ()
        assert work.patients.rows([PatientId(2), PatientId(77), PatientId(1)])[0].id == 2
    assert DAY.year == 2026
