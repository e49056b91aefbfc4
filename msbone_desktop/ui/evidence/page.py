"""The evidence to read: search on the left, the whole entry on the right."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.evidence.entries import KINDS, Entry, entries
from msbone_desktop.ui.page import Page, reading_area, title_row
from msbone_desktop.ui.person_list import KEY_ROLE, PersonLine, PersonList
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import Workplace

NOTHING_FOUND = "Nothing here has all these words. Try fewer, or another list."
READING_WIDTH = 720


class EvidencePage(Page):
    """Everything that ships with its level, its cautions and what rests on it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._library = workplace.clinic.evidence.library
        self._entries = tuple(entries(self._library))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the evidence")
        self.search.setAccessibleName("Search the evidence")
        self.search.setClearButtonEnabled(True)
        self.kinds = _kind_buttons()
        self.list = PersonList(workplace.appearance, "Evidence entries", "plain", title_lines=2)
        self.nothing = PlainLabel(NOTHING_FOUND, "soft", wrap=True)
        self.nothing.hide()
        self.detail = QWidget()
        self._detail_column = QVBoxLayout(self.detail)
        self._shown: QWidget | None = None
        self._lay_out()
        self.search.textChanged.connect(self.refresh)
        self.search.installEventFilter(self)
        self.kinds.buttonClicked.connect(self.refresh)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.refresh()

    def focus_first(self) -> None:
        """Go to the search."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the search, the list and the entry."""
        return (self.search, self.list, self._area)

    def show_statement(self, statement_id: str) -> None:
        """Go to one statement."""
        self.search.clear()
        self.kinds.buttons()[0].setChecked(True)
        self.refresh()
        for row in range(self.list.lines.rowCount()):
            index = self.list.lines.index(row)
            if index.data(KEY_ROLE).id == statement_id:
                self.list.setCurrentIndex(index)
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search into the list with the arrow."""
        if watched is self.search and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def refresh(self, *_: object) -> None:
        """List the entries of the chosen kind that hold every word searched for."""
        wanted = self.search.text().casefold().split()
        chosen = self.kinds.checkedButton()
        kind = chosen.property("entry_kind") if chosen is not None else KINDS[0][0]
        found = [
            entry
            for entry in self._entries
            if entry.kind == kind and all(word in entry.words for word in wanted)
        ]
        self.list.show_lines([_line(entry) for entry in found])
        self.nothing.setVisible(not found)
        if found:
            self.list.select_row(0)
        else:
            self._show(None)

    def _current_changed(self, index: QModelIndex) -> None:
        self._show(index.data(KEY_ROLE) if index.isValid() else None)

    def _show(self, entry: Entry | None) -> None:
        if self._shown is not None:
            self._detail_column.removeWidget(self._shown)
            self._shown.deleteLater()
            self._shown = None
        if entry is not None:
            rules: tuple[str, ...] = ()
            if entry.kind == "statement":
                rules = self._workplace.clinic.evidence.rules_resting_on(entry.id)
            self._shown = _reading(entry, rules)
            self._detail_column.insertWidget(0, self._shown)
        self._area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        library = self._library
        head, _, _ = title_row(
            "Evidence",
            f"{library.module_citation.rstrip('.')}. "
            f"Literature until {library.literature_until}. Reviewed "
            f"{date_words(library.reviewed_on)}; next review due "
            f"{date_words(library.review_due_on)}.",
        )
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_8)
        self.search.setMaximumWidth(400)
        tools.addWidget(self.search, 2)
        tools.addSpacing(SPACE_12)
        for button in self.kinds.buttons():
            tools.addWidget(button)
        tools.addStretch(1)
        self._detail_column.setContentsMargins(SPACE_24, 0, SPACE_24, SPACE_16)
        self._detail_column.addStretch()
        self._area = reading_area(self.detail, "The entry")
        left = QWidget()
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.addWidget(self.nothing)
        left_column.addWidget(self.list, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(self._area)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        parts.setSizes([440, 640])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_16, 0, 0)
        column.setSpacing(SPACE_16)
        head.setContentsMargins(0, 0, SPACE_24, 0)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(parts, 1)


def _line(entry: Entry) -> PersonLine:
    short = entry.id if entry.kind in ("statement", "study", "caution") else ""
    detail = " · ".join(part for part in (short, entry.label) if part)
    return PersonLine(entry, entry.title, detail)


def _reading(entry: Entry, rules: tuple[str, ...]) -> QWidget:
    box = QWidget()
    box.setMaximumWidth(READING_WIDTH)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_4)
    column.addWidget(PlainLabel(entry.title, "title", wrap=True))
    if entry.kind in ("statement", "study", "caution"):
        column.addWidget(PlainLabel(entry.id, "caption"))
    parts = (*entry.parts, ("Rules that rest on it", rules or ("None",)))
    for heading, texts in parts if entry.kind == "statement" else entry.parts:
        if heading:
            column.addSpacing(SPACE_12)
            kind = "error" if heading.startswith("Known to be wrong") else "overline"
            column.addWidget(PlainLabel(heading, kind))
        for text in texts:
            if text == entry.title:
                continue
            label = PlainLabel(text, wrap=True)
            label.let_copy()
            column.addWidget(label)
    return box


def _kind_buttons() -> QButtonGroup:
    group = QButtonGroup()
    for word, title in KINDS:
        button = QPushButton(title)
        button.setProperty("kind", "segment")
        button.setProperty("entry_kind", word)
        button.setCheckable(True)
        button.setChecked(word == KINDS[0][0])
        button.setAccessibleName(f"List: {title}")
        group.addButton(button)
    return group
