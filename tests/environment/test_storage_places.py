"""A clinic's file is kept off network shares and out of folders that other programs copy."""

from pathlib import Path

import pytest

from msbone_desktop.domain.errors import UnsafeFolderError
from msbone_desktop.environment import storage_places
from msbone_desktop.environment.storage_places import (
    kind_of_share,
    refuse_unsafe,
    share_in_table,
    share_on_windows,
)

TABLE = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /home/ann/far\040away rw shared:7 - nfs4 server:/export rw
31 22 0:41 / /mnt/clinic rw - cifs //server/clinic rw
32 22 0:42 / /home/ann/ssh rw - fuse.sshfs ann@server: rw
33 31 254:1 / /mnt/clinic/local rw - ext4 /dev/vdb rw
34 22 0:43 / /host rw - 9p hostshare rw
35 22 0:44 / /stick rw - fuse.veracrypt veracrypt rw
36 22 0:45 / /auto rw - autofs systemd-1 rw
37 36 0:46 / /auto rw - nfs server:/auto rw

half a line
"""


def _local(_: Path) -> str:
    return ""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/ann/clinic", ""),
        ("/home/ann/far away/clinic", "nfs4"),
        ("/home/ann/far", ""),
        ("/mnt/clinic", "cifs"),
        ("/mnt/clinic/a/b", "cifs"),
        ("/mnt/clinic/local/a", ""),
        ("/mnt/clinical", ""),
        ("/home/ann/ssh/clinic", "sshfs"),
        ("/host/clinic", "9p"),
        ("/stick/clinic", ""),
        ("/auto/clinic", "nfs"),
    ],
)
@pytest.mark.catalogue("A15")
def test_a_network_share_is_told_by_the_table_of_mounts(place, kind):
    assert share_in_table(Path(place), TABLE) == kind


def test_a_table_that_cannot_be_read_lets_pass(tmp_path, monkeypatch):
    monkeypatch.setattr(storage_places, "MOUNTS", tmp_path / "none")
    monkeypatch.setattr("sys.platform", "linux")
    assert kind_of_share(tmp_path) == ""


@pytest.mark.parametrize(
    ("place", "is_share"),
    [
        (r"\\server\clinic\records", True),
        ("//server/clinic/records", True),
        (r"\\?\UNC\server\clinic", True),
        (r"\\?\C:\clinic", False),
        (r"C:\clinic", False),
        ("n:/clinic", True),
    ],
)
def test_on_windows_addresses_of_servers_and_their_letters_are_shares(place, is_share):
    def drive_type(root: str) -> int:
        assert root.endswith(":\\")
        return 4 if root[0] in "Nn" else 3

    assert bool(share_on_windows(place, drive_type)) is is_share


def test_a_share_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(UnsafeFolderError) as refusal:
        refuse_unsafe(tmp_path / "clinic.msbone", lambda _: "cifs")
    assert "network share (cifs)" in str(refusal.value)
    assert "disk of this computer" in str(refusal.value)
    assert "backups may go there" in str(refusal.value)
    assert str(tmp_path) not in str(refusal.value)


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox/clinic", "Dropbox"),
        ("Dropbox (North Clinic)/clinic", "Dropbox"),
        ("OneDrive - North Clinic/a/b/clinic", "OneDrive"),
        ("onedrive", "OneDrive"),
        ("Google Drive/My Drive/clinic", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Library/CloudStorage/Box-Box", "a cloud service"),
        ("Nextcloud/clinic", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Syncthing", "Syncthing"),
    ],
)
def test_a_folder_that_is_copied_is_told_by_its_name(tmp_path, folder, program):
    with pytest.raises(UnsafeFolderError, match=f"in a folder that {program} copies"):
        refuse_unsafe(tmp_path / folder / "clinic.msbone", _local, {})


@pytest.mark.parametrize(
    "folder", ["Dropboxes", "not OneDrive", "Clinic", "records/clinic", "Box", "Sync"]
)
def test_an_ordinary_name_is_let_pass(tmp_path, folder):
    refuse_unsafe(tmp_path / folder / "clinic.msbone", _local, {})


@pytest.mark.parametrize(
    ("mark", "content", "program"),
    [
        (".dropbox", b"{}", "Dropbox"),
        (".stfolder", None, "Syncthing"),
        (".sync_0a1b2c3d4e5f.db", b"", "Nextcloud or ownCloud"),
        ("._sync_0a1b2c.db", b"", "Nextcloud or ownCloud"),
        (".tmp.driveupload", None, "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", b"", "OneDrive"),
        ("desktop.ini", "[.ShellClassInfo]\r\nIconResource=C:\\OneDrive.exe".encode("utf-16"), "OneDrive"),
    ],
)  # fmt: skip
@pytest.mark.catalogue("A15")
def test_a_folder_that_is_copied_is_told_by_what_lies_in_it(tmp_path, mark, content, program):
    if content is None:
        (tmp_path / mark).mkdir()
    else:
        (tmp_path / mark).write_bytes(content)
    with pytest.raises(UnsafeFolderError, match=program):
        refuse_unsafe(tmp_path / "deep" / "down" / "clinic.msbone", _local, {})


def test_settings_of_such_a_program_and_plain_icons_are_no_mark(tmp_path):
    (tmp_path / ".dropbox").mkdir()  # as Dropbox keeps in a home on Linux
    (tmp_path / "desktop.ini").write_text("[.ShellClassInfo]\nIconResource=shell32.dll,3\n")
    refuse_unsafe(tmp_path / "clinic.msbone", _local, {})


def test_a_link_does_not_hide_the_place(tmp_path):
    (tmp_path / "Nextcloud" / "clinic").mkdir(parents=True)
    (tmp_path / "local").symlink_to(tmp_path / "Nextcloud" / "clinic")
    with pytest.raises(UnsafeFolderError, match="Nextcloud"):
        refuse_unsafe(tmp_path / "local" / "clinic.msbone", _local, {})
    seen: list[Path] = []
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")

    def look(place: Path) -> str:
        seen.append(place)
        return ""

    refuse_unsafe(tmp_path / "near" / "clinic.msbone", look, {})
    assert seen == [(tmp_path / "far" / "clinic.msbone").resolve()]


def test_a_folder_that_onedrive_names_in_the_environment_is_refused(tmp_path):
    with pytest.raises(UnsafeFolderError, match="OneDrive"):
        refuse_unsafe(
            tmp_path / "Work" / "clinic.msbone", _local, {"OneDrive": str(tmp_path / "Work")}
        )


def test_links_in_a_circle_are_left_to_the_opening(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    refuse_unsafe(tmp_path / "a" / "clinic.msbone", _local, {})
