import subprocess
import sys

import pytest

CODE = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from msbone_desktop.ui.lasting_singletons import keep_singletons_alive

class Sender(QObject):
    told = Signal(object)

app = QApplication([])
keep_singletons_alive()
keep_singletons_alive()
sender, widget = Sender(), QWidget()
sender.told.connect(lambda _: None)
for _ in range(20_000):
    widget.setEnabled(True)
    sender.told.emit(True)
    sender.told.emit(False)
print("alive")
"""


@pytest.mark.catalogue("A22")
def test_the_program_outlives_twenty_thousand_calls_of_qt():
    """Without the guard Python 3.11 dies after about 5,700 of them."""
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.returncode) == ("alive", 0), run.stderr
