"""Why a finding is here: the answers, the rule, the statements, the references, the doubts."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.evidence import EvidenceLibrary, Reference, Statement
from msbone_desktop.domain.findings import Assessment, Finding, Status
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.page import reading_area
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.panel_rows import REASONS, PanelWords, field_of
from msbone_desktop.ui.widgets.reading.wording import date_words

STATUS_WORDS = {
    Status.TRIGGERED: "Finding",
    Status.POSSIBLE: "Possible: needs your yes or no",
    Status.UNKNOWN: "Not known",
    Status.NOT_TRIGGERED: "Does not apply to the answers",
}


class BasisPane(QWidget):
    """The basis of one finding, beside the form. Esc closes it."""

    closed = Signal()
    field_wanted = Signal(str)

    def __init__(
        self, appearance: Appearance, library: EvidenceLibrary, rule_words: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._library, self._rule_words = library, rule_words
        self.rule_id = ""
        self._shown: tuple[Finding, str] | None = None
        self.close_button = QPushButton("Back to the findings (Esc)")
        self.close_button.setProperty("kind", "quiet")
        self.close_button.setAutoDefault(False)
        appearance.keep_icon(self.close_button, "arrow-left")
        self.close_button.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 0)
        top.addWidget(self.close_button)
        top.addStretch(1)
        self._area = reading_area(QWidget(), "Basis of the finding")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        self.setFocusProxy(self._area)

    def show_basis(self, assessment: Assessment, rule_id: str, words: PanelWords) -> bool:
        """Explain ``rule_id`` as ``assessment`` judged it; False if there is no such finding."""
        finding = next((f for f in assessment.findings if f.rule_id == rule_id), None)
        if finding is None:
            return False
        self.rule_id = rule_id
        if self._shown == (finding, assessment.profile):
            return True
        self._shown = (finding, assessment.profile)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(20, 8, 20, 24)
        self._column.setSpacing(4)
        self._head(finding)
        self._answers(finding, words)
        self._heading("The rule")
        self._text(self._rule_words(rule_id))
        self._evidence(finding)
        self._text(_reviewed(assessment, self._library), "caption", above=16)
        self._column.addStretch(1)
        content.setProperty("kind", "canvas")
        self._area.setWidget(content)
        return True

    def text(self) -> str:
        """Return all that is shown, for tests and for copying."""
        labels = self._area.findChildren(PlainLabel)
        return "\n".join(label.text() for label in labels)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _head(self, finding: Finding) -> None:
        rank = finding.severity.word.capitalize()
        over = f"{STATUS_WORDS[finding.status]} · {rank}"
        if finding.extension:
            over += " · extension, not in the module"
        self._text(over, "overline")
        self._text(finding.title, "title")
        self._text(finding.message)

    def _answers(self, finding: Finding, words: PanelWords) -> None:
        self._heading("From these answers")
        for used in finding.inputs:
            self._text(words.value(used))
        for item in finding.missing:
            field = field_of(item.field)
            reason = REASONS.get(item.reason, "Not recorded").lower()
            link = QPushButton(f"{words.label(field)}: {reason}".replace("&", "&&"))
            link.setProperty("kind", "link")
            link.setAccessibleName(f"Go to {words.label(field)}, {reason}")
            link.clicked.connect(lambda _=False, field=field: self.field_wanted.emit(field))
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if not finding.inputs and not finding.missing:
            self._text("No answer was needed: the rule looks for what is absent.", "soft")

    def _evidence(self, finding: Finding) -> None:
        library = self._library
        about: dict[str, list[Statement]] = {"finding": [], "intervention": []}
        for support in finding.support:
            if (statement := library.statements.get(support.statement_id)) is not None:
                about[support.about].append(statement)
        self._statements("What the module says", about["finding"])
        self._statements("About treatment", about["intervention"])
        everything = [*about["finding"], *about["intervention"]]
        cautions = list(dict.fromkeys(c for s in everything for c in s.cautions))
        if cautions:
            self._heading("Known to be wrong, dated or disputed")
        for caution in (library.cautions[c] for c in cautions if c in library.cautions):
            self._text(caution.text)
        ids = [r for s in everything for r in s.references]
        ids += [
            r for c in cautions if c in library.cautions for r in library.cautions[c].references
        ]
        references = [library.references[r] for r in dict.fromkeys(ids) if r in library.references]
        if references:
            self._heading("References")
        for reference in references:
            self._text(_reference_text(reference), above=4)

    def _statements(self, heading: str, statements: list[Statement]) -> None:
        if not statements:
            return
        self._heading(heading)
        for statement in statements:
            self._text(statement.gist, above=4)
            self._text(f"{statement.label} · {statement.place} · {statement.id}", "caption")

    def _heading(self, text: str) -> None:
        self._text(text, "overline", above=16)

    def _text(self, text: str, kind: str = "", above: int = 0) -> None:
        label = PlainLabel(text, kind, wrap=True)
        label.setContentsMargins(0, above, 0, 0)
        label.let_copy()
        self._column.addWidget(label)


def _reference_text(reference: Reference) -> str:
    return reference.text if not reference.url else f"{reference.text} {reference.url}"


def _reviewed(assessment: Assessment, library: EvidenceLibrary) -> str:
    def said(day: date) -> str:
        return date_words(day)

    return (
        f"Evidence last reviewed {said(library.reviewed_on)}, next review due "
        f"{said(library.review_due_on)}. Rules {assessment.rule_set_version}, profile "
        f"{assessment.profile}."
    )
