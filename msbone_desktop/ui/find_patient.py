"""The search at the top of the window: type, arrow down, Enter."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from msbone_desktop.domain.patients import PatientRow
from msbone_desktop.ui.appearance import SPACE_4, SPACE_12
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.latest import LatestOnly
from msbone_desktop.ui.patients.wording import person_line
from msbone_desktop.ui.person_list import LINE_HEIGHT, PersonList
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

SHOWN = 8
HINT = "Find a patient: name, date of birth, ID, phone"
NOBODY = "Nobody found. Check the spelling, or try the date of birth."


class FindPatient(QLineEdit):
    """Shows who matches while typing. What is typed is searched for letter by letter."""

    chosen = Signal(object)

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__()
        self._workplace = workplace
        self._latest = LatestOnly(workplace.runner, self)
        self._came_from: QWidget | None = None
        self.setProperty("kind", "search")
        self.setPlaceholderText(f"{HINT}  (Ctrl+K)")
        self.setAccessibleName(HINT)
        self.setClearButtonEnabled(True)
        self._show_icon()
        workplace.appearance.changed.connect(self._show_icon)
        self.popup = QFrame(window)
        self.popup.setProperty("kind", "popup")
        self.results = PersonList(workplace.appearance, "Patients found", "popup")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.message = PlainLabel("", "soft", wrap=True)
        self.message.setContentsMargins(SPACE_12, SPACE_12, SPACE_12, SPACE_12)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(0)
        column.addWidget(self.results)
        column.addWidget(self.message)
        self.popup.hide()
        self.textEdited.connect(self._typed)
        self.results.chosen.connect(self._choose)
        self.installEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keyboard walk the results while the cursor stays in the field."""
        if watched is self:
            if event.type() == QEvent.Type.FocusOut:
                self.popup.hide()
            elif isinstance(event, QKeyEvent) and self.popup.isVisible():
                return self._walk(event)
            elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                return self._give_back(event)
        elif isinstance(event, QResizeEvent) and self.popup.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def start(self) -> None:
        """Take the keyboard, ready to type over the last search; Esc gives it back."""
        if not self.hasFocus():
            self._came_from = QApplication.focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _give_back(self, event: QKeyEvent) -> bool:
        """Let Esc go back to the field in hand, instead of leaving the page that it is on."""
        before = self._came_from
        if before is None or not isValid(before) or not before.isVisible():
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._came_from = None
            self.clear()
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        event.accept()  # of the two that Qt sends, the first asks whether it is a shortcut
        return True

    def _walk(self, event: QKeyEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress
        key, row = event.key(), self.results.currentIndex().row()
        if key == Qt.Key.Key_Escape:  # taken before the window's own Esc
            if pressed:
                self.popup.hide()
            event.accept()
            return True
        if not pressed:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.results.select_row(row + (1 if key == Qt.Key.Key_Down else -1))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.results.choose_current()
            return True
        return False

    def _typed(self, text: str) -> None:
        wanted = text.strip()
        if not wanted:
            self._latest.forget()
            self.popup.hide()
            return
        self._latest.ask(
            work=lambda: self._workplace.clinic.patients.search(wanted, SHOWN),
            on_success=self._show,
            on_failure=lambda error: self._say(explain(error)),
        )

    def _show(self, rows: tuple[PatientRow, ...]) -> None:
        if not rows:
            self._say(NOBODY)
            return
        today = self._workplace.today
        self.results.show_lines([person_line(row, today) for row in rows])
        self.results.setFixedHeight(len(rows) * LINE_HEIGHT + SPACE_4)
        self.results.select_row(0)
        self._reveal(has_results=True)

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.results.show_lines([])
        self._reveal(has_results=False)

    def _reveal(self, *, has_results: bool) -> None:
        self.results.setVisible(has_results)
        self.message.setVisible(not has_results)
        if self.hasFocus():
            self._place()
            self.popup.show()
            self.popup.raise_()

    def _place(self) -> None:
        window = self.popup.parentWidget()
        if window is not None:
            self.popup.setFixedWidth(max(self.width(), 420))
            self.popup.adjustSize()
            self.popup.move(self.mapTo(window, QPoint(0, self.height() + SPACE_4)))

    def _choose(self, patient: object) -> None:
        self.popup.hide()
        self.clear()
        self.chosen.emit(patient)

    def _show_icon(self) -> None:
        for action in self.actions():
            if action.objectName() == "magnifier":
                self.removeAction(action)
        tokens = self._workplace.appearance.tokens
        icon = self._workplace.appearance.icon("search", tokens.ink_soft)
        action = self.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        action.setObjectName("magnifier")
