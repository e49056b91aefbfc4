"""Reading a 25(OH)D result in the unit it was reported in."""

from dataclasses import dataclass
from decimal import Decimal

from msbone_desktop.domain.screening import VitaminDResult

Edge = dict[str, Decimal]
"""One edge in each unit: nmol/L and ng/mL."""

BANDS = (
    "B0_lt30",
    "B1_30_50",
    "B2_50_75",
    "B3_75_100",
    "B4_100_150",
    "B5_150_250",
    "B6_gt250",
)


@dataclass(frozen=True, slots=True)
class VitaminDEdges:
    """The edges between the bands; each has its own value in each unit.

    The two edges of one band are close, never equal, after conversion: 20 ng/mL is 49.92 nmol/L,
    so converting before comparing would call 20 ng/mL "below 50".
    """

    severe: Edge
    low: Edge
    sufficient: Edge
    ideal_low: Edge
    ideal_high: Edge
    upper_limit: Edge


def band(result: VitaminDResult, edges: VitaminDEdges) -> str:
    """Return the band of ``result``: a lower edge belongs to the band above it, the two highest
    edges to the band below.
    """
    value, unit = result.value, result.unit
    position = 0
    for edge in (edges.severe, edges.low, edges.sufficient, edges.ideal_low):
        position += value >= edge[unit]
    for edge in (edges.ideal_high, edges.upper_limit):
        position += value > edge[unit]
    return BANDS[position]


def in_other_unit(result: VitaminDResult, factor: Decimal) -> tuple[Decimal, str]:
    """Return the value in the other unit, to one decimal, for showing only.

    Args:
        result: The result as reported.
        factor: nmol/L for 1 ng/mL.
    """
    if result.unit == "ng/mL":
        return (result.value * factor).quantize(Decimal("0.1")), "nmol/L"
    return (result.value / factor).quantize(Decimal("0.1")), "ng/mL"
