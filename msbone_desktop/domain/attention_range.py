"""How far missing answers leave open what a screening finds: the least and the most it could be.

It is a range of the order of reading, never of a risk. ``rules/completions.py`` works it out.
"""

from dataclasses import dataclass

from msbone_desktop.domain.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionRange:
    """The least and the most attention over all ways to fill in the missing answers."""

    least: Severity
    most: Severity
    open_rules: tuple[str, ...]
    """Titles of what could still be found above ``least``, the most pressing first."""
    field: str | None
    """The one missing field that would settle the most of it."""
    settles_all: bool
    each_alone: bool = False
    """Too many answers hang together: some were looked at one by one, not in every combination."""

    @property
    def is_open(self) -> bool:
        """Whether anything more pressing could still be found."""
        return self.most > self.least
