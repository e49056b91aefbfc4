"""One finding on the overview: its severity in shape and word, then what was found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from msbone_desktop.domain.findings import Finding, Severity, Status
from msbone_desktop.ui.appearance import SEVERITY_ICONS, SPACE_4, SPACE_8, SPACE_12, Appearance
from msbone_desktop.ui.palette import Tokens
from msbone_desktop.ui.plain_label import PlainLabel

SEVERITY_WORDS = {
    Severity.URGENT: "Urgent",
    Severity.HIGH: "High",
    Severity.MODERATE: "Moderate",
    Severity.LOW: "Low",
    Severity.INFO: "Note",
}
POSSIBLE = "Possible"
FAILED = "This rule could not be worked out. Its answer is not known."
WORD_WIDTH = 92


class FindingRow(QFrame):
    """Opened with Enter or a click: ``opened`` carries the finding whose basis is wanted.

    Args:
        finding: What was found.
        evidence: Its evidence label, which stands wherever its sentence stands.
        appearance: Colours and icons.
    """

    opened = Signal(object)

    def __init__(self, finding: Finding, evidence: str, appearance: Appearance) -> None:
        super().__init__()
        self._finding = finding
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        word = severity_words(finding)
        text = FAILED if finding.failed else finding.message
        self.setAccessibleName(f"{word}: {finding.title}")
        said = " ".join(part for part in (text, f"{evidence}." if evidence else "") if part)
        self.setAccessibleDescription(f"{said} Enter shows the basis.")
        icon, label = PlainLabel(), PlainLabel(word, "strong")
        label.setFixedWidth(WORD_WIDTH)
        appearance.keep_icon(icon, _icon_name(finding), lambda tokens: _colour(finding, tokens))

        def tint() -> None:
            label.setStyleSheet(f"color: {_colour(finding, appearance.tokens)}")

        appearance.on_change(label, tint)
        words = QVBoxLayout()
        words.setSpacing(SPACE_4)
        words.addWidget(PlainLabel(finding.title, "strong", wrap=True))
        if text:
            words.addWidget(PlainLabel(text, "soft", wrap=True))
        if evidence:
            words.addWidget(PlainLabel(evidence, "caption", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        row.setSpacing(SPACE_12)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._finding)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click that ends where it began."""
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._finding)
        super().mouseReleaseEvent(event)


def severity_words(finding: Finding) -> str:
    """Return the word that stands beside the icon."""
    if finding.status is Status.POSSIBLE:
        return POSSIBLE
    return "Not known" if finding.status is Status.UNKNOWN else SEVERITY_WORDS[finding.severity]


def _icon_name(finding: Finding) -> str:
    return "unknown" if finding.status is not Status.TRIGGERED else SEVERITY_ICONS[finding.severity]


def _colour(finding: Finding, tokens: Tokens) -> str:
    name = "unknown" if finding.status is not Status.TRIGGERED else finding.severity.word
    colour: str = getattr(tokens, name)
    return colour
