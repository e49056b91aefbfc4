"""An editor for a laboratory result with its unit and the laboratory's own upper limit."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from msbone_desktop.domain.dictionary import FieldDefinition
from msbone_desktop.domain.screening import LaboratoryValue
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.editors import Editor
from msbone_desktop.ui.widgets.flow_box import FlowBox
from msbone_desktop.ui.widgets.number_editors import Measure, MeasureEditor, NumberEditor
from msbone_desktop.ui.widgets.reading.wording import number_words


class LaboratoryEditor(Editor):
    """A result, the unit of it, and the laboratory's own upper limit."""

    def __init__(
        self, value: FieldDefinition, limit: FieldDefinition, units: tuple[str, ...]
    ) -> None:
        super().__init__()
        self._value, self._limit = value, limit
        self.measure = MeasureEditor(dict.fromkeys(units, value))
        self.limit = NumberEditor(limit)
        flow = FlowBox(spacing=8)
        flow.add(self.measure)
        flow.add(_with_caption("upper limit", self.limit))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(flow)
        self.setFocusProxy(self.measure)
        for part in (self.measure, self.limit):
            part.edited.connect(self.edited)
            part.left.connect(self.left)
            part.entered.connect(self.entered)
            part.backspaced.connect(self.backspaced)

    def blank(self) -> bool:
        """Tell whether nothing is given."""
        return self.measure.blank() and self.limit.blank()

    def value(self) -> LaboratoryValue:
        """Return the result."""
        measure = self.measure.value()
        limit = None if self.limit.blank() else self.limit.value()
        return LaboratoryValue(measure.value, measure.unit, limit)

    def show_value(self, value: Any) -> None:
        """Show a :class:`LaboratoryValue`, or nothing for None."""
        measure = None if value is None else Measure(value.value, value.unit)
        self.measure.show_value(measure)
        self.limit.show_value(None if value is None else value.upper_limit)

    def problem(self) -> str | None:
        """Return what is missing or wrong."""
        if self.blank():
            return None
        return self.measure.problem() or self.limit.problem()

    def echo(self) -> str:
        """Say that the rules cannot read a result without its range."""
        if self.blank() or self.problem() or not self.limit.blank():
            return ""
        return "Without the laboratory's upper limit no rule can read this result."

    def words(self, value: Any) -> str:
        """Return the result with its limit."""
        limit = f", upper limit {value.upper_limit:f}" if value.upper_limit is not None else ""
        return f"{number_words(value.value, value.unit)}{limit}"

    def name_it(self, name: str) -> None:
        """Name the three parts."""
        self.measure.name_it(name)
        self.limit.name_it(f"{name}, upper limit of the laboratory")

    def mark_faulty(self, faulty: bool) -> None:
        """Colour the part that is wrong."""
        self.measure.mark_faulty(faulty and bool(self.measure.problem()))
        self.limit.mark_faulty(faulty and bool(self.limit.problem()))


def _with_caption(caption: str, editor: Editor) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(PlainLabel(caption, "soft"))
    row.addWidget(editor)
    return part
