"""Charts that are drawn, walked through by keyboard, and read aloud as a table."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.charting import Chart, Mark, Point, Series, Span, Threshold
from msbone_desktop.ui.charts.timeline_view import TimelineView

SPAN = Span(date(2020, 1, 1), date(2026, 1, 1))


@pytest.fixture
def view(qtbot, qapp, appearance):
    appearance.apply(qapp, "light")
    view = TimelineView(appearance)
    qtbot.addWidget(view)
    view.resize(600, 300)
    points = (
        Point(date(2021, 1, 1), Decimal("-1.5")),
        Point(date(2023, 1, 1), Decimal("-2.6"), True),
    )
    charts = (
        Chart(
            title="T-score",
            unit="SD",
            series=(Series("Total hip, left", points),),
            thresholds=(Threshold(Decimal("-2.5"), "-2.5"),),
        ),
        Chart(title="Falls", unit="", series=(), empty="No count of falls is recorded."),
    )
    marks = (
        Mark("relapse", date(2022, 2, 1), None, "Relapse from 2022-02-01"),
        Mark("steroids", date(2022, 2, 2), date(2022, 3, 1), "prednisone, oral"),
    )
    view.show_charts(charts, marks, SPAN)
    view.show()
    view.setFocus()
    return view


def test_arrows_tell_each_value_and_go_on_to_the_next_chart(qtbot, view):
    with qtbot.waitSignal(view.told) as told:
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told.args == ["Total hip, left: −1.5 SD on 1 Jan 2021"]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.words() == "Total hip, left: −2.6 SD on 1 Jan 2023"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.words() == "Falls: No count of falls is recorded."
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert "2023" in view.words()


def test_everything_that_is_drawn_can_be_read_aloud(view):
    table = view.accessibleDescription()
    for words in ("Total hip, left SD: 1 Jan 2021 −1.5, 1 Jan 2023 −2.6", "No count of falls"):
        assert words in table
    assert "Relapse from 2022-02-01" in table and "prednisone" in table


def test_a_line_is_broken_where_values_cannot_be_compared(qtbot, view, appearance):
    def inked():
        image = view.grab().toImage()
        accent = appearance.tokens.accent.lower()
        return sum(
            image.pixelColor(x, y).name() == accent
            for x in range(image.width())
            for y in range(0, image.height(), 1)
        )

    broken = inked()
    chart = view._charts[0]
    joined = tuple(Point(p.on, p.value) for p in chart.points)
    whole = Chart(
        title=chart.title,
        unit=chart.unit,
        series=(Series("Total hip, left", joined),),
        thresholds=chart.thresholds,
    )
    view.show_charts((whole, view._charts[1]), view._marks, SPAN)
    assert inked() > broken + 30
