"""Charts that are drawn, walked through by keyboard, and read aloud as a table."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QRectF, Qt

from msbone_desktop.domain.charting import Band, Chart, Mark, Point, Series, Span, Threshold
from msbone_desktop.ui.charts.timeline_panel import TimelinePanel
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


def test_the_same_values_stand_in_a_table_the_newest_first(qtbot, qapp, appearance, view):
    panel = TimelinePanel(appearance)
    qtbot.addWidget(panel)
    panel.resize(600, 500)
    panel.show_charts(view._charts, view._marks, SPAN)
    panel.show()
    assert panel.view.isVisible() and not panel.table.isVisible()
    qtbot.mouseClick(panel.switch, Qt.MouseButton.LeftButton)
    assert panel.table.isVisible() and not panel.view.isVisible()
    model = panel.table.model()
    rows = [
        tuple(model.index(row, column).data() for column in range(3))
        for row in range(model.rowCount())
    ]
    assert rows == [
        ("1 Jan 2023", "Total hip, left, T-score", "−2.6 SD"),
        ("2 Feb 2022", "prednisone, oral", ""),
        ("1 Feb 2022", "Relapse from 2022-02-01", ""),
        ("1 Jan 2021", "Total hip, left, T-score", "−1.5 SD"),
    ]
    qtbot.mouseClick(panel.switch, Qt.MouseButton.LeftButton)
    assert panel.view.isVisible() and panel.switch.text() == "Show as table"


def test_a_band_is_filled_and_said(qtbot, qapp, appearance):
    appearance.apply(qapp, "light")
    points = (Point(date(2021, 1, 1), Decimal("0.8")), Point(date(2023, 1, 1), Decimal("0.7")))
    band = Band(Decimal("0.75"), Decimal("0.85"), "within ±0.05: no more than measurement error")
    plain = Chart(title="BMD", unit="g/cm²", series=(Series("hip", points),))
    view = TimelineView(appearance)
    qtbot.addWidget(view)
    view.resize(600, 140)
    view.show()
    pictures = []
    for chart in (plain, replace(plain, band=band)):
        view.show_charts((chart,), (), SPAN)
        image = view.grab().toImage()
        pictures.append({image.pixelColor(320, y).name() for y in range(22, 96)})
        assert (band.words in view.accessibleDescription()) is (chart.band is not None)
    assert len(pictures[1]) > len(pictures[0])


def test_words_of_a_limit_stand_clear_of_lines_and_in_need_of_points_only(view):
    first, last = Point(SPAN.first, Decimal(50)), Point(SPAN.last, Decimal(50))
    middle = Point(date(2023, 1, 1), Decimal(50))
    area, axis = QRectF(40, 20, 400, 80), (Decimal(40), Decimal(60))

    def place(*points):
        chart = Chart(title="25(OH)D", unit="nmol/L", series=(Series("one", points),))
        return view.clear_place(60, 57, chart, area, axis)

    assert place(first, middle) == 400 - 8 - 60
    assert place(first, replace(last, breaks=True)) == (400 - 8 - 60) / 2
    assert place(first, last) == (400 - 8 - 60) / 2  # on the line, there being no other place
    assert place(Point(SPAN.first, Decimal(42)), Point(SPAN.last, Decimal(42))) == 0
