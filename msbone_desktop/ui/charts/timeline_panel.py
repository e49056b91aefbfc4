"""Charts over time with the value in hand, and the same values as a table for whoever wants one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.charting import Chart, Mark, Span
from msbone_desktop.ui.appearance import SPACE_4, Appearance
from msbone_desktop.ui.charts.timeline_view import TimelineView, number_words
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words

HINT = "Arrow keys go from value to value."
_HEADINGS = ("Day", "What", "Value")
_LINES_IN_SIGHT = 10


class TimelinePanel(QWidget):
    """Shows charts; a button turns them into a table and back."""

    def __init__(self, appearance: Appearance, name: str = "Charts over time") -> None:
        super().__init__()
        self.view = TimelineView(appearance)
        self.view.setAccessibleName(name)
        self.told = PlainLabel(HINT, "caption", wrap=True)
        self.view.told.connect(self.told.setText)
        self.table = QTableWidget(0, len(_HEADINGS))
        self.table.setAccessibleName(f"{name}, as a table")
        self.table.setHorizontalHeaderLabels(list(_HEADINGS))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.hide()
        self.switch = QPushButton("Show as table")
        self.switch.setProperty("kind", "link")
        self.switch.clicked.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        for widget in (self.view, self.told, self.table):
            column.addWidget(widget)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)

    def show_charts(self, charts: tuple[Chart, ...], marks: tuple[Mark, ...], span: Span) -> None:
        """Show other charts, in the form that is chosen."""
        self.view.show_charts(charts, marks, span)
        self.told.setText(HINT)
        lines = table_lines(charts, marks)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, words in enumerate(line):
                self.table.setItem(row, column, QTableWidgetItem(words))
        row_height = self.table.verticalHeader().defaultSectionSize()
        rows = min(len(lines), _LINES_IN_SIGHT) + 1
        self.table.setFixedHeight(rows * row_height + 2 * self.table.frameWidth())

    def _turn(self) -> None:
        as_table = self.table.isHidden()
        self.table.setVisible(as_table)
        for widget in (self.view, self.told):
            widget.setHidden(as_table)
        self.switch.setText("Show as charts" if as_table else "Show as table")


def table_lines(charts: tuple[Chart, ...], marks: tuple[Mark, ...]) -> list[tuple[str, str, str]]:
    """Return every value and mark that is drawn, the newest first: day, what, value."""
    lines = [
        (
            point.on,
            line.label if line.label in chart.title else f"{line.label}, {chart.title}",
            f"{number_words(point)} {chart.unit}".strip(),
        )
        for chart in charts
        for line in chart.series
        for point in line.points
    ]
    lines += [(mark.start, mark.words, "") for mark in marks]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [(date_words(day), what, value) for day, what, value in lines]
