"""A chart of density joins only what can be compared, and shows from where a change counts."""

from datetime import date
from decimal import Decimal

from msbone_desktop.domain.dxa_change import change_table
from msbone_desktop.domain.dxa_charts import density_charts
from msbone_desktop.domain.screening import DxaScan, DxaSite

WORDS = {"total_hip": "Total hip", "lumbar_spine": "Lumbar spine"}
FACTOR = Decimal("2.77")


def scan(year, *sites, **more):
    return DxaScan(performed_on=date(year, 6, 1), sites=sites, **({"scanner_id": "A"} | more))


def hip(bmd, precision="0.01", side="left"):
    value = None if bmd is None else Decimal(bmd)
    error = None if precision is None else Decimal(precision)
    return DxaSite("total_hip", side, value, precision_error_g_cm2=error)


def spine(bmd):
    return DxaSite("lumbar_spine", None, Decimal(bmd))


def charts(*scans):
    return density_charts(scans, change_table(scans, FACTOR), WORDS)


def test_each_site_that_was_measured_twice_has_a_chart_in_order_of_time():
    found = charts(
        scan(2026, hip("0.7"), spine("0.9")),
        scan(2025, hip(None), DxaSite("trochanter", "left", Decimal("0.6"))),
        scan(2024, hip("0.8"), DxaSite("trochanter", "left", Decimal("0.6"))),
    )
    (chart,) = found
    assert (chart.title, chart.unit) == ("Total hip, left: BMD", "g/cm²")
    assert [(p.on.year, p.value) for p in chart.points] == [
        (2024, Decimal("0.8")), (2026, Decimal("0.7")),
    ]  # fmt: skip


def test_a_line_breaks_where_two_scans_are_not_comparable():
    (chart,) = charts(
        scan(2026, hip("0.7")), scan(2025, hip("0.75")), scan(2024, hip("0.8"), scanner_id="B")
    )
    assert [point.breaks for point in chart.points] == [True, True, False]


def test_the_band_lies_around_the_measurement_before():
    (chart,) = charts(scan(2026, hip("0.7")), scan(2024, hip("0.8")))
    assert (chart.band.low, chart.band.high) == (Decimal("0.77230"), Decimal("0.82770"))
    assert chart.band.words == "shaded: within ±0.028: no more than measurement error"


def test_what_could_not_be_measured_is_a_gap_and_no_bridge():
    (chart,) = charts(
        scan(2026, hip("0.7")),
        scan(2025, hip(None)),
        scan(2024, hip("0.8")),
        scan(2023, hip("0.8")),
    )
    assert [point.breaks for point in chart.points] == [True, False, True]


def test_without_a_precision_error_or_a_comparison_there_is_no_band():
    (chart,) = charts(scan(2026, hip("0.7", None)), scan(2024, hip("0.8")))
    assert chart.band is None
    (chart,) = charts(scan(2026, hip("0.7")), scan(2024, hip("0.8"), scanner_id="B"))
    assert chart.band is None


def test_sides_and_sites_have_charts_of_their_own_and_the_spine_comes_first():
    both = (hip("0.8"), hip("0.81", side="right"), spine("0.9"))
    titles = [chart.title for chart in charts(scan(2026, *both), scan(2024, *both))]
    assert titles == ["Lumbar spine: BMD", "Total hip, left: BMD", "Total hip, right: BMD"]
