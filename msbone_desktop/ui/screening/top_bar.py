"""What stands above the form: which screening this is, whether it is saved, what to do next."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout

from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import clock_words


class TopBar(QFrame):
    """Title, state and commands of one screening."""

    save_wanted = Signal()
    sign_wanted = Signal()
    amend_wanted = Signal()
    preview_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._appearance = appearance
        self.title = PlainLabel("", "title")
        self.state = PlainLabel("", "caption", wrap=True)
        self.progress = PlainLabel("", "caption")
        self.preview = self._button("Preview", "document", "Preview or print (Ctrl+P)")
        self.preview.clicked.connect(self.preview_wanted)
        self.save = self._button("Save draft", "save", "Save draft (Ctrl+S)")
        self.save.clicked.connect(self.save_wanted)
        self.amend = self._button("Amend…", "amend", "Amend with a reason")
        self.amend.clicked.connect(self.amend_wanted)
        self.sign = self._button("Sign…", "", "Sign (Ctrl+Enter)")
        self.sign.setProperty("kind", "primary")
        self.sign.clicked.connect(self.sign_wanted)
        self.more = self._more()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        buttons = (self.progress, self.preview, self.save, self.amend, self.sign, self.more)
        for widget in buttons:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.clear()

    def clear(self) -> None:
        """Name no screening and offer nothing."""
        self.title.setText("")
        self.state.setText("")
        for widget in (self.progress, self.preview, self.save, self.amend, self.sign, self.more):
            widget.hide()

    def show_screening(self, screening: Screening) -> None:
        """Show what ``screening`` is and what may be done with it."""
        draft = screening.state is ScreeningState.DRAFT
        kind = "Amendment" if draft and screening.amends is not None else "Screening"
        self.title.setText(f"{kind} of {date_words(screening.assessed_on)}")
        self.state.setText(_state_words(screening))
        for widget in (self.save, self.sign, self.more, self.progress):
            widget.setVisible(draft)
        self.amend.setVisible(screening.state is ScreeningState.SIGNED)
        self.preview.show()

    def show_progress(self, text: str) -> None:
        """Say whether what was typed is stored."""
        self.progress.setText(text)

    def _button(self, text: str, icon: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoDefault(False)
        if icon:
            self._appearance.keep_icon(button, icon)
        return button

    def _more(self) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName("More for this screening")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._appearance.keep_icon(button, "more")
        menu = QMenu(button)
        self.discard = QAction("Discard this draft…", button)
        self.discard.triggered.connect(self.discard_wanted)
        menu.addAction(self.discard)
        button.setMenu(menu)
        return button


def _state_words(screening: Screening) -> str:
    if screening.state is ScreeningState.DRAFT:
        words = f"Draft, begun by {screening.started_by}"
        if screening.amendment_reason:
            words += f" · amends a signed screening: {screening.amendment_reason}"
        return words
    signed = f"Signed by {screening.signed_by}"
    if screening.signed_at is not None:
        day = date_words(screening.signed_at.astimezone().date())
        signed += f", {day} {clock_words(screening.signed_at)}"
    amended = screening.state is ScreeningState.AMENDED
    return f"{signed} · replaced by a later one" if amended else f"{signed} · read only"
