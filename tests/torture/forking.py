"""Children of one interpreter that has everything imported, and that opens no file itself."""

import contextlib
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import NoReturn

PATIENCE_S = 60.0


class HungError(Exception):
    """A child said nothing for a minute."""


class Child:
    """One forked process with a pipe on which it tells lines.

    Args:
        work: What it does; it is handed the end of the pipe to write to.
    """

    def __init__(self, work: Callable[[int], object]) -> None:
        self._out, pipe = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.started = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._out)
            _be_the_child(work, pipe)
        os.close(pipe)
        self._rest = b""

    def lines(self, patience: float = PATIENCE_S) -> Iterator[bytes]:
        """Yield what the child tells, until it ends.

        Raises:
            HungError: Nothing came for too long.
        """
        while True:
            while b"\n" in self._rest:
                line, self._rest = self._rest.split(b"\n", 1)
                yield line
            ready, _, _ = select.select([self._out], [], [], patience)
            if not ready:
                raise HungError
            more = os.read(self._out, 65536)
            if not more:
                return
            self._rest += more

    def kill(self) -> None:
        """End it at once, as a crash would."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Wait until it is gone; return its exit status, negative for a signal."""
        os.close(self._out)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


def _be_the_child(work: Callable[[int], object], pipe: int) -> NoReturn:
    status = 1
    try:
        work(pipe)
        status = 0
    except BaseException:  # noqa: BLE001  its status says it, whatever it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)  # no exit handlers of the parent


def in_lanes(work: Callable[[int, int], object], lanes: int) -> Iterator[bytes]:
    """Run ``work(lane, pipe)`` in as many processes and yield what they tell, in turns.

    Raises:
        RuntimeError: A lane ended badly; what it printed says why.
    """
    children = [Child(lambda pipe, lane=lane: work(lane, pipe)) for lane in range(lanes)]  # type: ignore[misc]
    open_ones = {child._out: child for child in children}
    try:
        while open_ones:
            ready, _, _ = select.select(list(open_ones), [], [])
            for handle in ready:
                child = open_ones[handle]
                more = os.read(handle, 65536)
                if not more:
                    del open_ones[handle]
                    continue
                *whole, child._rest = (child._rest + more).split(b"\n")
                yield from whole
    except BaseException:
        for child in children:
            child.kill()
        raise
    statuses = [child.end() for child in children]
    if any(statuses):
        raise RuntimeError(f"a lane of the harness ended with {statuses}")
