"""What F1 and Help > About show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMainWindow,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop import __version__
from msbone_desktop.ui.appearance import SPACE_16, SPACE_24
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

LIMITS = (
    "MSBone compares what was entered with published statements and shows which apply, which may "
    "apply, and what is not known. It does not examine, diagnose, order or dose. It does not "
    "compute FRAX. What it does not mention is not thereby excluded. The clinician decides."
)
NO_HELP = (
    "Ctrl+/ lists every shortcut. Evidence, on the left, lists every statement behind the rules."
)


def show_help(window: QMainWindow) -> None:
    """Say what the field with the keyboard is for."""
    field = window.focusWidget()
    title = words = ""
    if field is not None:
        title, words = field.accessibleName(), field.accessibleDescription() or field.whatsThis()
    _show(window, title or "Help", "\n\n".join(part for part in (words, NO_HELP) if part))


def show_about(window: QMainWindow, workplace: Workplace, status: str) -> None:
    """Say which program this is, and what it does not do."""
    library = workplace.clinic.evidence.library
    _show(
        window,
        f"MSBone Desktop {__version__}",
        f"{status}\nEvidence: {library.module_citation}\n\n{LIMITS}",
    )


def ask(window: QWidget, question: str, detail: str, go_on: str, stay: str = "Cancel") -> bool:
    """Ask before something is lost; the safe answer is the default."""
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("MSBone")
    box.setText(question)
    box.setInformativeText(detail)
    yes = box.addButton(go_on, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    for label in box.findChildren(QLabel):
        if isinstance(label, QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
    return box.clickedButton() is yes


def _show(window: QWidget, title: str, words: str) -> None:
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    text = PlainLabel(words, wrap=True)
    text.setMinimumWidth(440)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
    column.setSpacing(SPACE_16)
    column.addWidget(PlainLabel(title, "title"))
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.exec()
    dialog.deleteLater()
