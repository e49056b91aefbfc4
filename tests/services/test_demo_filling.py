"""The demo clinic on disk: filled through the services, whole or absent, never among real people."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import DuplicateClinicIdError
from msbone_desktop.domain.screenings import ScreeningState
from msbone_desktop.services.demo.crowd import crowd, fill_crowd
from msbone_desktop.services.demo.filling import (
    DEMO_PASSPHRASE,
    RealPatientsError,
    demo_vault,
    fill_demo,
)
from msbone_desktop.services.demo.making import make_demo
from msbone_desktop.services.demo.tables import load_tables
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.screening import ScreeningService
from msbone_desktop.services.vault import DATABASE_NAME, KEYS_NAME, Vault

TREE = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
NAME = "Tester"


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def knowledge():
    source = knowledge_source(TREE / "resources")
    source()
    return source


def make(folder: Path, knowledge) -> Vault:
    return demo_vault(folder, clock, knowledge, migrations=TREE / "db")


@pytest.fixture(scope="module")
def filled(tmp_path_factory, knowledge):
    folder = tmp_path_factory.mktemp("records") / "demo"
    return make(folder, knowledge), folder


@pytest.fixture(scope="module")
def clinic(filled):
    opened = filled[0].unlock(DEMO_PASSPHRASE, NAME)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def named(clinic):
    """Return what is on file about a case."""
    rows = {row.clinic_id: row for row in clinic.patients.page(limit=500).rows}
    return {
        person.case: (rows[person.details.clinic_id], person)
        for person in make_demo(NOW.date())
        if person.case
    }


def test_its_passphrase_is_shown_and_it_says_that_it_is_a_demo(filled, clinic):
    vault = filled[0]
    assert vault.is_demo
    assert vault.hint == DEMO_PASSPHRASE
    assert clinic.identity.is_demo
    assert "fictional" in clinic.identity.name


def test_everybody_is_on_file_as_made(clinic):
    people = {person.details.clinic_id: person for person in make_demo(NOW.date())}
    page = clinic.patients.page(limit=500)
    assert page.total == len(people) >= 60
    for row in page.rows:
        assert clinic.patients.get(row.id).details == people[row.clinic_id].details


def test_every_screening_is_on_file_on_its_own_day(clinic):
    for person in make_demo(NOW.date()):
        (row,) = clinic.patients.search(person.details.clinic_id)
        kept = clinic.screenings.of(row.id)
        assert len(kept) == len(person.visits)
        for screening, visit in zip(sorted(kept, key=lambda s: s.id), person.visits, strict=True):
            assert screening.assessed_on == visit.record.assessed_on
            assert (screening.state is not ScreeningState.DRAFT) == visit.signed
            if visit.signed:
                assert screening.signed_by == visit.by
                assert screening.signed_at is not None
                assert screening.signed_at.date() == visit.on


def test_every_scan_is_on_file_once(clinic):
    for person in make_demo(NOW.date()):
        (row,) = clinic.patients.search(person.details.clinic_id)
        kept = [scan for _, scan in clinic.dxa.history(row.id)]
        assert kept == sorted(person.scans, key=lambda s: s.performed_on, reverse=True)


def test_an_amended_screening_is_replaced_and_so_is_its_result(clinic, named):
    row, person = named["amended"]
    states = [screening.state for screening in clinic.screenings.of(row.id)]
    assert states.count(ScreeningState.AMENDED) == 1
    with clinic.database.unit_of_work() as work:
        results = work.facts.facts_of(row.id).vitamin_d
    assert results == person.visits[-1].record.vitamin_d


def test_the_scanners_of_the_demo_are_on_its_list_with_their_precision(clinic):
    by_serial = {each.details.serial: each for each in clinic.scanners.list()}
    assert set(by_serial) == {"HOL-1", "LUN-2"}
    assert {each.site for each in by_serial["HOL-1"].precision} == {
        "lumbar_spine", "total_hip", "femoral_neck",
    }  # fmt: skip


def test_today_has_drafts_and_scans_that_are_due(clinic, named):
    look, due = clinic.today.look(), clinic.today.due()
    assert len(look.drafts) >= 3
    assert due.count >= 5
    without = {named["deceased"][0].id, named["opted_out"][0].id}
    assert not without & {row.id for row, _ in due.first}


@pytest.mark.parametrize(
    ("typed", "case"),
    [
        ("demo-zlutoucka", "accents"),
        ("obrien", "apostrophe"),
        ("演示", "chinese"),
        ("ليلى", "arabic"),
        ("δαφνη", "greek"),
        ("берёзова", "cyrillic"),
        ("demonella", "one_word"),
    ],
)
def test_awkward_names_are_found(clinic, named, typed, case):
    assert named[case][0].id in {row.id for row in clinic.patients.search(typed)}


def test_twins_and_swapped_days_are_noticed_as_similar(clinic, named):
    for one, other in (("twin_a", "twin_b"), ("swapped_a", "swapped_b")):
        details = named[one][1].details
        found = clinic.patients.similar_to(details, besides=named[one][0].id)
        assert named[other][0].id in {similar.row.id for similar in found}


def test_a_second_call_opens_the_same_demo(filled, knowledge):
    folder = filled[1]
    before = (folder / KEYS_NAME).read_bytes()
    assert make(folder, knowledge).hint == DEMO_PASSPHRASE
    assert (folder / KEYS_NAME).read_bytes() == before


# ---- refused, or whole ----


def test_it_is_refused_in_a_clinic_with_real_patients(tmp_path, knowledge):
    real = Vault(tmp_path, clock, knowledge, migrations=TREE / "db")
    real.create("a real passphrase", ClinicIdentity(name="A real clinic"))
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(RealPatientsError, match=r"refused: .* real patients. Nothing was changed"):
        make(tmp_path, knowledge)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("left", [DATABASE_NAME, KEYS_NAME])
def test_it_is_refused_where_one_file_of_a_real_clinic_is_left(tmp_path, knowledge, left):
    real = Vault(tmp_path, clock, knowledge, migrations=TREE / "db")
    real.create("a real passphrase", ClinicIdentity(name="A real clinic"))
    for name in {DATABASE_NAME, KEYS_NAME} - {left}:
        (tmp_path / name).unlink()
    before = (tmp_path / left).read_bytes()
    with pytest.raises(RealPatientsError):
        make(tmp_path, knowledge)
    assert (tmp_path / left).read_bytes() == before


def test_other_files_in_the_folder_do_not_matter_and_stay(tmp_path, knowledge):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "page.pdf").write_bytes(b"%PDF")
    assert make(tmp_path, knowledge).exists
    assert (tmp_path / "output" / "page.pdf").read_bytes() == b"%PDF"


def test_a_failure_half_way_leaves_no_clinic(tmp_path, knowledge, monkeypatch):
    sign = ScreeningService.sign
    signed = []

    def fail_at_last(self, *arguments):
        signed.append(arguments)
        if len(signed) > 100:
            raise OSError(28, "No space left on device")
        return sign(self, *arguments)

    monkeypatch.setattr(ScreeningService, "sign", fail_at_last)
    with pytest.raises(Exception, match="disk is full"):
        make(tmp_path, knowledge)
    assert not (tmp_path / DATABASE_NAME).exists()
    monkeypatch.undo()
    assert whole(make(tmp_path, knowledge))


CUT_OFF = """
import os, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from msbone_desktop.services.demo.filling import demo_vault
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.screening import ScreeningService

