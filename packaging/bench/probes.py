"""Starts programs of their own and asks them when they were ready, and how much they held."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.show()

def ready():
    print("{}", flush=True)
    app.quit()

QTimer.singleShot(0, ready)
app.exec()
"""

# Our program as it is, but that the first idle moment of its loop is told, the pauses of the loop
# are watched until nothing is loaded any more, and then it ends.
OUR_WINDOW = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import json, os
real = QApplication.exec
beat = {"last": 0.0, "worst": 0.0, "quiet": 0.0, "modules": 0, "ready": 0.0}

def watched(*_):
    timer = QTimer()

    def ready():
        print(json.dumps({"event": "ready"}), flush=True)
        beat["last"] = beat["quiet"] = beat["ready"] = time.perf_counter()
        timer.start(2)

    def tick():
        now = time.perf_counter()
        beat["worst"] = max(beat["worst"], now - beat["last"])
        beat["last"] = now
        if len(sys.modules) != beat["modules"]:
            beat["modules"], beat["quiet"] = len(sys.modules), now
        if now - beat["quiet"] > 0.7 or now - beat["ready"] > 15:
            loaded = [name for name in ("sqlalchemy.orm", "sqlalchemy", "reportlab", "pikepdf")
                      if name in sys.modules]
            print(json.dumps({"event": "loaded", "worst_ms": beat["worst"] * 1e3,
                              "loaded": loaded}), flush=True)
            os._exit(0)

    timer.timeout.connect(tick)
    QTimer.singleShot(0, ready)
    return real()

QApplication.exec = staticmethod(watched)
from msbone_desktop.app.main import main
main(sys.argv[1:])
"""


@dataclass(frozen=True)
class Start:
    """What one start of a program showed."""

    ready_ms: float
    told: dict[str, Any]


def start(code: str, *arguments: str) -> Start:
    """Start Python on ``code`` and time it from outside to the first line that it prints."""
    started = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        first = program.stdout.readline()
        ready = (time.perf_counter() - started) * 1e3
        rest = program.stdout.read().splitlines()
        complaint = program.stderr.read()
    if not first:
        raise RuntimeError(complaint.strip().splitlines()[-1] if complaint else "said nothing")
    return Start(ready, json.loads(rest[-1] if rest else first))


def peak_megabytes(command: list[str]) -> float:
    """Run a command and return the most memory that it held (Linux and macOS)."""
    program = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert program.stderr is not None
    complaint = program.stderr.read()
    _pid, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode != 0:
        raise RuntimeError((complaint.strip().splitlines() or ["failed"])[-1])
    return used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
