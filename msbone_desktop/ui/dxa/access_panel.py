"""What a person needs so that she can be scanned, and which sites that leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from msbone_desktop.domain.access import AccessCard, SuggestedSite
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.patients import Patient
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.access_dialog import CHOICES, PREGNANCY, YES_NO, AccessDialog
from msbone_desktop.ui.dxa.asking import PatientPart
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.answer_field import ABSENCE_WORDS
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.reading.wording import date_words

if TYPE_CHECKING:
    from msbone_desktop.services.access import AccessService, ScanPlan

EMPTY = (
    "Nothing is recorded about getting onto the scanner. Ask before booking: an unanswered "
    "question counts as unknown, never as no."
)
USE_WORDS = {"scan": "Scan", "ask": "Ask first", "leave": "Leave out"}


class AccessPanel(PatientPart):
    """The card in words, the sites it leaves, and the way to change it."""

    changed = Signal()

    def __init__(
        self,
        runner: BackgroundRunner,
        service: AccessService,
        dictionary: DataDictionary,
        appearance: Appearance,
        today: Callable[[], date],
        date_order: Callable[[], DateOrder],
    ) -> None:
        super().__init__(runner)
        self._service, self._dictionary = service, dictionary
        self._appearance, self._today, self._order = appearance, today, date_order
        self._plan: ScanPlan | None = None
        self._wants_edit = False
        self.card = Card("Access to the scan")
        self.answers = PlainLabel("", wrap=True)
        self.open_questions = PlainLabel("", "unknown", wrap=True)
        self.sites = PlainLabel("", wrap=True)
        self.sites_heading = PlainLabel("Sites for the next scan", "strong")
        self.edit = QPushButton("Edit the card…")
        self.edit.clicked.connect(self.edit_card)
        self._lay_out()

    def open_patient(self, patient: Patient) -> None:
        """Show the card of ``patient``."""
        self.take(patient)
        self._plan, self._wants_edit = None, False
        self.say_problem("")
        for label in (self.answers, self.open_questions, self.sites, self.sites_heading):
            label.hide()
        self.edit.setEnabled(False)
        self.reload()

    def reload(self) -> None:
        """Read the card again."""
        patient = self._patient
        if patient is not None:
            self.ask(lambda: self._service.plan(patient), self._show)

    def edit_card(self) -> None:
        """Open the card to change it."""
        plan, patient = self._plan, self._patient
        if plan is None or patient is None:
            self._wants_edit = patient is not None  # as soon as the card was read
            return
        dialog = AccessDialog(
            self._appearance, plan.card, self._today, self._order, parent=self.window()
        )
        dialog.name(self.whose)

        def keep() -> None:
            card, version = dialog.card(), plan.card.version
            self.keep_from(dialog, lambda: self._service.save(patient, card, version), self._stored)

        dialog.keep_by(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stored(self) -> None:
        self.say_problem("")
        self.changed.emit()
        self.reload()

    def _show(self, plan: ScanPlan) -> None:
        self._plan = plan
        self.edit.setEnabled(True)
        self.answers.setText(card_words(plan.card) or EMPTY)
        questions = "; ".join(plan.questions)
        self.open_questions.setText(f"Ask before booking: {questions}." if questions else "")
        self.sites.setText("\n".join(site_line(site, self._dictionary) for site in plan.sites))
        for label in (self.answers, self.open_questions, self.sites, self.sites_heading):
            label.setVisible(bool(label.text()))
        if self._wants_edit:
            self._wants_edit = False
            self.edit_card()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        self.card.column.removeWidget(self.card.heading)
        head.addWidget(self.card.heading)
        head.addStretch(1)
        head.addWidget(self.edit)
        self.card.column.addLayout(head)
        for widget in (self.answers, self.open_questions, self.sites_heading, self.sites):
            self.card.column.addWidget(widget)
        self.card.column.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)


def card_words(card: AccessCard) -> str:
    """Return what was answered, in one paragraph; empty where nothing was."""
    said = []
    for name, (label, words) in CHOICES.items():
        said.append(_said(label, getattr(card, name), dict(words)))
    for name, label in YES_NO.items():
        said.append(_said(label, getattr(card, name), {}))
    pregnant = _said("May be pregnant", card.may_be_pregnant, dict(PREGNANCY))
    applies = card.may_be_pregnant != "does_not_apply"
    if pregnant and applies and card.pregnancy_asked_on is not None:
        pregnant += f" (asked on {date_words(card.pregnancy_asked_on)})"
    said += [pregnant, card.note]
    return ". ".join(part for part in said if part)


def _said(label: str, answer: object, words: dict[str, str]) -> str:
    if answer is Absence.NOT_ASKED:
        return ""
    if isinstance(answer, Absence):
        return f"{label}: {ABSENCE_WORDS[answer].lower()}"
    if isinstance(answer, bool):
        return f"{label}: {'yes' if answer else 'no'}"
    return f"{label}: {words[str(answer)].lower()}"


def site_line(site: SuggestedSite, dictionary: DataDictionary) -> str:
    """Return "Scan: total hip, left — usual site"."""
    name = dictionary.value_words("dxa_scans.sites.site", site.site).lower()
    place = f"{name}, {site.side}" if site.side else name
    return f"{USE_WORDS[site.use]}: {place} \N{EM DASH} {'; '.join(site.why)}"
