"""Asks before two joined records are separated: what goes back, what stays, what changed since."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.merging import FieldReturn, SeparationPreview
from msbone_desktop.services.merge_words import counted
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.joining.wording import id_words, joined_words, label_of, value_words
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel

GONE = "Had moved and was discarded since; it does not come back:"
STAYS = (
    "Entered since the joining. It stays with the kept record; enter again for the other one "
    "what belongs there:"
)
CHANGED = "Changed since the joining; goes back as it is now:"


class SeparateDialog(Dialog):
    """``given`` carries the fields that get back what they said before, and the reason."""

    given = Signal(object, str)

    def __init__(self, parent: QWidget, preview: SeparationPreview) -> None:
        super().__init__(parent)
        self.setWindowTitle("Separate two records")
        self.boxes: dict[str, QCheckBox] = {}
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(64)
        self.row = FormRow("&Reason", self.reason, "It stands in the history.")
        self.go_on, stay = QPushButton("Sep&arate"), QPushButton("Cancel")
        self.go_on.setProperty("kind", "primary")
        self.go_on.clicked.connect(self._give)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addStretch()
        buttons.addWidget(stay)
        buttons.addWidget(self.go_on)
        content = QWidget()
        parts = QVBoxLayout(content)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(SPACE_8)
        self._fill(parts, preview)
        parts.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addWidget(PlainLabel("Separate these two records?", "title"))
        column.addWidget(PlainLabel(_about(preview), "soft", wrap=True))
        column.addWidget(scrolling(content), 1)
        column.addWidget(self.row)
        column.addLayout(buttons)
        self.setMinimumSize(560, 600)
        first: QWidget = next(iter(self.boxes.values()), self.reason)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def restored(self) -> frozenset[str]:
        """Return the fields, changed since, that get back what they said before."""
        return frozenset(field for field, box in self.boxes.items() if box.isChecked())

    def _fill(self, column: QVBoxLayout, preview: SeparationPreview) -> None:
        asked = [field for field in preview.fields if field.changed_since]
        if asked:
            heading = "Changed since the joining. Tick what shall say again what it said before it:"
            column.addWidget(PlainLabel(heading, "strong", wrap=True))
            for field in asked:
                box = QCheckBox(_asked_words(field).replace("&", "&&"))
                box.setAccessibleName(_asked_words(field))
                self.boxes[field.field] = box
                column.addWidget(box)
        other = id_words(preview.joined.merged)
        going = list(counted(preview.going_back)) or ["Nothing: no entries had moved."]
        _part(column, f"Goes back to {other}", going)
        if preview.changed:
            _part(column, CHANGED, list(counted(preview.changed)))
        if preview.gone:
            _part(column, GONE, list(counted(preview.gone)))
        if preview.staying:
            _part(column, STAYS, list(counted(preview.staying)))
        back = [field for field in preview.fields if not field.changed_since]
        if back:
            _part(column, "The kept record says again", [_field_words(field) for field in back])

    def _give(self) -> None:
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.row.show_error("Write why these are two people after all.")
            self.row.focus()
            return
        self.accept()
        self.given.emit(self.restored(), reason)


def _about(preview: SeparationPreview) -> str:
    return f"{joined_words(preview.joined)} The reason was: {preview.joined.reason}"


def _part(column: QVBoxLayout, heading: str, lines: list[str]) -> None:
    column.addWidget(PlainLabel(heading, "strong", wrap=True))
    words = PlainLabel("\n".join(lines), wrap=True)
    words.setContentsMargins(0, 0, 0, SPACE_4)
    words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    column.addWidget(words)


def _field_words(field: FieldReturn) -> str:
    return f"{label_of(field.field)}: {_line(field.field, field.before)}"


def _asked_words(field: FieldReturn) -> str:
    before, now = (_line(field.field, each) for each in (field.before, field.now))
    return f"{label_of(field.field)}: {before} (now {now})"


def _line(field: str, values: tuple[object, ...]) -> str:
    return " ".join(value_words(field, values).split())
