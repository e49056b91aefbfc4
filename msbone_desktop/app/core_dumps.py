"""No core dumps: the memory of this program holds names and, while a clinic is open, its key."""

import sys

_GET_DUMPABLE, _SET_DUMPABLE = 3, 4


def forbid_core_dumps() -> None:
    """Ask the system to write no memory of this process to the disk when it is cut off.

    On Linux other programs of the same account may not look into it either, unless they may look
    into everything. What Windows keeps of a program that was cut off is set by its administrator.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        # The limit does not bind where dumps are handed to another program, as most systems do.
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def may_be_dumped() -> bool:
    """Tell whether the system still would; always False where it cannot be asked."""
    if sys.platform != "linux":
        return False
    import ctypes

    return bool(ctypes.CDLL(None).prctl(_GET_DUMPABLE, 0, 0, 0, 0))
