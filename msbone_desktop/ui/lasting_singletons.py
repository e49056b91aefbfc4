"""Keeps Python 3.11 alive under PySide6 6.12, which loses references to None and True.

The wheels of PySide6 6.12.0 say that they run on Python 3.10 and later, but are built as if None,
True and False could not die, which holds from Python 3.12 on. On 3.11 each call of Qt that returns
nothing takes one reference of None away; after a few thousand calls (measured: 5,700) the
interpreter ends with "none_dealloc". PySide6 6.11 is sound, but has no small package for PDF.
Until a sound 6.12 is out, the three get so many references that none can run out.
"""

import sys

_MANY = 1 << 40


def keep_singletons_alive() -> None:
    """Give None, True and False references for decades; calling it again changes nothing.

    Does nothing where it is not needed: from Python 3.12 on they cannot die.
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    if hasattr(sys, "getobjects"):  # a debug build, whose objects begin with other fields
        return
    import ctypes  # late: the first window is up by then

    for thing in (None, True, False):
        if sys.getrefcount(thing) < _MANY:
            ctypes.c_ssize_t.from_address(id(thing)).value += _MANY
