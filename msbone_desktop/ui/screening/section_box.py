"""One section of the form: a heading that says how far it is, and its fields."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QVBoxLayout, QWidget

from msbone_desktop.domain.answers import Absence
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.flow_box import FlowBox

ACCEPT_KEYS = "Ctrl+Shift+A"


class SectionBox(QWidget):
    """A heading with fields that can be folded away."""

    folded = Signal()

    def __init__(
        self, appearance: Appearance, title: str, fields: list[AnswerField], body: QWidget | None
    ) -> None:
        super().__init__()
        self.title, self.fields = title, fields
        self._appearance = appearance
        self.fold = QToolButton()
        self.fold.setIconSize(QSize(16, 16))
        self.fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fold.clicked.connect(self._toggle)
        self.heading = PlainLabel(title, "title")
        self.count = PlainLabel("", "caption")
        self.accept = QPushButton("Accept all of last time")
        self.accept.setProperty("kind", "link")
        self.accept.setAutoDefault(False)
        self.accept.setToolTip(f"Accept all of last time in this section ({ACCEPT_KEYS})")
        self.accept.setAccessibleName(f"{title}: accept all of last time")
        self.accept.clicked.connect(self.accept_all)
        self.accept.hide()
        keys = QShortcut(QKeySequence(ACCEPT_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.accept_all)
        self._lay_out(body)
        appearance.changed.connect(self._show_fold)
        self._show_fold()

    def accept_all(self) -> None:
        """Take last time's answer in each field that has no answer yet."""
        for field in self.fields:
            if field.has_offer() and not field.isHidden():
                field.accept_offer()
        self.show_count()

    def unfold(self) -> None:
        """Show the fields."""
        if self.body.isHidden():
            self._toggle()

    def answered(self) -> tuple[int, int]:
        """Return how many of the shown questions have an answer, and how many there are."""
        shown = [field for field in self.fields if not field.isHidden()]
        open_answers = (Absence.NOT_ASKED, Absence.INVALID)
        return sum(field.answer() not in open_answers for field in shown), len(shown)

    def show_count(self) -> None:
        """Say how far the section is."""
        done, of = self.answered()
        text = f"{done} of {of} answered" if of else ""
        if self.count.text() != text:
            self.count.setText(text)
        offers = any(field.has_offer() for field in self.fields)
        if self.accept.isHidden() == offers:
            self.accept.setVisible(offers)

    def _lay_out(self, body: QWidget | None) -> None:
        rule = QFrame()
        rule.setProperty("kind", "rule")
        head = FlowBox(spacing=8, centred=True)
        for widget in (self.fold, self.heading, self.count, self.accept):
            head.add(widget)
        self.body = QWidget()
        rows = QVBoxLayout(self.body)
        rows.setContentsMargins(0, 0, 0, 8)
        rows.setSpacing(4)
        for field in self.fields:
            rows.addWidget(field)
        if body is not None:
            rows.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rule)
        column.addWidget(head)
        column.addWidget(self.body)

    def _toggle(self) -> None:
        self.body.setVisible(self.body.isHidden())
        self._show_fold()
        self.folded.emit()

    def _show_fold(self) -> None:
        folded = self.body.isHidden()
        icon = "chevron-right" if folded else "chevron-down"
        self.fold.setIcon(self._appearance.icon(icon, self._appearance.tokens.ink_soft))
        self.fold.setAccessibleName(f"{self.title}: {'show' if folded else 'hide'} the questions")
