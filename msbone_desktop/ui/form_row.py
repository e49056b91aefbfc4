"""One field of a form: its label above, the field, and below it what is wrong, in words."""

from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_4, SPACE_16
from msbone_desktop.ui.plain_label import PlainLabel

LABEL_WIDTH = 208
"""As wide as the questions of a screening, so that forms look alike."""


class FormRow(QWidget):
    """A labelled field with room for one sentence of help and one of error.

    Args:
        label: The label; ``&`` marks its mnemonic.
        field: The widget that is filled in. Its accessible name becomes the label.
        help_text: A sentence that always stands under the field.
        beside: Whether the label stands at the left, as questions of a screening do.
        label_kind: How the label is written, as style.qss knows it.
    """

    def __init__(
        self,
        label: str,
        field: QWidget,
        help_text: str = "",
        *,
        beside: bool = False,
        label_kind: str = "strong",
    ) -> None:
        super().__init__()
        self.field = field
        self.label = PlainLabel(label, label_kind)
        self.label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", ""))
        for inside in field.findChildren(QLineEdit):  # of a spin box: it takes the keyboard itself
            inside.setAccessibleName(field.accessibleName())
        self.help = PlainLabel(help_text, "caption", wrap=True, parent=self)
        self.help.setVisible(bool(help_text))
        self.error = PlainLabel("", "error", wrap=True)
        self.error.setVisible(False)
        column = QVBoxLayout()
        column.setSpacing(SPACE_4)
        is_fixed = field.minimumWidth() == field.maximumWidth()
        column.addWidget(field)
        for below in (self.help, self.error):
            column.addWidget(below)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        frame = QBoxLayout(across if beside else down, self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(SPACE_16 if beside else SPACE_4)
        if label_kind != "strong":
            frame.setContentsMargins(0, SPACE_4, 0, SPACE_4)  # as questions of a screening
        if beside:
            frame.setContentsMargins(0, SPACE_4, 0, SPACE_4)
            self.label.setProperty("kind", "")
            self.label.setWordWrap(True)
            self.label.setFixedWidth(LABEL_WIDTH)
            self.label.setContentsMargins(0, 7, 0, 0)
        frame.addWidget(self.label)
        frame.addLayout(column, 1)
        if beside or is_fixed:
            self._align(column, frame, is_fixed)

    def _align(self, column: QVBoxLayout, frame: QBoxLayout, is_fixed: bool) -> None:
        from PySide6.QtCore import Qt  # late: the first window needs none of it (quick_start.py)

        # A field of fixed width stands at the left; Qt would put it into the middle.
        if is_fixed:
            column.setAlignment(self.field, Qt.AlignmentFlag.AlignLeft)
        frame.setAlignment(self.label, Qt.AlignmentFlag.AlignTop)

    def show_error(self, sentence: str) -> None:
        """Say under the field what is wrong with it; an empty sentence takes that back."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence or self.help.text())
        mark_faulty(self.field, bool(sentence))

    def focus(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus()


def mark_faulty(widget: QWidget, faulty: bool) -> None:
    """Draw ``widget`` with the edge of a field whose content is refused."""
    if bool(widget.property("faulty")) != faulty:
        widget.setProperty("faulty", faulty)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
