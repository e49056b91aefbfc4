"""What one kind of torture did and found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LOST, CORRUPT = "lost", "corrupt"
_EXAMPLES = 12


@dataclass
class Verdict:
    """Counts of one kind.

    Attributes:
        kind: kill, power, disk, migration or bytes.
        counts: What was done: cycles, commits, wrecks, and so on.
        lost: How often something acknowledged was gone.
        corrupt: How often something was half, wrong or unreadable.
        examples: The first of each, in words.
        too_little: Why what was done proves nothing; "" when it was enough.
    """

    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    corrupt: int = 0
    examples: list[str] = field(default_factory=list)
    too_little: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return not (self.lost or self.corrupt or self.too_little)

    def blame(self, lost: Iterable[str], corrupt: Iterable[str], where: str) -> None:
        """Count what one file showed."""
        lost, corrupt = list(lost), list(corrupt)
        self.lost += bool(lost)
        self.corrupt += bool(corrupt)
        for kind, words in ((LOST, lost), (CORRUPT, corrupt)):
            if words and len(self.examples) < _EXAMPLES:
                self.examples.append(f"{where}: {kind}: {words[0]}")

    def add(self, more: "Verdict") -> None:
        """Count another verdict in."""
        self.counts += more.counts
        self.lost += more.lost
        self.corrupt += more.corrupt
        self.examples += more.examples
        self.too_little += more.too_little
        self.seconds += more.seconds

    def needs(self, count: str, least: float, words: str) -> None:
        """Say that too little was done, unless there was as much as ``least``."""
        if self.counts[count] < least:
            self.too_little.append(f"{self.counts[count]} {words}, {least:g} wanted")

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            **dict(sorted(self.counts.items())),
            "lost": self.lost,
            "corrupt": self.corrupt,
            "examples": self.examples,
            "too_little": self.too_little,
            "seconds": round(self.seconds, 1),
            "passed": self.passed,
        }

    def words(self) -> str:
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        head = f"{self.kind:9} {'passed' if self.passed else 'FAILED'}  {self.seconds:6.1f} s  "
        body = f"{counts}; {self.lost} lost, {self.corrupt} corrupt"
        more = [f"    {each}" for each in (*self.too_little, *self.examples)]
        return "\n".join([head + body, *more])
