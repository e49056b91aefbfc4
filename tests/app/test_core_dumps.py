"""A program that is cut off leaves no picture of its memory on the disk."""

import os
import sys
from pathlib import Path

import pytest

CHILD = """
import os, resource, signal, sys
from msbone_desktop.app import core_dumps, main
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
os.chdir(sys.argv[1])
if sys.argv[2] == "program":
    main.main(["assess", os.devnull])  # refused, as it is no file of ours; begun all the same
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    assert not core_dumps.may_be_dumped()
else:
    assert sys.platform != "linux" or core_dumps.may_be_dumped()
os.kill(os.getpid(), signal.SIGSEGV)
"""


def killed(folder, which):
    """Return how a child ended that a fault in its memory cut off."""
    arguments = [sys.executable, "-c", CHILD, str(folder), which]
    process = os.posix_spawn(
        sys.executable, arguments, {**os.environ, "PYTHONPATH": str(Path.cwd())}
    )
    status = os.waitpid(process, 0)[1]
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == 11
    return status


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core dumps of this kind")
@pytest.mark.catalogue("C20")
def test_c20_a_fault_in_memory_leaves_no_core_dump(tmp_path):
    assert not os.WCOREDUMP(killed(tmp_path, "program"))
    assert list(tmp_path.iterdir()) == []
    # Without the program's doing it would be dumped, or the test would prove nothing.
    killed(tmp_path, "anything else")
