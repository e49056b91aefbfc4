"""Starts the program as a click does, and tells what stood in memory when its window was ready."""

import enum
import json
import os
import sys
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

made: list[Any] = []
kinds: Any = enum.EnumType
create = kinds._create_


def created(cls, *arguments, **options):
    made.append(create(cls, *arguments, **options))
    return made[-1]


kinds._create_ = created
program: Any = QApplication
execute = program.exec


def watched(*_):
    def ready():
        first = {
            "of_qt": [each.__qualname__ for each in made if each.__qualname__.startswith("Qt.")],
            "modules": sorted(sys.modules),
            "windows": [each.windowTitle() for each in QApplication.topLevelWidgets()],
        }
        QTimer.singleShot(0, lambda: settled(first))

    def settled(first):
        from msbone_desktop.app.core_dumps import may_be_dumped
        from msbone_desktop.app.window import loading_steps

        (window,) = QApplication.topLevelWidgets()
        if window.windowIcon().isNull():  # not painted yet
            QTimer.singleShot(5, lambda: settled(first))
            return
        for step in loading_steps():
            step()
        import linecache

        read = [file for file in linecache.cache if file.endswith(".py") and "sqlalchemy" in file]
        lasting = sys.version_info >= (3, 12) or sys.getrefcount(None) > 1 << 39
        later = {"dumped": may_be_dumped(), "read": read, "lasting": lasting}
        print(json.dumps(first | later), flush=True)
        os._exit(0)

    QTimer.singleShot(0, ready)
    return execute()


program.exec = staticmethod(watched)

from msbone_desktop.app.main import main  # noqa: E402 - the program begins here

main([])