folder, tree = map(Path, sys.argv[1:])
sign = ScreeningService.sign
signed = []

def cut_off(self, *arguments):
    signed.append(1)
    if len(signed) > 100:
        os.kill(os.getpid(), 9)
    return sign(self, *arguments)

ScreeningService.sign = cut_off
now = datetime(2026, 11, 22, 10, tzinfo=UTC)
demo_vault(folder, lambda: now, knowledge_source(tree / "resources"), migrations=tree / "db")
"""


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 there")
def test_a_program_killed_half_way_leaves_no_clinic_and_the_next_start_makes_it(
    tmp_path, knowledge
):
    ended = subprocess.run(
        [sys.executable, "-c", CUT_OFF, str(tmp_path), str(TREE)],
        cwd=TREE,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr
    assert not (tmp_path / DATABASE_NAME).exists()
    assert whole(make(tmp_path, knowledge))


def whole(vault: Vault) -> bool:
    clinic = vault.unlock(DEMO_PASSPHRASE, NAME)
    try:
        return clinic.patients.page().total == len(make_demo(NOW.date()))
    finally:
        clinic.close()


def test_early_on_the_day_nothing_is_entered_later_than_now(tmp_path, knowledge):
    early = datetime(2026, 11, 22, 0, 5, tzinfo=UTC)
    vault = demo_vault(tmp_path, lambda: early, knowledge, migrations=TREE / "db")
    clinic = vault.unlock(DEMO_PASSPHRASE, NAME)
    try:
        for row in clinic.patients.page(limit=500).rows:
            assert clinic.patients.get(row.id).changed_at <= early
            assert all(s.saved_at <= early for s in clinic.screenings.of(row.id))
    finally:
        clinic.close()


@pytest.mark.parametrize(("day", "seed"), [((2028, 2, 29), 3), ((2027, 1, 1), 4)])
def test_people_of_any_day_and_seed_go_through_the_services(tmp_path, knowledge, day, seed):
    year, month, of_month = day
    now = datetime(year, month, of_month, 10, tzinfo=UTC)
    vault = Vault(tmp_path, lambda: now, knowledge, migrations=TREE / "db")
    vault.create(DEMO_PASSPHRASE, ClinicIdentity(is_demo=True))
    clinic = vault.unlock(DEMO_PASSPHRASE, NAME)
    try:
        people = make_demo(now.date(), seed)
        fill_demo(clinic.database, people, lambda: now, knowledge())
        assert clinic.patients.page().total == len(people)
    finally:
        clinic.close()


# ---- a crowd ----


def test_a_crowd_is_the_same_for_its_seed_and_everybody_is_different():
    names = load_tables(TREE / "resources" / "demo").names
    people = tuple(crowd(names, 2000))
    assert people == tuple(crowd(names, 2000))
    assert len({person.clinic_id for person in people}) == 2000
    assert len({(p.family_name, p.given_name) for p in people}) > 1800
    assert all(person.clinic_id.startswith("DEMO-") for person in people)


def test_a_crowd_is_filed_like_patients_entered_one_by_one(tmp_path, knowledge):
    names = load_tables(TREE / "resources" / "demo").names
    vault = Vault(tmp_path, clock, knowledge, migrations=TREE / "db")
    vault.create(DEMO_PASSPHRASE, ClinicIdentity(is_demo=True))
    clinic = vault.unlock(DEMO_PASSPHRASE, NAME)
    try:
        people = tuple(crowd(names, 6000))
        fill_crowd(clinic.database, names, 6000, NOW)
        assert clinic.patients.page().total == 6000
        for details in people[::750]:
            born = details.born_on
            assert born is not None
            for typed in (details.clinic_id, f"{details.given_name} {born.isoformat()}"):
                rows = clinic.patients.search(typed)
                assert details.clinic_id in {row.clinic_id for row in rows}
            (row,) = clinic.patients.search(details.clinic_id)
            assert clinic.patients.get(row.id).details == details
        with pytest.raises(DuplicateClinicIdError):
            fill_crowd(clinic.database, names, 1, NOW)
        assert clinic.patients.page().total == 6000
        # One more, the usual way: numbers and lists go on from the crowd.

        added = clinic.patients.create(replace(people[0], clinic_id="DEMO-X"))
        assert clinic.patients.search("DEMO-X")[0].id == added.id
    finally:
        clinic.close()
