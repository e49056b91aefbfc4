from pathlib import Path

import pytest

from msbone_desktop.environment.folders import workstation_folders
from msbone_desktop.environment.resources import shipped


def test_one_variable_moves_everything_the_program_writes(tmp_path):
    folders = workstation_folders({"MSBONE_HOME": str(tmp_path / "stick")})
    for folder in (folders.records, folders.settings, folders.logs):
        assert folder.is_relative_to(tmp_path / "stick")


def test_without_it_the_desktop_s_own_places_are_used():
    folders = workstation_folders({})
    assert len({folders.records, folders.settings, folders.logs}) == 3
    assert all("MSBone" in folder.parts for folder in (folders.records, folders.settings))


def test_an_empty_variable_counts_as_none():
    assert workstation_folders({"MSBONE_HOME": ""}) == workstation_folders({})


def test_naming_the_folders_makes_none(tmp_path):
    workstation_folders({"MSBONE_HOME": str(tmp_path / "stick")})
    assert not (tmp_path / "stick").exists()


def test_the_folders_are_closed_to_other_accounts(tmp_path):
    folders = workstation_folders({"MSBONE_HOME": str(tmp_path)})
    folders.make()
    folders.make()
    for folder in (folders.records, folders.settings, folders.logs):
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("folder", ["resources", "db"])
def test_knowledge_and_migrations_are_found_whatever_the_working_folder(
    folder, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert shipped(folder).is_dir()
    assert shipped(folder).is_absolute()


def test_a_copy_that_lacks_a_folder_says_what_to_do():
    with pytest.raises(FileNotFoundError, match="Reinstall"):
        shipped("nowhere")


def test_a_wheel_s_own_folder_goes_before_a_neighbour_of_the_same_name(tmp_path, monkeypatch):
    from msbone_desktop.environment import resources

    package = tmp_path / "msbone_desktop"
    (package / "_resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", Path(package))
    assert shipped("resources") == package / "_resources"
