"""A question whose answer is a list of entries: none, or one line each."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.keyboard_order import place_before
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.editors import Editor
from msbone_desktop.ui.widgets.entry_row import EntryRow
from msbone_desktop.ui.widgets.entry_shapes import EntryShape, FieldTools, shape_of
from msbone_desktop.ui.widgets.flow_box import FlowBox

SHOWN_AT_FIRST = 3
"""Years of entries would bury the rest of the form; the older ones are one press away."""


class ListEditor(Editor):
    """Rows of entries, with the words for "asked, none"."""

    def __init__(self, appearance: Appearance, shape: EntryShape, name: str) -> None:
        super().__init__()
        self._appearance, self._shape, self._name = appearance, shape, name
        self.rows: list[EntryRow] = []
        self._editable = True
        self._taken_away: tuple[int, EntryRow] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        self.older = self._quiet("", self._show_older)
        self.undo = self._quiet("", self._undo)
        self.none = QPushButton(shape.none_words)
        self.none.setProperty("kind", "segment")
        self.none.setCheckable(True)
        self.none.setAutoDefault(False)
        self.none.clicked.connect(self._none_clicked)
        self.add = QPushButton(shape.add_words)
        self.add.setProperty("kind", "segment")
        self.add.setAutoDefault(False)
        appearance.keep_icon(self.add, "plus")
        self.add.clicked.connect(self.add_row)
        buttons = FlowBox()
        for button in (self.none, self.add, self.older, self.undo):
            buttons.add(button)
        column.addWidget(buttons)
        self.setFocusProxy(self.add)

    def blank(self) -> bool:
        """Tell whether neither an entry nor "none" is given."""
        return not self.none.isChecked() and all(row.blank() for row in self.rows)

    def value(self) -> tuple[Any, ...]:
        """Return the entries that are whole."""
        entries = (row.entry() for row in self.rows)
        return tuple(entry for entry in entries if entry is not None)

    def show_value(self, value: Any) -> None:
        """Show the entries; an empty tuple is "none", and None is nothing."""
        for row in self.rows:
            _forget(self._rows, row)
        self.rows = []
        self._drop_undo()
        for entry in value or ():
            self._insert(len(self.rows), EntryRow(self._appearance, self._shape, self._name, entry))
        self.none.setChecked(value == ())
        self._hide_older()
        self._say()

    def problem(self) -> str | None:
        """Return what is wrong with the first entry that is not whole."""
        return next((p for row in self.rows if (p := row.problem())), None)

    def all_unusual(self) -> tuple[str, ...]:
        """Return the unusual values of all entries."""
        return tuple(value for row in self.rows for value in row.unusual())

    def words(self, value: Any) -> str:
        """Return the entries in words, the newest few of them."""
        if not value:
            return self._shape.none_words
        said = "; ".join(self._shape.words(entry) for entry in value[:2])
        return said if len(value) <= 2 else f"{said}; and {len(value) - 2} more"

    def name_it(self, name: str) -> None:
        """Name the buttons by the list."""
        self.none.setAccessibleName(f"{name}: {self._shape.none_words}")
        self.add.setAccessibleName(f"{name}: {self._shape.add_words}")
        self.older.setAccessibleName(f"{name}: show older entries")
        self.undo.setAccessibleName(f"{name}: undo the removal")

    def set_editable(self, editable: bool) -> None:
        """Let people change the entries, or only read them: all of them, if they wish."""
        self._editable = editable
        self.add.setVisible(editable)
        self.none.setEnabled(editable)
        for row in self.rows:
            row.set_editable(editable)
        self._say()

    def add_row(self) -> None:
        """Start a new entry, or go on with the blank one."""
        row = next((row for row in self.rows if row.blank()), None) or self.new_row()
        row.show()
        row.setFocus()
        self._say()

    def new_row(self) -> EntryRow:
        """Return a new entry at the end, open and blank."""
        row = EntryRow(self._appearance, self._shape, self._name, None)
        self._insert(len(self.rows), row)
        return row

    def complain(self) -> None:
        """Show what is wrong with the first entry that is not whole."""
        row = next((row for row in self.rows if row.problem()), None)
        if row is not None:
            row.complain()

    def _insert(self, place: int, row: EntryRow) -> None:
        row.edited.connect(self._row_edited)
        row.removed.connect(lambda: self._remove(row))
        row.finished.connect(self.entered)
        row.set_editable(self._editable)
        self.rows.insert(place, row)
        self._rows.insertWidget(place, row)
        place_before(self.none, row)

    def _remove(self, row: EntryRow) -> None:
        if row not in self.rows:
            return
        self._drop_undo()
        place = self.rows.index(row)
        was_blank, words = row.blank(), row.words()
        self.rows.remove(row)
        row.hide()
        if was_blank:
            _forget(self._rows, row)
        else:
            self._taken_away = (place, row)
            self.undo.setText(f"Undo: removed {words}".replace("&", "&&"))
            self.undo.show()
        self._say()
        (self.undo if not was_blank else self.add).setFocus()
        self.edited.emit()

    def _undo(self) -> None:
        if self._taken_away is None:
            return
        place, row = self._taken_away
        self._taken_away = None
        self.undo.hide()
        self.rows.insert(place, row)
        row.show()
        row.setFocus()
        self._say()
        self.edited.emit()

    def _drop_undo(self) -> None:
        if self._taken_away is not None:
            _forget(self._rows, self._taken_away[1])
        self._taken_away = None
        self.undo.hide()

    def _none_clicked(self) -> None:
        self.edited.emit()

    def _row_edited(self) -> None:
        if any(not row.blank() for row in self.rows):
            self.none.setChecked(False)
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        no_entry = all(row.blank() for row in self.rows)
        self.none.setVisible(no_entry and (self._editable or self.none.isChecked()))

    def _hide_older(self) -> None:
        newest_first = sorted(self.rows, key=lambda row: row.day() or date.min, reverse=True)
        hidden = newest_first[SHOWN_AT_FIRST:]
        for row in hidden:
            row.hide()
        self.older.setText(f"Show {len(hidden)} more")
        self.older.setVisible(bool(hidden))

    def _show_older(self) -> None:
        for row in self.rows:
            row.show()
        self.older.hide()

    def _quiet(self, text: str, act: Any) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "link")
        button.setAutoDefault(False)
        button.clicked.connect(act)
        button.hide()
        return button


class ListField(AnswerField):
    """A list of dated facts. An entry that is not whole is left out and makes it incomplete."""

    editor: ListEditor

    def __init__(
        self, tools: FieldTools, kind: str, fact: str, label: str, explanation: str = ""
    ) -> None:
        editor = ListEditor(tools.appearance, shape_of(kind, fact, tools), label)
        super().__init__(tools.appearance, editor, fact, label, explanation)

    def answer(self) -> Answer[tuple[Any, ...]]:
        """Return the whole entries, or why there are none; one half entered is never "none"."""
        if self._absence is not None:
            return self._absence
        if self.editor.blank():
            return Absence.NOT_ASKED
        return self.editor.value() or (Absence.INVALID if self.incomplete() else ())

    def incomplete(self) -> bool:
        """Tell whether an entry had to be left out."""
        return self.problem() is not None

    def mend_first(self) -> None:
        """Go to the first entry with a problem."""
        if self.problem():
            self.editor.complain()
        else:
            super().mend_first()

    def _say(self) -> None:
        super()._say()
        self.complaint.hide()  # each entry says it under itself


def _forget(layout: QVBoxLayout, row: QWidget) -> None:
    layout.removeWidget(row)
    row.hide()
    row.deleteLater()
