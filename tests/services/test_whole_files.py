"""A file that staff asked for appears whole, under a name that was free, or not at all."""

import os
import signal
import subprocess
import sys

import pytest

from msbone_desktop.services.whole_files import (
    FileExistsAlreadyError,
    FileNotWrittenError,
    write_new,
)

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from msbone_desktop.services import whole_files
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
step = sys.argv[2]
if step == "write":
    class Cut:
        def __init__(self, stream): self.stream = stream
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def write(self, content):
            self.stream.write(content[:100]); self.stream.flush(); die()
    opened = os.fdopen
    whole_files.os.fdopen = lambda *given: Cut(opened(*given))
else:
    setattr(whole_files.os, step, die)
whole_files.write_new(Path(sys.argv[1]), b"x" * 100_000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills the process outright")
@pytest.mark.parametrize("step", ["write", "fsync", "link"])
@pytest.mark.catalogue("A06")
def test_killed_while_a_page_is_written_there_is_no_file_of_its_name(tmp_path, step):
    page = tmp_path / "page.pdf"
    done = subprocess.run([sys.executable, "-c", KILLED_AT, page, step], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert not page.exists()
    write_new(page, b"whole")
    assert page.read_bytes() == b"whole"


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
@pytest.mark.catalogue("G09")
def test_what_has_the_name_already_is_left_as_it_is(tmp_path, kind):
    page = tmp_path / "page.pdf"
    if kind == "file":
        page.write_bytes(b"older")
    elif kind == "link":
        page.symlink_to(tmp_path / "nowhere")
    else:
        page.mkdir()
    with pytest.raises(FileExistsAlreadyError):
        write_new(page, b"newer")
    assert list(tmp_path.iterdir()) == [page]
    assert kind != "file" or page.read_bytes() == b"older"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.catalogue("G09")
def test_a_name_taken_meanwhile_is_not_taken_away(tmp_path, monkeypatch):
    page = tmp_path / "page.pdf"
    sync = os.fsync

    def somebody_else(handle: int) -> None:
        sync(handle)
        page.write_bytes(b"somebody else's")

    monkeypatch.setattr("msbone_desktop.services.whole_files.os.fsync", somebody_else)
    with pytest.raises(FileExistsAlreadyError):
        write_new(page, b"ours")
    assert page.read_bytes() == b"somebody else's"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize("step", ["fsync", "link"])
@pytest.mark.catalogue("G09")
def test_a_full_disk_leaves_no_part_and_a_second_try_works(tmp_path, monkeypatch, step):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"msbone_desktop.services.whole_files.os.{step}", full)
        if step == "link":
            patch.setattr("pathlib.Path.replace", full)
        with pytest.raises(FileNotWrittenError):
            write_new(tmp_path / "page.pdf", b"x" * 1000)
    assert list(tmp_path.iterdir()) == []
    write_new(tmp_path / "page.pdf", b"x")
    with pytest.raises(FileNotWrittenError):
        write_new(tmp_path / "gone" / "page.pdf", b"x")


def test_a_disk_without_links_takes_the_file_too(tmp_path, monkeypatch):
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("msbone_desktop.services.whole_files.os.link", refused)
    write_new(tmp_path / "page.pdf", b"whole")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"whole"]
