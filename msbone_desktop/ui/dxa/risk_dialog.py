"""The dialog for a result of FRAX or another tool: typed in as the tool gave it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.dictionary import FieldDefinition
from msbone_desktop.domain.external_risk import TOOLS, ExternalRisk
from msbone_desktop.ui.dxa.asking import KeepingDialog
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.choice_editors import Picker, Segments
from msbone_desktop.ui.widgets.date_editor import DateEditor, day_first
from msbone_desktop.ui.widgets.editors import Editor, WordsEditor
from msbone_desktop.ui.widgets.number_editors import NumberEditor
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.tick_editor import TickEditor

OTHER = "other"
TICKS = {
    "none": "None was ticked",
    "secondary_osteoporosis": "Secondary osteoporosis",
    "rheumatoid_arthritis": "Rheumatoid arthritis",
}
_PERCENT = {"minimum": Decimal(0), "maximum": Decimal(100), "unit": "%"}


class RiskDialog(KeepingDialog):
    """Enters one result. Nothing is computed, and nothing is ticked beforehand."""

    def __init__(
        self,
        latest: Callable[[], date],
        order: Callable[[], DateOrder] = day_first,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Result of another tool")
        self.day = DateEditor(latest, order)
        self.tool = Picker((*((t, t) for t in TOOLS), (OTHER, "Another tool")), "Choose", 200)
        self.other = WordsEditor(40)
        self.version, self.country = WordsEditor(200), WordsEditor(200)
        self.bmd = Segments((("yes", "With BMD"), ("no", "Without BMD")))
        self.major = NumberEditor(_percent("major_percent", "Major fracture in 10 years"), 1)
        self.hip = NumberEditor(_percent("hip_percent", "Hip fracture in 10 years"), 1)
        self.ticks = {word: TickEditor(label) for word, label in TICKS.items()}
        self.note = WordsEditor(1000)
        self.note.line.setFixedWidth(400)
        self.echo = PlainLabel("", "caption", wrap=True)
        self.day.edited.connect(lambda: self.echo.setText(self.day.echo()))
        self.tool.edited.connect(self._tool_chosen)
        self.other.setVisible(False)
        self._lay_out()
        self.tool.setFocus()

    def result_typed(self) -> ExternalRisk | None:
        """Return the result, or None while something is missing or wrong."""
        if self._problem()[0]:
            return None
        return ExternalRisk(
            tool=self._tool_name(),
            calculated_on=self.day.value(),
            tool_version=_text(self.version),
            country_model=_text(self.country),
            with_bmd=self.bmd.value() == "yes",
            major_percent=_value(self.major),
            hip_percent=_value(self.hip),
            stand_ins=self._ticked(),
            note=_text(self.note),
        )

    def accept(self) -> None:
        """Keep the result, unless something is missing or wrong."""
        problem, where = self._problem()
        self.refuse(problem)
        if problem and where is not None:
            where.setFocus()
            return
        self.hand_over()

    def _problem(self) -> tuple[str, Editor | None]:
        if not self._tool_name():
            return "Choose the tool, or write its name.", self._tool_editor()
        if self.day.blank():
            return "Give the day of the calculation.", self.day
        if self.bmd.blank():
            return "Say whether it was calculated with BMD.", self.bmd
        if self.major.blank() and self.hip.blank():
            return "Give at least one of the two percentages.", self.major
        if len(ticked := self._ticked()) > 1 and "none" in ticked:
            return "Tick either none, or the stand-ins that were used.", self.ticks["none"]
        for editor in (self.day, self.other, self.version, self.country, self.major, self.hip,
                       self.note):  # fmt: skip
            if not editor.blank() and editor.problem():
                return str(editor.problem()), editor
        return "", None

    def _tool_editor(self) -> Editor:
        return self.other if not self.tool.blank() else self.tool

    def _tool_name(self) -> str:
        if self.tool.blank():
            return ""
        return _text(self.other) if self.tool.value() == OTHER else str(self.tool.value())

    def _ticked(self) -> tuple[Any, ...]:
        return tuple(word for word, tick in self.ticks.items() if not tick.blank())

    def _tool_chosen(self) -> None:
        other = not self.tool.blank() and self.tool.value() == OTHER
        self.other.setVisible(other)
        if other:
            self.other.setFocus()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel("Result of another tool", "title"))
        column.addWidget(self.whose)
        column.addWidget(
            PlainLabel(
                "Type what the tool gave. MSBone computes no fracture probability and ticks "
                "nothing for you.",
                "soft",
                wrap=True,
            )
        )
        column.addLayout(self._grid())
        column.addStretch(1)
        self._lay_out_foot(content)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        tools = _beside(self.tool, self.other)
        ticks = _beside(*self.ticks.values())
        rows: tuple[tuple[str, Editor, QWidget], ...] = (
            ("Tool", self.tool, tools),
            ("Version", self.version, self.version),
            ("Country model", self.country, self.country),
            ("Day of the calculation", self.day, _beside(self.day, self.echo)),
            ("Calculated", self.bmd, self.bmd),
            ("Major fracture in 10 years", self.major, self.major),
            ("Hip fracture in 10 years", self.hip, self.hip),
            ("Ticked as a stand-in for MS", self.ticks["none"], ticks),
            ("Note", self.note, self.note),
        )
        for place, (label, editor, widget) in enumerate(rows):
            caption = PlainLabel(label)
            caption.setBuddy(editor)
            if not isinstance(editor, TickEditor):
                editor.name_it(label)
            grid.addWidget(caption, place, 0)
            grid.addWidget(widget, place, 1)
        self.other.name_it("Name of the tool")
        for tick in self.ticks.values():
            tick.name_it(f"Ticked as a stand-in for MS: {tick.box.text()}")
        grid.setColumnStretch(1, 1)
        return grid

    def _lay_out_foot(self, content: QWidget) -> None:
        keep = QPushButton("Keep the result")
        keep.setProperty("kind", "primary")
        keep.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(keep, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.complaint.hide()
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addWidget(self.complaint)
        foot.addWidget(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(foot)
        room = self.screen().availableGeometry().size()
        self.resize(QSize(760, 560).boundedTo(room - QSize(40, 40)))


def _percent(name: str, label: str) -> FieldDefinition:
    return FieldDefinition(name=name, label=label, **_PERCENT)  # type: ignore[arg-type]


def _beside(*widgets: QWidget) -> QWidget:
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return frame


def _text(editor: WordsEditor) -> str:
    return "" if editor.blank() else str(editor.value() or "")


def _value(editor: NumberEditor) -> Decimal | None:
    return None if editor.blank() else editor.value()
