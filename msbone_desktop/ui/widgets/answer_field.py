"""A question with its answer: the frame that every field of a form shares."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.keyboard_order import button_in_hand
from msbone_desktop.ui.plain_label import PlainLabel, show_words
from msbone_desktop.ui.widgets.action_line import ActionLine
from msbone_desktop.ui.widgets.editors import Editor

LABEL_WIDTH = 208
NARROW = 520
"""Below this width the question stands above its answer."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ABSENCE_WORDS = {Absence.UNKNOWN: "Not known", Absence.DECLINED: "Declined"}


class AnswerField(QWidget):
    """One question: label, editor, reasons for no answer, and what there is to say about it.

    Starts empty, which means "not asked". An empty field is never an answer.
    """

    edited = Signal()
    """The answer changed by a person's hand."""
    confirmed = Signal(str, str)
    """A person confirmed an unusual value: the fact and the value in words."""
    offer_taken = Signal(str)
    """A person accepted last time's answer to this fact."""
    finished = Signal()
    """Enter was pressed: go on to the next field."""

    def __init__(
        self, appearance: Appearance, editor: Editor, fact: str, label: str, explanation: str = ""
    ) -> None:
        super().__init__()
        self.fact, self.label = fact, label
        self.editor = editor
        self._appearance = appearance
        self._absence: Absence | None = None
        self._confirmed: set[str] = set()
        self._offer: tuple[Any, str] | None = None
        self._complain = False
        self._lay_out(explanation)
        editor.name_it(label)
        editor.edited.connect(self._edited)
        editor.left.connect(self.complain)
        editor.entered.connect(self._entered)
        editor.backspaced.connect(self._backspaced)
        self.setFocusProxy(editor)
        self._say()

    def answer(self) -> Answer[Any]:
        """Return the value, or why there is none."""
        if self._absence is not None:
            return self._absence
        if self.editor.blank():
            return Absence.NOT_ASKED
        return Absence.INVALID if self.editor.problem() else self.editor.value()

    def show_answer(self, answer: Answer[Any]) -> None:
        """Show ``answer`` without counting it as an edit."""
        self._confirmed.clear()
        self._put(answer)

    def problem(self) -> str | None:
        """Return what must be mended before this can be signed."""
        if self._absence is not None or self.editor.blank():
            return None
        return self.editor.problem()

    def question(self) -> str | None:
        """Return an unusual value, in words, that nobody has confirmed yet."""
        if self._absence is not None or self.editor.blank():
            return None
        return next((v for v in self.editor.all_unusual() if v not in self._confirmed), None)

    def set_editable(self, editable: bool) -> None:
        """Let people change the answer, or only read it."""
        self.editor.set_editable(editable)
        self.more.setVisible(editable)
        for action in self.actions():
            action.setEnabled(editable)

    def mend_first(self) -> None:
        """Show what is wrong, and go there."""
        self.complain()
        self.setFocus()

    def complain(self) -> None:
        """Show what is wrong, whether the person has left the field or not."""
        self._complain = True
        self._say()

    def note_confirmed(self, words: str) -> None:
        """Remember that ``words`` was confirmed earlier, so that nobody is asked twice."""
        self._confirmed.add(words)
        self._say()

    def show_offer(self, value: Any, day_words: str) -> None:
        """Offer last time's answer; None takes the offer away."""
        self._offer = None if value is None else (value, day_words)
        self._say()

    def has_offer(self) -> bool:
        """Tell whether an answer of last time waits to be accepted."""
        return self._offer is not None and self.answer() is Absence.NOT_ASKED

    def accept_offer(self) -> None:
        """Take last time's answer as today's."""
        if self._offer is None or not self.has_offer():
            return
        self._put(self._offer[0])
        self.offer_taken.emit(self.fact)
        self.edited.emit()

    def words(self, value: Any) -> str:
        """Return ``value`` as a person would read it."""
        return ABSENCE_WORDS.get(value) or self.editor.words(value)

    def set_absence(self, absence: Absence | None) -> None:
        """Answer with a reason for no answer; None clears the field."""
        self.editor.show_value(None)
        self._absence = absence
        self._complain = False
        self._say()
        self.edited.emit()

    def _put(self, answer: Answer[Any]) -> None:
        absent = isinstance(answer, Absence)
        self._absence = answer if absent and answer in ABSENCE_WORDS else None
        self.editor.show_value(None if absent else answer)
        self._complain = False
        self._say()

    # --- layout ---

    def _lay_out(self, explanation: str) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 4, 0, 4)
        self._row.setSpacing(16)
        self.caption = PlainLabel(self.label, wrap=True)
        self.caption.setFixedWidth(LABEL_WIDTH)
        self.caption.setContentsMargins(0, 7, 0, 0)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.caption.setBuddy(self.editor)
        body = QVBoxLayout()
        body.setSpacing(2)
        body.addLayout(self._control_row())
        self.explanation = self._line(explanation, "caption", body)
        self.echo = self._line("", "caption", body)
        self.complaint = self._line("", "error", body)
        self.confirm = self._action_line(body, self._confirm)
        self.offer = self._action_line(body, self.accept_offer)
        self._row.addWidget(self.caption, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(body, 1)

    def _control_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.absent_word = PlainLabel("", "chip-unknown")
        self.absent_word.hide()
        self.more = QToolButton()
        self.more.setAccessibleName(f"{self.label}: no answer, because")
        self.more.setToolTip("Not known, declined, or clear")
        self.more.setIconSize(QSize(16, 16))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+U and Ctrl+D do the same
        self._appearance.keep_icon(self.more, "more", lambda tokens: tokens.ink_soft)
        self.more.setMenu(self._absence_menu())
        self.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self.editor, 1)
        row.addWidget(self.absent_word, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _absence_menu(self) -> QMenu:
        # Without a parent: a menu among the children of a field breaks Qt's chain of Tab.
        menu = QMenu()
        self._menu = menu
        for text, keys, absence in (
            ("Not known", "Ctrl+U", Absence.UNKNOWN),
            ("Declined", "Ctrl+D", Absence.DECLINED),
            ("Clear", "Ctrl+Backspace", None),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, absence=absence: self.set_absence(absence))
            menu.addAction(action)
            self.addAction(action)
        accept = QAction("Accept last time's answer", self)
        accept.setShortcut(QKeySequence("F8"))
        accept.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        accept.triggered.connect(self.accept_offer)
        self.addAction(accept)
        return menu

    def _line(self, text: str, kind: str, body: QVBoxLayout) -> PlainLabel:
        # A child from the start: shown without a parent it would flash as a window of its own.
        line = PlainLabel(text, kind, wrap=True, parent=self)
        line.setVisible(bool(text))
        body.addWidget(line)
        return line

    def _action_line(self, body: QVBoxLayout, act: Callable[[], None]) -> ActionLine:
        line = ActionLine()  # Enter and F8 in the field do the same
        line.clicked.connect(act)
        line.hide()
        body.addWidget(line)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the question above its answer where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        if narrow != (self._row.direction() is down):
            self._row.setDirection(down if narrow else across)
            self._row.setSpacing(4 if narrow else 16)
            self.caption.setMinimumWidth(0 if narrow else LABEL_WIDTH)
            self.caption.setMaximumWidth(16_777_215 if narrow else LABEL_WIDTH)
            self.caption.setContentsMargins(0, 0 if narrow else 7, 0, 0)

    # --- what is said ---

    def _say(self) -> None:
        problem, question = self.problem(), self.question()
        show_words(self.echo, "" if self._absence else self.editor.echo())
        show_words(self.complaint, (problem or "") if self._complain else "")
        self.editor.mark_faulty(bool(problem) and self._complain)
        asked = f"Unusual: {question}. Press Enter if it is right." if question else ""
        show_words(self.confirm, asked if self._complain else "")
        offered = ""
        if self._offer is not None and self.has_offer():
            value, day = self._offer
            offered = f"Last time ({day}): {self.words(value)} — press Enter or F8 to accept"
        show_words(self.offer, offered)
        told = (self.complaint, self.echo, self.confirm, self.offer)
        self.editor.describe(" ".join(line.text() for line in told if line.text()))
        show_words(self.absent_word, ABSENCE_WORDS.get(self._absence, "") if self._absence else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear Enter on a button of the field: it accepts what is offered, or presses it."""
        if event.key() not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif (button := button_in_hand(self)) is None or self.has_offer():
            self._entered()
        else:
            button.click()

    def _edited(self) -> None:
        if not self.editor.blank():
            self._absence = None
        if not self.problem():
            self._complain = False
        self._say()
        self.edited.emit()

    def _entered(self) -> None:
        if self.has_offer():
            self.accept_offer()
        elif self.question():
            self._confirm()
        elif self.problem():
            return
        self.finished.emit()

    def _backspaced(self) -> None:
        if self._absence is not None:
            self.set_absence(None)

    def _confirm(self) -> None:
        question = self.question()
        if question is not None:
            self._confirmed.add(question)
            self._say()
            self.confirmed.emit(self.fact, question)
