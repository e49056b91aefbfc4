"""The last net: a fault that nobody caught is logged by place, told to staff, and survived."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from msbone_desktop.environment.logs import EventLog

_TOLD_OF = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


def install_crash_net(log: EventLog, tell: Callable[[BaseException], None]) -> None:
    """Catch what would otherwise end on the console.

    Args:
        log: Gets kind and place of each fault, never its words.
        tell: Shows staff the fixed sentence for a fault; called on whichever thread it arose.
    """

    def caught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.fault("program.fault", error)
        tell(error)

    def caught_in_thread(fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            caught(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def qt_said(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        del context, message  # Qt may quote what a widget shows
        if kind in _TOLD_OF:
            log.event("qt.warning")

    sys.excepthook = caught
    threading.excepthook = caught_in_thread
    qInstallMessageHandler(qt_said)
