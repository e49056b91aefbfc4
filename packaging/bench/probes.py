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

# What a process holds now where the system tells it (Linux), else the most that it ever held.
_HELD = """
import resource, sys

def held_mb():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1024**2
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024**2 if sys.platform == "darwin" else 1024)
"""

BARE_WINDOW_HELD = _HELD + BARE_WINDOW.replace(
    'print("{}", flush=True)', "print('{\"held_mb\": %f}' % held_mb(), flush=True)"
)

# The main window as it is on the demo clinic: a new screening is opened beside the answers that
# are offered, saved as a draft, signed, and shown as signed.
AFTER_SCREENING = (
    _HELD
    + """
import json, os
from pathlib import Path
from msbone_desktop.ui.quick_start import read_no_sources
read_no_sources()
from PySide6.QtWidgets import QApplication
from msbone_desktop.app.window import loading_steps, utc_now
from msbone_desktop.domain.screenings import ScreeningState
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.demo.filling import DEMO_PASSPHRASE, demo_vault
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.lasting_singletons import keep_singletons_alive
from msbone_desktop.ui.main_window import MainWindow

folder = Path(sys.argv[1])
source = knowledge_source(shipped("resources"))
is_new = not folder.exists()
vault = demo_vault(folder, utc_now, source, migrations=shipped("db"))
if is_new:
    print('{"held_mb": 0}', flush=True)
    os._exit(0)
for step in loading_steps():
    step()
keep_singletons_alive()
app = QApplication([])
appearance = Appearance(shipped("resources"))
appearance.apply(app, "light")
clinic = vault.unlock(DEMO_PASSPHRASE, "Bench")
runner = BackgroundRunner()
window = MainWindow(clinic, runner, appearance, now=utc_now)
window.show()

def settle():
    for _ in range(10):
        runner.finish(lambda: None)
        app.processEvents()

settle()
row = next(row for row in clinic.patients.page(limit=500).rows
           if row.last_screened_on and not row.has_draft and not row.deceased)
patient = clinic.patients.get(row.id)
window.open_patient(row.id)
settle()
draft = clinic.screenings.start(row.id)
window.open_screening(draft, patient)
settle()
kept = clinic.screenings.save_draft(
    draft.id, row.id, draft.version, clinic.screenings.record_of(draft), "", (), ())
signed = clinic.screenings.sign(kept.id, row.id, kept.version)
assert signed.state is ScreeningState.SIGNED
window.open_patient(row.id)
settle()
window.open_screening(signed, patient)
settle()
print(json.dumps({"held_mb": held_mb()}), flush=True)
os._exit(0)
"""
)


@dataclass(frozen=True)
class Start:
    """What one start of a program showed."""

    ready_ms: float
    told: dict[str, Any]


def installed() -> dict[str, str]:
    """Return an environment in which compiled modules are kept, as those of an installed program.

    Some computers switch that off; then each start would compile ours and not the toolkit's.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(os.environ["MSBONE_HOME"]) / "compiled")}


def start(code: str, *arguments: str) -> Start:
    """Start Python on ``code`` and time it from outside to the first line that it prints."""
    started = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=installed(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
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
