"""Settings of the clinic, which stand on paper, and of this computer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12, SPACE_16, SPACE_24, Scheme
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_memory import put_back, values_of
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.help_dialogs import ask
from msbone_desktop.ui.page import Card, Page, scrolling, title_row
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.preferences.locking_card import LockingCard
from msbone_desktop.ui.preferences.more_card import MoreCard
from msbone_desktop.ui.widgets.quiet_boxes import QuietComboBox
from msbone_desktop.ui.workplace import Workplace

PAPERS = (("A4", "A4 (210 × 297 mm)"), ("Letter", "Letter (8.5 × 11 in)"))
ORDERS = (("dmy", "Day first: 3/4 is 3 April"), ("mdy", "Month first: 3/4 is March 4"))
SCHEMES: tuple[tuple[Scheme, str], ...] = (
    ("system", "As the desktop"),
    ("light", "Light"),
    ("dark", "Dark"),
)
WHOSE_NAME = (
    "What is signed is signed with this name. Somebody else locks with Ctrl+L and unlocks with her "
    "own name."
)


class PreferencesPage(Page):
    """The clinic's identity is saved with a button; the appearance changes at once."""

    saved = Signal(datetime)
    identity_changed = Signal(object)
    scanners_wanted = Signal()
    follow_up_wanted = Signal()
    history_wanted = Signal()
    backups_wanted = Signal()
    bin_wanted = Signal()
    people_wanted = Signal()

    def __init__(self, workplace: Workplace, choose_scheme: Callable[[Scheme], None]) -> None:
        super().__init__()
        self._workplace = workplace
        self._choose_scheme = choose_scheme
        self._identity = workplace.identity
        self._changed = False
        self.name_field = QLineEdit()
        self.address_field = QPlainTextEdit()
        self.address_field.setTabChangesFocus(True)
        self.address_field.setFixedHeight(88)
        self.phone_field = QLineEdit()
        self.paper_box, self.order_box = _box(PAPERS), _box(ORDERS)
        self.rows = {
            "name": FormRow("Clinic na&me", self.name_field, beside=True),
            "address": FormRow("&Address", self.address_field, beside=True),
            "phone": FormRow("Pho&ne", self.phone_field, beside=True),
            "paper": FormRow("Paper si&ze", self.paper_box, beside=True),
            "date_order": FormRow(
                "&Order of dates", self.order_box, "How a typed date is read.", beside=True
            ),
        }
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.save_button = QPushButton("&Save")
        self.save_button.setProperty("kind", "primary")
        self.said = PlainLabel("", "caption")
        self.schemes = self._scheme_buttons()
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        self.name_field.textEdited.connect(self._edited)
        self.phone_field.textEdited.connect(self._edited)
        self.address_field.textChanged.connect(self._edited)
        self.paper_box.activated.connect(self._edited)
        self.order_box.activated.connect(self._edited)
        self._fill(self._identity)

    def enter(self) -> None:
        """Read the clinic's identity again."""
        self.locking.read()
        self._workplace.runner.run(
            owner=self,
            work=self._workplace.clinic.settings.identity,
            on_success=self._fill,
            on_failure=self._report,
        )

    def offers(self) -> frozenset[str]:
        """Return what the menu can do here."""
        may = self._workplace.clinic.actor.may(Permission.SETTINGS)
        return frozenset({"save"}) if may else frozenset()

    def do(self, command: str) -> None:  # noqa: ARG002
        """Save."""
        self.save()

    def focus_first(self) -> None:
        """Go to the clinic's name."""
        self.rows["name"].focus()

    def may_leave(self) -> bool:
        """Ask before what was typed is lost."""
        if self._changed and not ask(
            self,
            "Leave without saving?",
            "The clinic's details are not saved yet.",
            "Leave without saving",
            "Stay",
        ):
            return False
        self._changed = False
        return True

    def keep(self) -> dict[str, Any]:
        """Return what is typed."""
        return {"values": values_of(self) if self._changed else None}

    def take_back(self, kept: dict[str, Any]) -> None:
        """Fill in again what was typed, once what is stored was read."""
        values = kept.get("values")
        if isinstance(values, list) and "save" in self.offers():
            self._workplace.runner.run(
                owner=self,
                work=lambda: None,  # behind the reading that ``enter`` asked for
                on_success=lambda _: self._fill_in(values),
                on_failure=self._report,
            )

    def _fill_in(self, values: list[Any]) -> None:
        put_back(self, values)

    def save(self) -> None:
        """Store the clinic's identity."""
        for row in self.rows.values():
            row.show_error("")
        self.problem.hide()
        name = self.name_field.text().strip()
        if not name:
            self.rows["name"].show_error("Enter the name of the clinic: it stands on every page.")
            self.rows["name"].focus()
            return
        paper: Literal["A4", "Letter"] = self.paper_box.currentData()
        order: Literal["dmy", "mdy"] = self.order_box.currentData()
        identity = replace(
            self._identity,
            name=name,
            address=self.address_field.toPlainText().strip(),
            phone=self.phone_field.text().strip(),
            paper=paper,
            date_order=order,
        )
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.settings.save_identity(identity),
            on_success=self._stored,
            on_failure=self._report,
        )

    def _stored(self, identity: ClinicIdentity) -> None:
        self._changed = False
        self._fill(identity)
        self.said.setText("Saved")
        self.saved.emit(self._workplace.now())
        self.identity_changed.emit(identity)

    def _fill(self, identity: ClinicIdentity) -> None:
        if self._changed:
            return  # what staff have begun to type stays
        self._identity = identity
        self.name_field.setText(identity.name)
        self.address_field.setPlainText(identity.address)
        self.phone_field.setText(identity.phone)
        self.paper_box.setCurrentIndex(self.paper_box.findData(identity.paper))
        self.order_box.setCurrentIndex(self.order_box.findData(identity.date_order))
        self._changed = False

    def _report(self, error: BaseException) -> None:
        if isinstance(error, RefusedEntryError) and error.field in self.rows:
            self.rows[error.field].show_error(explain(error))
            self.rows[error.field].focus()
            return
        self.problem.setText(explain(error))
        self.problem.show()

    def _edited(self, *_: object) -> None:
        self._changed = True
        self.said.setText("")

    def _change_passphrase(self) -> None:
        from msbone_desktop.ui.preferences.people_dialogs import OwnPassphraseDialog

        dialog = self.dialog = OwnPassphraseDialog(self, self._workplace)
        dialog.kept.connect(lambda _: self.passphrase_said.setText("Your passphrase is changed."))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _scheme_buttons(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for scheme, title in SCHEMES:
            button = QPushButton(title)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setChecked(scheme == self._workplace.appearance.scheme)
            button.setAccessibleName(f"Appearance: {title}")
            button.clicked.connect(lambda _=False, scheme=scheme: self._choose_scheme(scheme))
            group.addButton(button)
        return group

    def _lay_out(self) -> None:
        actor = self._workplace.clinic.actor
        self.more = MoreCard(
            actor,
            {
                "scanners": self.scanners_wanted,
                "follow_up": self.follow_up_wanted,
                "history": self.history_wanted,
                "backups": self.backups_wanted,
                "bin": self.bin_wanted,
                "people": self.people_wanted,
            },
        )
        self.locking = LockingCard(self._workplace)
        clinic = self._clinic_card()
        content = QWidget()
        content.setMaximumWidth(868)
        cards = QVBoxLayout(content)
        cards.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        cards.setSpacing(SPACE_16)
        head, _, _ = title_row("Settings")
        cards.addLayout(head)
        for card in (clinic, self.more, self.locking, self._looks_card(), self._own_card()):
            cards.addWidget(card)
        cards.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(content))
        leave_out(actor, Permission.SETTINGS, clinic, self.locking)
        leave_out(actor, Permission.CLINICAL_SETTINGS, self.more)

    def _clinic_card(self) -> Card:
        card = Card("Clinic")
        for row in self.rows.values():
            card.column.addWidget(row)
        card.column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_12)
        buttons.addStretch()
        buttons.addWidget(self.said)
        buttons.addWidget(self.save_button)
        card.column.addLayout(buttons)
        return card

    def _looks_card(self) -> Card:
        card = Card("Appearance")
        choices = QHBoxLayout()
        choices.setSpacing(SPACE_8)
        for button in self.schemes.buttons():
            choices.addWidget(button)
        choices.addStretch()
        card.column.addLayout(choices)
        return card

    def _own_card(self) -> Card:
        card = Card("Who is working")
        card.column.addWidget(PlainLabel(self._workplace.clinic.actor.name, wrap=True))
        card.column.addWidget(PlainLabel(WHOSE_NAME, "caption", wrap=True))
        self.own_passphrase = QPushButton("Change &your passphrase…")
        self.own_passphrase.clicked.connect(self._change_passphrase)
        card.column.addWidget(self.own_passphrase, 0, Qt.AlignmentFlag.AlignLeft)
        self.passphrase_said = PlainLabel("", "caption")
        card.column.addWidget(self.passphrase_said)
        return card


def _box(words: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QuietComboBox()
    for word, shown in words:
        box.addItem(shown, word)
    return box
