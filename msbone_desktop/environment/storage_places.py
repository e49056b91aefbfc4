"""Where a clinic's file must not lie: on a network share, or where another program copies it.

On a share two computers do not see each other's locks; a program that copies a folder reads the
file half written, brings an older one back, and sends it away. Judged by what the system tells of
the disk and by the marks that such programs leave. A place that tells nothing is let pass.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msbone_desktop.domain.errors import UnsafeFolderError

MOUNTS = Path("/proc/self/mountinfo")

_SHARES = frozenset(
    "9p acfs afs beegfs ceph cifs coda davfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 prl_fs"
    " smb2 smb3 smbfs vboxsf vmhgfs".split()
)
_SHARES_OF_PROGRAMS = re.compile(
    r"fuse\.(sshfs|glusterfs|ceph|cephfs|davfs2?|rclone|gvfsd-fuse|kio-fuse|s3fs|goofys|smbnetfs|"
    r"vmhgfs-fuse|onedriver|google-drive-ocamlfuse|curlftpfs|pcloud|juicefs)"
)

_NAMES = re.compile(
    r"(?P<Dropbox>dropbox( \(.+\))?)|(?P<OneDrive>onedrive( - .+)?)|(?P<Nextcloud>nextcloud\d*)|"
    r"(?P<ownCloud>owncloud)|(?P<iCloud>icloud ?drive|mobile documents)|"
    r"(?P<Google_Drive>google ?drive|googledrive-.+|my drive)|(?P<a_cloud_service>cloudstorage)|"
    r"(?P<Syncthing>syncthing)"
)
_FILES = {
    ".dropbox": "Dropbox",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
}
"""Files that lie at the top of a copied folder. A folder of the same name may only be settings."""
_FOLDERS = {
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".stfolder": "Syncthing",
}
_SYNC_JOURNAL = re.compile(r"\._?sync_[0-9a-f]+\.db")
_ICONS = re.compile("dropbox|onedrive|google ?drive|icloud|nextcloud|owncloud", re.IGNORECASE)
_PROPER = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}
_LONGEST_INI = 65536


def kind_of_share(place: Path) -> str:
    """Return the kind of network share that ``place``, resolved, lies on; "" for a local disk."""
    if sys.platform == "win32":
        return share_on_windows(place)
    if sys.platform == "darwin":
        return _share_on_macos(place)
    try:
        table = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return share_in_table(place, table)


def refuse_unsafe(
    file: Path,
    kind_of_share: Callable[[Path], str] = kind_of_share,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Refuse a place in which a clinic's file would be spoiled; links are followed first.

    Args:
        file: The clinic's file, there or not.
        kind_of_share: Tells the kind of network share of a place, or "".
        environment: Names the folders of OneDrive on Windows.

    Raises:
        UnsafeFolderError: It lies on a network share, or in a folder that another program copies.
    """
    try:
        real = file.resolve()
    except (OSError, RuntimeError):  # links in a circle: opening says what is wrong
        return
    kind = kind_of_share(real)
    if kind:
        raise UnsafeFolderError(f"on a network share ({kind})")
    for path in (real, file.absolute()):
        for folder in path.parents:
            program = _copied_by(folder, environment)
            if program:
                raise UnsafeFolderError(f"in a folder that {program} copies")


def share_in_table(place: Path, table: str) -> str:
    """Return the kind of share by a table of mounts as Linux writes it (proc_pid_mountinfo(5))."""
    longest, kind = -1, ""
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        fields, told = before.split(" "), after.split(" ")
        if len(fields) < 5:
            continue
        at = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4]))
        # Of two mounts at one place the later one lies on top.
        if len(at.parts) >= longest and place.is_relative_to(at):
            longest, kind = len(at.parts), told[0]
    is_share = kind in _SHARES or _SHARES_OF_PROGRAMS.fullmatch(kind)
    return kind.removeprefix("fuse.") if is_share else ""


def share_on_windows(
    place: Path, drive_type: Callable[[str], int] | None = None, remote: int = 4
) -> str:
    r"""Return "network drive" for \\server\share, and for a letter that stands for one."""
    text = str(place).replace("/", "\\")
    text = re.sub(r"^\\\\\?\\UNC\\", r"\\\\", text, flags=re.IGNORECASE)
    if text.startswith("\\\\") and not re.match(r"\\\\[?.]\\", text):
        return "network drive"
    letter = re.match(r"(?:\\\\\?\\)?([A-Za-z]:)", text)
    if letter is None:
        return ""
    asked = drive_type or _drive_type
    return "network drive" if asked(f"{letter[1]}\\") == remote else ""


def _drive_type(root: str) -> int:
    import ctypes

    system = getattr(ctypes, "windll").kernel32  # noqa: B009 - it exists on Windows only
    return int(system.GetDriveTypeW(root))


def _share_on_macos(place: Path) -> str:
    """Ask statfs(2), whose record has its flags at byte 64 and the kind of disk at byte 72."""
    import ctypes

    there = next((each for each in (place, *place.parents) if each.exists()), None)
    if there is None:
        return ""
    system = ctypes.CDLL(None)
    ask = getattr(system, "statfs$INODE64", None) or system.statfs
    record = ctypes.create_string_buffer(4096)
    if ask(os.fsencode(there), record) != 0:
        return ""
    is_local = int.from_bytes(record.raw[64:68], sys.byteorder) & 0x1000  # MNT_LOCAL
    kind = record.raw[72:88].split(b"\0")[0].decode("ascii", "replace")
    return "" if is_local else kind


def _copied_by(folder: Path, environment: Mapping[str, str]) -> str:
    """Return which program copies a folder, by its name or by what lies in it; "" for none."""
    named = _NAMES.fullmatch(folder.name.casefold())
    if named and named.lastgroup:
        return named.lastgroup.replace("_", " ")
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        if environment.get(variable) and Path(environment[variable]) == folder:
            return "OneDrive"
    return next(_marks(folder), "")


def _marks(folder: Path) -> Iterator[str]:
    # Nothing there yet, or closed to us: a place that tells nothing is let pass.
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.casefold()
            if name in _FILES and entry.is_file():
                yield _FILES[name]
            elif name in _FOLDERS:
                yield _FOLDERS[name]
            elif _SYNC_JOURNAL.fullmatch(name):
                yield "Nextcloud or ownCloud"
            elif name == "desktop.ini" and entry.stat().st_size <= _LONGEST_INI:
                # Every folder may have one; those of such programs name their icon in it.
                icon = _ICONS.search(
                    Path(entry.path).read_bytes().replace(b"\0", b"").decode("latin-1")
                )
                if icon:
                    yield _PROPER[icon[0].casefold().replace(" ", "")]
