"""Results of FRAX and other tools, with what has to stand beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.external_risk import ExternalRisk, ShownRisk, stand_in_words
from msbone_desktop.domain.patients import Patient
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.asking import PatientPart
from msbone_desktop.ui.dxa.risk_dialog import RiskDialog
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.reading.wording import date_words

if TYPE_CHECKING:
    from msbone_desktop.services.external_risks import ExternalRiskService

EMPTY = "No result of FRAX or another tool is recorded. MSBone computes none."
ADD_FIRST = "Type in what the tool gave, with its version and inputs."
"""Said only to those who may."""


class RiskPanel(PatientPart):
    """The results of one patient, newest first."""

    changed = Signal()

    def __init__(
        self,
        runner: BackgroundRunner,
        service: ExternalRiskService,
        appearance: Appearance,
        today: Callable[[], date],
        date_order: Callable[[], DateOrder],
    ) -> None:
        super().__init__(runner)
        self._service, self._today, self._order = service, today, date_order
        self.card = Card("Results of FRAX and other tools")
        self.empty = PlainLabel(EMPTY, "soft", wrap=True)
        self.add = QPushButton("Add a result…")
        appearance.keep_icon(self.add, "plus")
        self.add.clicked.connect(self.add_result)
        self.may_enter = True
        """Whether the person who works here may enter a result, or take one out of use."""
        self.list = QVBoxLayout()
        self.list.setSpacing(12)
        self._lay_out()

    def open_patient(self, patient: Patient) -> None:
        """Show the results of ``patient``."""
        self.take(patient)
        self.say_problem("")
        self._show(())
        self.empty.hide()
        self.reload()

    def reload(self) -> None:
        """Read the results again."""
        patient = self._patient
        if patient is not None:
            self.ask(lambda: self._service.of(patient), self._show)

    def words(self) -> str:
        """Return everything that is shown, as text."""
        return "\n".join(
            label.text()
            for label in self.card.findChildren(PlainLabel)
            if label.isVisibleTo(self.card)
        )

    def add_result(self) -> None:
        """Open the dialog for a new result."""
        patient = self._patient
        if patient is None:
            return
        dialog = RiskDialog(self._today, self._order, parent=self.window())
        dialog.name(self.whose)

        def keep() -> None:
            typed = dialog.result_typed()
            if typed is not None:
                self.keep_from(dialog, lambda: self._service.record(patient, typed), self._stored)

        dialog.keep_by(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_void(self, result: ExternalRisk) -> None:
        patient = self._patient
        if patient is None:
            return
        dialog = ReasonQuestion(
            self,
            f"Void the {result.tool} result of {date_words(result.calculated_on)}?",
            "Void the result",
            "It stays on record with your reason and is not shown any more. Why is it wrong?",
        )

        def void() -> None:
            reason = dialog.reason()
            self.ask(
                lambda: self._service.void(patient, result.id, reason), lambda _: self._stored()
            )

        dialog.accepted.connect(void)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stored(self) -> None:
        self.say_problem("")
        self.changed.emit()
        self.reload()

    def _show(self, results: tuple[ShownRisk, ...]) -> None:
        while self.list.count():
            item = self.list.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for shown in results:
            self.list.addWidget(self._entry(shown))
        self.empty.setText(f"{EMPTY} {ADD_FIRST}" if self.may_enter else EMPTY)
        self.empty.setVisible(not results)

    def _entry(self, shown: ShownRisk) -> QWidget:
        result = shown.result
        entry = QWidget()
        void = QPushButton("Void…", entry)
        void.setVisible(self.may_enter)
        void.setProperty("kind", "link")
        void.setAccessibleName(f"Void the {result.tool} result of {_day(result)}")
        void.clicked.connect(lambda: self._ask_void(result))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_title(result), "strong", wrap=True), 1)
        if self.may_enter:
            head.addWidget(void)
        column = QVBoxLayout(entry)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        if shown.hidden:
            column.addWidget(PlainLabel(shown.hidden, "unknown", wrap=True))
        else:
            column.addWidget(PlainLabel(_numbers(result), wrap=True))
        column.addWidget(PlainLabel(_inputs(result), "caption", wrap=True))
        for caution in shown.cautions:
            if caution != shown.hidden:
                column.addWidget(PlainLabel(f"•  {caution}", "caption", wrap=True))
        return entry

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        self.card.column.removeWidget(self.card.heading)
        head.addWidget(self.card.heading)
        head.addStretch(1)
        head.addWidget(self.add)
        self.card.column.addLayout(head)
        self.card.column.addWidget(self.empty)
        self.card.column.addLayout(self.list)
        self.card.column.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)


def _day(result: ExternalRisk) -> str:
    return date_words(result.calculated_on)


def _title(result: ExternalRisk) -> str:
    tool = f"{result.tool} {result.tool_version}".strip()
    return f"{tool}, {_day(result)}"


def _numbers(result: ExternalRisk) -> str:
    parts = []
    if result.major_percent is not None:
        parts.append(f"major fracture {result.major_percent:f} %")
    if result.hip_percent is not None:
        parts.append(f"hip fracture {result.hip_percent:f} %")
    return f"In 10 years, as the tool gave it: {', '.join(parts)}"


def _inputs(result: ExternalRisk) -> str:
    parts = [
        "with BMD" if result.with_bmd else "without BMD",
        stand_in_words(result),
        f"country model {result.country_model or 'not recorded'}",
        f"entered by {result.recorded_by}",
    ]
    return ". ".join((" · ".join(parts), *((result.note,) if result.note else ())))
