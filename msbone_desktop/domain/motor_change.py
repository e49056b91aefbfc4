"""Measured worsening: the newest measurement against each one within the year before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msbone_desktop.domain.exact import product
from msbone_desktop.domain.screening import (
    GAIT_AIDS,
    EdssScore,
    GaitAid,
    GaitAidObservation,
    Relapse,
    WalkTest,
)


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """How much worse counts, and how far back to look.

    Shares are of the earlier time; EDSS changes in points, from an earlier score below or from
    ``edss_line``.
    """

    edss_from_low: Decimal
    edss_from_high: Decimal
    edss_line: Decimal
    walk_share: Decimal
    timed_up_and_go_share: Decimal
    window_days: int
    relapse_days: int


def _within(earlier: date, newest: date, limits: ChangeLimits) -> bool:
    return 1 <= (newest - earlier).days <= limits.window_days


def edss_worse(scores: Sequence[EdssScore], current: EdssScore, limits: ChangeLimits) -> bool:
    """Tell whether ``current`` is worse than any score within the window before it.

    Of two scores of one earlier day the later in the list counts.
    """
    for earlier in {score.rated_on: score for score in scores}.values():
        if _within(earlier.rated_on, current.rated_on, limits):
            from_low = earlier.score < limits.edss_line
            needed = limits.edss_from_low if from_low else limits.edss_from_high
            if current.score - earlier.score >= needed:
                return True
    return False


def last_of_each_day(tests: Iterable[WalkTest]) -> list[WalkTest]:
    """Of two tests of one day keep the later in the list; oldest day first."""
    return [test for _, test in sorted({test.tested_on: test for test in tests}.items())]


def walk_worse(tests: Iterable[WalkTest], share: Decimal, limits: ChangeLimits) -> bool:
    """Tell whether the newest test is slower by ``share`` than one with the same aid."""
    ordered = last_of_each_day(tests)
    if not ordered:
        return False
    newest = ordered[-1]
    slower = 1 + share
    return any(
        earlier.aid == newest.aid
        and _within(earlier.tested_on, newest.tested_on, limits)
        and newest.seconds >= product(slower, earlier.seconds)
        for earlier in ordered[:-1]
    )


def gait_aid_worse(
    history: Iterable[GaitAidObservation], aid: GaitAid, on: date, limits: ChangeLimits
) -> bool:
    """Tell whether ``aid``, seen on ``on``, gives more support than one within the window."""
    now = GAIT_AIDS.index(aid)
    latest = {seen.seen_on: seen for seen in history}.values()
    return any(
        _within(seen.seen_on, on, limits) and now > GAIT_AIDS.index(seen.aid) for seen in latest
    )


def during_relapse(relapses: Iterable[Relapse], measured_on: date, limits: ChangeLimits) -> bool:
    """Tell whether a relapse began less than the relapse window before ``measured_on``."""
    return any(0 <= (measured_on - r.onset_on).days < limits.relapse_days for r in relapses)
