"""The three questions that the screening page asks: sign, amend, discard."""

from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.findings import Assessment
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.plain_label import PlainLabel, show_words

WIDTH = 480
LONGEST_REASON = 500


class Question(Dialog):
    """A small dialog: what will happen, and a button that says it."""

    def __init__(self, parent: QWidget, title: str, yes: str, *, danger: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 16)
        self.column.setSpacing(12)
        self.column.addWidget(PlainLabel(title, "title", wrap=True))
        self.yes = QPushButton(yes)
        self.yes.setProperty("kind", "danger" if danger else "primary")
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        (cancel if danger else self.yes).setDefault(True)

    def say(self, text: str, kind: str = "") -> None:
        """Add a line of text."""
        self.column.addWidget(PlainLabel(text, kind, wrap=True))

    def finish(self) -> None:
        """Add the buttons under everything else."""
        self.column.addSpacing(8)
        self.column.addStretch(1)
        self.column.addWidget(self.buttons)


def sign_question(parent: QWidget, assessment: Assessment, who: str) -> Question:
    """Ask whether to sign, with what is still open."""
    dialog = Question(parent, "Sign this screening?", "Sign")
    open_items = assessment.unknown_core
    titles = [f.title for f in assessment.findings if f.rule_id in open_items]
    if titles:
        about = "These core items are not recorded or not decided. The summary names them:"
        dialog.say(about, "soft")
        for title in titles:
            dialog.say(f"•  {title}", "unknown")
    for conflict in assessment.conflicts:
        dialog.say(f"•  Conflict: {conflict.message}", "error")
    dialog.say(
        f"It will be signed by {who}. Once signed, it is not edited but amended with a reason."
    )
    dialog.finish()
    return dialog


def discard_question(parent: QWidget) -> Question:
    """Ask whether to throw a draft away."""
    dialog = Question(parent, "Discard this draft?", "Discard the draft", danger=True)
    dialog.say(
        "The answers on this page are thrown away. Earlier signed screenings, scans and results of "
        "this patient stay as they are."
    )
    dialog.finish()
    return dialog


class ReasonQuestion(Question):
    """Asks for a reason and does not go on without one."""

    def __init__(self, parent: QWidget, title: str, yes: str, text: str) -> None:
        super().__init__(parent, title, yes)
        self.say(text)
        self.line = QLineEdit()
        self.line.setAccessibleName("Reason")
        self.line.setPlaceholderText("Reason")
        self.line.setMaxLength(100_000)  # what is too long is refused with a sentence, never cut
        self.line.textChanged.connect(self._typed)
        self.column.addWidget(self.line)
        self.complaint = PlainLabel("", "error", wrap=True, parent=self)
        self.complaint.hide()
        self.column.addWidget(self.complaint)
        self.finish()
        self.yes.setEnabled(False)
        self.line.setFocus()

    def reason(self) -> str:
        """Return the reason without outer spaces."""
        return self.line.text().strip()

    def accept(self) -> None:
        """Go on only with a reason that can be kept whole."""
        if 0 < len(self.reason()) <= LONGEST_REASON:
            super().accept()

    def _typed(self) -> None:
        length = len(self.reason())
        self.yes.setEnabled(0 < length <= LONGEST_REASON)
        too_long = f"Write no more than {LONGEST_REASON} characters ({length:,} now)."
        show_words(self.complaint, too_long if length > LONGEST_REASON else "")
