"""A card of dated lines: each can be voided with a reason, and a new one added below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from msbone_desktop.ui.widgets.editors import Editor


@dataclass(frozen=True, slots=True)
class DatedLine:
    """One entry in words, and its number."""

    number: int
    words: str
    caption: str


class DatedLines(Card):
    """Entries that are added and voided, never changed.

    Args:
        heading: What the entries are.
        explanation: What they are for.
        what: One of them, for the question whether to void it.
    """

    void_wanted = Signal(int, str)
    add_wanted = Signal()

    def __init__(self, heading: str, explanation: str, what: str) -> None:
        super().__init__(heading)
        self._what = what
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(PlainLabel(explanation, "caption", wrap=True))
        self.empty = PlainLabel("", "soft", wrap=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(SPACE_4)
        self.problem = PlainLabel("", "error", wrap=True)
        self.add = QPushButton("Add")
        self.add.setAccessibleName(f"Add {what}")
        self.add.clicked.connect(self.add_wanted)
        self.entry = QHBoxLayout()
        self.entry.setSpacing(SPACE_12)
        self.column.addWidget(self.empty)
        self.column.addLayout(self.lines)
        self.column.addLayout(self.entry)
        self.column.addWidget(self.problem)
        self.problem.hide()

    def lay_out_entry(self, parts: Sequence[tuple[str, Editor]]) -> None:
        """Place the fields of a new entry, each with its label, and the button."""
        while self.entry.count():
            item = self.entry.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None and widget is not self.add:
                widget.hide()
                widget.deleteLater()
        for label, editor in parts:
            editor.name_it(f"{label} of {self._what}")
            self.entry.addWidget(_captioned(label, editor))
            editor.entered.connect(self.add_wanted)
        self.entry.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        self.entry.addStretch(1)

    def show_lines(self, lines: Sequence[DatedLine], if_none: str) -> None:
        """Show the entries, or what it means that there are none."""
        while self.lines.count():
            item = self.lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            self.lines.addWidget(self._line(line))
        self.empty.setText("" if lines else if_none)
        self.empty.setVisible(not lines)
        self.say_problem("")

    def words(self) -> str:
        """Return everything that is shown, as text."""
        labels = self.findChildren(PlainLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self))

    def say_problem(self, sentence: str) -> None:
        """Say under the new entry what is wrong with it."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _line(self, line: DatedLine) -> QWidget:
        frame = QWidget()
        void = QPushButton("Void…")
        void.setProperty("kind", "link")
        void.setAccessibleName(f"Void {self._what}: {line.words}")
        void.clicked.connect(lambda: self._ask(line))
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        row.addWidget(PlainLabel(line.words))
        row.addWidget(PlainLabel(line.caption, "caption", wrap=True), 1)
        row.addWidget(void)
        return frame

    def _ask(self, line: DatedLine) -> None:
        dialog = ReasonQuestion(
            self,
            f"Void {self._what}?",
            "Void it",
            f"{line.words}. It stays on file with your reason and counts no longer. Why is it "
            "wrong?",
        )

        def void() -> None:
            self.void_wanted.emit(line.number, dialog.reason())

        dialog.accepted.connect(void)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def first_problem(parts: Sequence[tuple[str, Editor, bool]]) -> tuple[str, Editor] | None:
    """Return what is missing or wrong among ``parts`` (label, editor, required)."""
    for label, editor, required in parts:
        if editor.blank():
            if required:
                return f"Still needed: {label.lower()}.", editor
        elif editor.problem():
            return f"{label}: {editor.problem()}", editor
    return None


def _captioned(label: str, editor: Editor) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    caption = PlainLabel(label, "caption")
    caption.setBuddy(editor)
    column.addWidget(caption)
    column.addWidget(editor)
    return cell
