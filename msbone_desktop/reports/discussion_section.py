"""Points to discuss, grouped by who takes them up. They are never orders."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.findings import Assessment, Status
from msbone_desktop.reports.appearance import BODY, GROUP
from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.columns import Columns
from msbone_desktop.reports.composition import Composer, P


@dataclass(frozen=True, slots=True)
class Point:
    """Something to talk about when one of ``rules`` is triggered."""

    group: str
    rules: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class DiscussionTable:
    """All points, and the groups in the order in which they stand on the page."""

    groups: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]

    def for_findings(self, assessment: Assessment) -> dict[str, list[str]]:
        """Return the points that the triggered rules call for, by the title of their group."""
        triggered = {finding.rule_id for finding in assessment.of(Status.TRIGGERED)}
        found: dict[str, list[str]] = {}
        for name, title in self.groups:
            texts = [
                point.text
                for point in self.points
                if point.group == name and triggered.intersection(point.rules)
            ]
            if texts:
                found[title] = texts
        return found


@lru_cache(maxsize=4)
def load_discussion(file: Path) -> DiscussionTable:
    """Read the table of points, once.

    Raises:
        KnowledgeError: A point names a group that does not exist, or the file is no TOML.
    """
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(file.name, 1, str(error)) from error
    groups = tuple(read["groups"].items())
    points = tuple(Point(p["group"], tuple(p["rules"]), p["text"]) for p in read["points"])
    for point in points:
        if point.group not in read["groups"]:
            raise KnowledgeError(file.name, 1, f"There is no group '{point.group}'.")
    return DiscussionTable(groups, points)


def discussion_section(
    composer: Composer, assessment: Assessment, table: DiscussionTable
) -> list[Block]:
    """Lay out the points in two columns; nothing when no rule calls for any."""
    found = table.for_findings(assessment)
    if not found:
        return []
    composer = composer.about("the points to discuss")
    groups = [_group(composer, title, texts) for title, texts in found.items()]
    heading = composer.heading("Points to discuss (no orders)")
    return [heading, Columns(groups, before=3, whole=True)]


def _group(composer: Composer, title: str, texts: list[str]) -> Stack:
    points = composer.bullets([P(text, BODY) for text in texts], before=1)
    return Stack([composer.text(P(title, GROUP), "H3"), points], before=5)
