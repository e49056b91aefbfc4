"""The thresholds that code reads, each in the one unit that the code counts in."""

from decimal import Decimal
from itertools import pairwise

from msbone_desktop.domain.dxa import DxaLimits
from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.motor_change import ChangeLimits
from msbone_desktop.domain.reminders import ReminderWindows
from msbone_desktop.domain.steroids import PulseLimits
from msbone_desktop.domain.vitamin_d import Edge, VitaminDEdges
from msbone_desktop.rules.knowledge import Threshold
from msbone_desktop.rules.notes import NoteLimits
from msbone_desktop.rules.rulebook import Limits

_EDGES = ("severe", "low", "sufficient_2011", "ideal_low", "ideal_high", "upper_limit")
_SD, _EDSS, _SHARE = "standard deviations", "EDSS points", "share of the earlier time"


class LimitReader:
    """Reads single thresholds and refuses what code would misread."""

    def __init__(self, thresholds: dict[str, Threshold]) -> None:
        self._thresholds = thresholds

    def number(self, name: str, unit: str) -> Decimal:
        """Read a number in ``unit``.

        Raises:
            KnowledgeError: It is missing, or in another unit.
        """
        threshold = self._found(name)
        if not isinstance(threshold.value, Decimal):
            raise threshold.refuse("this must be one number")
        if threshold.unit != unit:
            raise threshold.refuse(f"this must be in {unit}, not {threshold.unit}")
        return threshold.value

    def whole(self, name: str, unit: str) -> int:
        """Read a whole number above 0 in ``unit``.

        Raises:
            KnowledgeError: It is missing, no such number, or in another unit.
        """
        value = self.number(name, unit)
        if value < 1 or value != value.to_integral_value():
            raise self._found(name).refuse("this must be a whole number above 0")
        return int(value)

    def edge(self, name: str) -> Edge:
        """Read an edge of 25(OH)D, a number for each of its units.

        Raises:
            KnowledgeError: It is missing, or has not both units.
        """
        threshold = self._found(name)
        if not isinstance(threshold.value, dict):
            raise threshold.refuse("give a value for nmol/L and for ng/mL")
        return threshold.value

    def vitamin_d(self) -> VitaminDEdges:
        """Read the edges between the bands.

        Raises:
            KnowledgeError: One is missing, or not above the one before it in each unit.
        """
        edges = [self.edge(f"vitamin_d_{name}") for name in _EDGES]
        for (_, lower), (name, upper) in pairwise(zip(_EDGES, edges, strict=True)):
            if any(upper[unit] <= lower[unit] for unit in upper):
                problem = "this must lie above the edge before it, in each unit"
                raise self._found(f"vitamin_d_{name}").refuse(problem)
        return VitaminDEdges(*edges)

    def _found(self, name: str) -> Threshold:
        if name not in self._thresholds:
            raise KnowledgeError("thresholds", 1, f"the threshold '{name}' is missing")
        return self._thresholds[name]


def read_limits(thresholds: dict[str, Threshold]) -> Limits:
    """Read every threshold that is not asked by a rule alone.

    Raises:
        KnowledgeError: One is missing, or not what its reader counts in.
    """
    read = LimitReader(thresholds)
    return Limits(
        dxa=DxaLimits(
            read.number("t_score_osteoporosis", _SD),
            read.number("t_score_normal", _SD),
            read.number("z_score_low", _SD),
            read.whole("t_score_age_men", "years"),
            read.number("least_significant_change_factor", "times the precision error"),
        ),
        windows=ReminderWindows(
            read.whole("dxa_yearly_interval", "months"),
            read.whole("dxa_due_soon_window", "days"),
            read.whole("dxa_grace_window", "days"),
        ),
        pulses=PulseLimits(
            read.whole("pulse_longest", "days"),
            read.number("pulse_oral_dose", "mg/day"),
            read.whole("exposure_window", "days"),
        ),
        notes=NoteLimits(
            read.whole("stale_after", "days"), read.whole("egfr_kidney", "mL/min/1.73 m²")
        ),
        changes=ChangeLimits(
            read.number("edss_change_from_low", _EDSS),
            read.number("edss_change_from_high", _EDSS),
            read.number("edss_change_line", _EDSS),
            read.number("walk_worse_by", _SHARE),
            read.number("timed_up_and_go_worse_by", _SHARE),
            read.whole("change_window", "days"),
            read.whole("relapse_window", "days"),
        ),
        vitamin_d_factor=read.number("vitamin_d_factor", "nmol/L for 1 ng/mL"),
        vitamin_d=read.vitamin_d(),
        vitamin_d_concern=read.edge("vitamin_d_concern"),
        frax_ages=(
            read.whole("frax_lowest_age", "years"),
            read.whole("frax_highest_age", "years"),
        ),
    )
