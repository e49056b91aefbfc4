"""Keeps Python 3.11 alive under PySide6 6.12.

PySide6 6.12 counts on ``None`` being immortal, as it is from Python 3.12 on: each of its methods
that return nothing takes one reference to ``None`` away. Under Python 3.11 a few thousand such
calls (a minute of work) bring the count to zero, and the interpreter stops with
"none_dealloc: deallocating None". Measured: ``QFont.setWeight`` in a loop, minus one a call.
"""

import ctypes
import sys

MORE_THAN_ANYONE_TAKES = 1 << 40
IMMORTAL_SINCE = (3, 12)


def make_none_last() -> None:
    """Lend ``None`` more references than any session takes away. Called once, before any window."""
    if sys.version_info < IMMORTAL_SINCE and sys.getrefcount(None) < MORE_THAN_ANYONE_TAKES // 2:
        count = ctypes.c_ssize_t.from_address(id(None))  # the count comes first in every object
        count.value += MORE_THAN_ANYONE_TAKES
