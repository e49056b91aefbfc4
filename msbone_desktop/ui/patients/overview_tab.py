"""The overview: the worst finding first, what is not known, and the next date."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.finding_labels import evidence_label
from msbone_desktop.domain.findings import Assessment, Finding, MissingInput, Status
from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.services.timeline import Timeline
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.page import Card, scrolling
from msbone_desktop.ui.patients.finding_row import FindingRow
from msbone_desktop.ui.patients.look import PatientLook
from msbone_desktop.ui.patients.reminder_words import NO_DATE, reminder_source, reminder_words
from msbone_desktop.ui.patients.screening_words import state_words
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import Workplace

NOTHING_FOUND = (
    "No rule applies to what was recorded. That says nothing about what was not asked: see the "
    "list of what is not known."
)
MISSING_WORDS = {
    "not_asked": "not asked",
    "unknown": "asked, not known",
    "declined": "declined",
    "none_recorded": "none recorded",
    "invalid": "could not be read",
    "conflicting": "entries contradict each other",
}
WIDEST = 1240


class OverviewTab(QWidget):
    """Shows one look at one patient; ``clear`` comes before the next."""

    screening_wanted = Signal(object)
    new_screening_wanted = Signal()
    basis_wanted = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None

    def clear(self) -> None:
        """Show nothing: never the patient before."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.deleteLater()
            self._content = None

    def show_look(self, look: PatientLook) -> None:
        """Show what was read."""
        self.clear()
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        grid.setHorizontalSpacing(SPACE_16)
        grid.setVerticalSpacing(SPACE_16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(SPACE_16)
        right.setSpacing(SPACE_16)
        if look.latest is None or look.assessment is None:
            left.addWidget(self._first_screening())
        else:
            left.addWidget(self._findings(look.latest, look.assessment))
            right.addWidget(self._not_known(look.assessment))
        screens = self._workplace.clinic.actor.may(Permission.SCREEN)
        if screens and look.draft is not None and look.draft is not look.latest:
            right.insertWidget(0, self._draft(look.draft))
        right.insertWidget(0, self._next_dxa(look))
        if look.changed:
            right.addWidget(self._changed(look))
        if look.timeline is not None:
            right.addWidget(self._charts(look.timeline))
        left.addStretch()
        right.addStretch()
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        content.setMaximumWidth(WIDEST)
        self._content = scrolling(content)
        self._column.addWidget(self._content)

    def _changed(self, look: PatientLook) -> Card:
        card = Card("What changed since last time")
        for heading, words in look.changed:
            if heading:
                card.column.addSpacing(SPACE_4)
                card.column.addWidget(PlainLabel(heading, "overline", wrap=True))
            card.column.addWidget(PlainLabel(words, wrap=True))
        words = range_words(look)
        if words:
            card.column.addWidget(PlainLabel(words, "unknown", wrap=True))
        return card

    def _charts(self, timeline: Timeline) -> Card:
        from msbone_desktop.ui.charts.steroid_words import ledger_lines
        from msbone_desktop.ui.charts.timeline_panel import TimelinePanel

        card = Card("Over time")
        panel = TimelinePanel(self._workplace.appearance)
        panel.show_charts(timeline.charts, timeline.marks, timeline.span)
        card.column.addWidget(panel)
        if timeline.steroids:
            card.column.addWidget(PlainLabel("Steroids, in prednisone equivalents", "overline"))
            for line in ledger_lines(timeline.steroids):
                card.column.addWidget(PlainLabel(line, "caption", wrap=True))
        return card

    def _findings(self, latest: Screening, assessment: Assessment) -> Card:
        card = Card("Latest findings")
        card.column.setSpacing(0)
        card.column.setContentsMargins(SPACE_4, SPACE_12, SPACE_4, SPACE_12)
        when = PlainLabel(_of_when(latest), "caption", wrap=True)
        card.heading.setContentsMargins(SPACE_12, 0, SPACE_12, SPACE_4)
        when.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        card.column.addWidget(when)
        card.column.addSpacing(SPACE_8)
        shown = (*assessment.of(Status.TRIGGERED), *assessment.of(Status.POSSIBLE))
        for conflict in assessment.conflicts:
            card.column.addWidget(_inset(conflict.message, "error"))
        for finding in (*shown, *(f for f in assessment.findings if f.failed)):
            evidence = evidence_label(finding, self._workplace.clinic.evidence.library)
            row = FindingRow(finding, evidence, self._workplace.appearance)
            row.opened.connect(self.basis_wanted)
            card.column.addWidget(row)
        if not shown:
            card.column.addWidget(_inset(NOTHING_FOUND, "soft"))
        card.column.addSpacing(SPACE_8)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_12, 0, 0, 0)
        foot.addWidget(
            self._button("&Open this screening", lambda: self.screening_wanted.emit(latest))
        )
        foot.addStretch()
        card.column.addLayout(foot)
        return card

    def _not_known(self, assessment: Assessment) -> Card:
        card = Card("", "unknown-card")
        unknown = assessment.of(Status.UNKNOWN)
        core = len(assessment.unknown_core)
        heading = QHBoxLayout()
        icon = PlainLabel()
        self._workplace.appearance.keep_icon(icon, "unknown", lambda tokens: tokens.unknown)
        heading.addWidget(icon)
        heading.addWidget(PlainLabel("What is not known", "unknown"))
        heading.addStretch()
        card.column.addLayout(heading)
        if core:
            verb = "is" if core == 1 else "are"
            card.column.addWidget(
                PlainLabel(f"{core} of 6 core items {verb} not settled.", "strong", wrap=True)
            )
        for missing in _missing(unknown):
            label = self._workplace.clinic.screenings.label(missing.field)
            reason = MISSING_WORDS.get(missing.reason, missing.reason)
            card.column.addWidget(PlainLabel(f"{label}: {reason}", "soft", wrap=True))
        if not unknown:
            card.column.addWidget(
                PlainLabel("Every rule had the answers that it asks for.", "soft", wrap=True)
            )
        return card

    def _next_dxa(self, look: PatientLook) -> Card:
        card = Card("Next DXA and review")
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        icon = PlainLabel()
        self._workplace.appearance.keep_icon(icon, "calendar", lambda tokens: tokens.ink_soft)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = reminder_words(look.reminder)
        row.addWidget(PlainLabel(words, "soft" if words == NO_DATE else "strong", wrap=True), 1)
        card.column.addLayout(row)
        source = reminder_source(look.reminder, self._workplace.clinic.evidence.library)
        if source:
            card.column.addWidget(PlainLabel(f"Source: {source}", "caption", wrap=True))
        if look.review_on is not None:
            due = "since" if look.review_on < self._workplace.today else "on"
            words = f"Yearly bone review: due {due} {date_words(look.review_on)}"
            card.column.addWidget(PlainLabel(words, "soft", wrap=True))
        return card

    def _draft(self, draft: Screening) -> Card:
        card = Card("A draft is waiting")
        card.column.addWidget(PlainLabel(state_words(draft), "soft", wrap=True))
        card.column.addSpacing(SPACE_4)
        card.column.addWidget(
            self._button("Con&tinue the draft", lambda: self.screening_wanted.emit(draft)),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        return card

    def _first_screening(self) -> Card:
        card = Card("Not screened yet")
        card.column.addWidget(
            PlainLabel(
                "Findings appear here, most severe first, once a screening has begun.",
                "soft",
                wrap=True,
            )
        )
        if not self._workplace.clinic.actor.may(Permission.SCREEN):
            return card
        card.column.addSpacing(SPACE_8)
        button = self._button("&Start the first screening", self.new_screening_wanted.emit)
        card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(act)
        return button


def _of_when(latest: Screening) -> str:
    draft = " (a draft: not signed)" if latest.state is ScreeningState.DRAFT else ""
    return f"Screened {date_words(latest.assessed_on)}{draft}. {state_words(latest)}."


def _inset(text: str, kind: str) -> PlainLabel:
    label = PlainLabel(text, kind, wrap=True)
    label.setContentsMargins(SPACE_12, SPACE_4, SPACE_12, SPACE_4)
    return label


def _missing(findings: tuple[Finding, ...]) -> list[MissingInput]:
    seen: dict[str, MissingInput] = {}
    for finding in findings:
        for missing in finding.missing:
            seen.setdefault(missing.field, missing)
    return list(seen.values())


def range_words(look: PatientLook) -> str:
    """Return how far missing answers leave the findings open, and what would settle it."""
    found = look.attention
    if found is None or not found.is_open:
        return ""
    words = (
        f"Missing answers leave this open: attention from {found.least.word} to {found.most.word}"
        f" ({', '.join(found.open_rules[:3])})."
    )
    if found.each_alone:
        words += " Some answers were looked at one by one, so together they may leave more open."
    if not look.settling:
        return words
    how = "alone would settle it" if found.settles_all else "would settle the most of it"
    return f"{words} The answer to “{look.settling}” {how}."
