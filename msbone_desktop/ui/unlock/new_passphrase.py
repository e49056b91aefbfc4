"""Two fields for a new passphrase, with how easily it would be guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_4, SPACE_12, SPACE_16
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.unlock.passphrase_field import PassphraseField

CAPS_LOCK = "Caps lock seems to be on."
DIFFER = "The two passphrases differ. Enter the same one twice."
_PAUSE_MS = 120
"""Typed on within this time, a passphrase is not weighed yet."""


class NewPassphrase(QWidget):
    """Asks twice. ``returned``: Enter was pressed in one of the fields.

    Args:
        known: Gives the names that a guesser would try first.
        label: What the first field is called; ``&`` marks its mnemonic.
        again: What the second one is called.
    """

    returned = Signal()

    def __init__(
        self,
        known: Callable[[], Sequence[str]],
        label: str = "&Passphrase",
        again: str = "Passphrase a&gain",
    ) -> None:
        super().__init__()
        self._known = known
        self.field, self.again_field = PassphraseField(), PassphraseField()
        self.first = FormRow(label, self.field)
        self.again = FormRow(again, self.again_field)
        self.meter = QProgressBar()
        self.meter.setRange(0, 4)
        self.meter.setTextVisible(False)
        self.meter.setFixedWidth(96)
        self.meter.setAccessibleName("How hard the passphrase is to guess")
        self.words = PlainLabel("", "strong")
        self.advice = PlainLabel("", "caption", wrap=True)
        self.caps_lock = PlainLabel(CAPS_LOCK, "caption")
        self.caps_lock.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.weigh)
        self._lay_out()
        self.field.textChanged.connect(self._timer.start)
        for field in (self.field, self.again_field):
            field.returnPressed.connect(self.returned)
            field.caps_lock_noticed.connect(self.caps_lock.setVisible)
        self.weigh()

    @property
    def text(self) -> str:
        """What was typed into the first field."""
        return self.field.text()

    def weigh(self) -> bool:
        """Show how easily the passphrase is guessed; tell whether it will do."""
        from msbone_desktop.services.passphrases import weigh

        self._timer.stop()
        strength = weigh(self.text, self._known())
        self.meter.setValue(strength.score if self.text else 0)
        self.words.setText(strength.words)
        self.advice.setText(strength.advice)
        self.meter.setAccessibleDescription(f"{strength.words}. {strength.advice}".strip(". "))
        return strength.is_enough

    def check(self) -> QWidget | None:
        """Say under its field what is wrong; return the row to go to, None when all is well."""
        enough = self.weigh()
        self.first.show_error("" if enough else "Guessed too easily: choose a harder one.")
        differ = enough and self.again_field.text() != self.text
        self.again.show_error(DIFFER if differ else "")
        if not enough:
            return self.first
        return self.again if differ else None

    def refuse(self, sentence: str) -> None:
        """Say under the first field why it was not taken."""
        self.first.show_error(sentence)
        self.first.focus()

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()
        self.again_field.clear()
        self.weigh()

    def _lay_out(self) -> None:
        strength = QHBoxLayout()
        strength.setSpacing(SPACE_12)
        strength.addWidget(self.meter)
        strength.addWidget(self.words)
        strength.addStretch()
        upper = QVBoxLayout()
        upper.setSpacing(SPACE_4)
        upper.addWidget(self.first)
        upper.addLayout(strength)
        upper.addWidget(self.advice)
        upper.addWidget(self.caps_lock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        column.addLayout(upper)
        column.addWidget(self.again)
