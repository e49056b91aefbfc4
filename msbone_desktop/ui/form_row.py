"""One field of a form: its label above, the field, and below it what is wrong, in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_4
from msbone_desktop.ui.plain_label import PlainLabel


class FormRow(QWidget):
    """A labelled field with room for one sentence of help and one of error.

    Args:
        label: The label; ``&`` marks its mnemonic.
        field: The widget that is filled in. Its accessible name becomes the label.
        help_text: A sentence that always stands under the field.
    """

    def __init__(
        self, label: str, field: QWidget, help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.label = PlainLabel(label, "strong")
        self.label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", ""))
        self.help = PlainLabel(help_text, "caption", wrap=True)
        self.help.setVisible(bool(help_text))
        self.error = PlainLabel("", "error", wrap=True)
        self.error.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        for widget in (self.label, field, self.help, self.error):
            column.addWidget(widget)

    def show_error(self, sentence: str) -> None:
        """Say under the field what is wrong with it; an empty sentence takes that back."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence or self.help.text())
        mark_faulty(self.field, bool(sentence))

    def focus(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


def mark_faulty(widget: QWidget, faulty: bool) -> None:
    """Draw ``widget`` with the edge of a field whose content is refused."""
    if bool(widget.property("faulty")) != faulty:
        widget.setProperty("faulty", faulty)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
