"""The interpreter outlives its window."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
from msbone_desktop.ui.lasting_none import make_none_last
make_none_last()
make_none_last()
from PySide6.QtGui import QFont
font = QFont()
for _ in range(20_000):
    font.setPointSize(9)
print("alive")
"""


def test_twenty_thousand_calls_into_qt_do_not_stop_python():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "alive", done.stderr
