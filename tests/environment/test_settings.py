import json

import pytest

from msbone_desktop.environment.settings import SettingsFile, WorkstationSettings

LIVED_IN = WorkstationSettings(
    scheme="dark",
    last_actor="Zoë Ångström",
    window_width=1280,
    window_height=800,
    is_maximised=True,
)


def test_what_is_saved_is_there_at_the_next_start(tmp_path):
    assert SettingsFile(tmp_path / "new" / "folder").save(LIVED_IN)
    assert SettingsFile(tmp_path / "new" / "folder").load() == LIVED_IN


def test_a_first_start_has_the_usual_settings_and_writes_nothing(tmp_path):
    assert SettingsFile(tmp_path).load() == WorkstationSettings()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b"null", b"[" * 100_000], ids=repr
)
@pytest.mark.catalogue("B18")
def test_a_spoiled_file_is_set_aside_and_never_stops_the_start(tmp_path, garbage):
    path = tmp_path / "workstation.json"
    path.write_bytes(garbage)
    assert SettingsFile(tmp_path).load() == WorkstationSettings()
    assert path.with_suffix(".json.bad").read_bytes() == garbage
    assert SettingsFile(tmp_path).save(LIVED_IN)
    assert SettingsFile(tmp_path).load() == LIVED_IN


@pytest.mark.parametrize(
    "field, value",
    [
        ("scheme", "purple"),
        ("scheme", ["dark"]),
        ("last_actor", 7),
        ("last_actor", "a" * 201),
        ("last_actor", "two\nlines"),
        ("window_width", -5),
        ("window_width", True),
        ("window_height", 1e300),
        ("window_height", 10**9),
        ("is_maximised", "yes"),
    ],
)
def test_one_spoiled_setting_does_not_take_the_others_along(tmp_path, field, value):
    SettingsFile(tmp_path).save(LIVED_IN)
    path = tmp_path / "workstation.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {field: value}), encoding="utf-8")
    loaded = SettingsFile(tmp_path).load()
    assert getattr(loaded, field) == getattr(WorkstationSettings(), field)
    others = set(WorkstationSettings.__slots__) - {field}
    assert all(getattr(loaded, other) == getattr(LIVED_IN, other) for other in others)


@pytest.mark.catalogue("B18")
def test_a_setting_of_a_later_version_is_passed_over(tmp_path):
    (tmp_path / "workstation.json").write_text('{"scheme": "light", "smell": 1}', encoding="utf-8")
    assert SettingsFile(tmp_path).load() == WorkstationSettings(scheme="light")


@pytest.mark.catalogue("A18")
def test_a_disk_that_refuses_is_an_answer_and_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert not SettingsFile(tmp_path / "file").save(LIVED_IN)


def test_a_save_that_fails_half_way_leaves_the_old_settings(tmp_path, monkeypatch):
    SettingsFile(tmp_path).save(LIVED_IN)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert not SettingsFile(tmp_path).save(WorkstationSettings())
    assert SettingsFile(tmp_path).load() == LIVED_IN
    assert [file.name for file in tmp_path.iterdir()] == ["workstation.json"]


def test_there_is_no_room_for_anything_about_a_patient():
    assert set(WorkstationSettings.__slots__) == {
        "scheme",
        "last_actor",
        "window_width",
        "window_height",
        "is_maximised",
    }
