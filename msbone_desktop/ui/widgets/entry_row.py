"""One entry of a list: a line of text, or its parts while it is being entered."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.keyboard_order import place_after
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.editors import Editor
from msbone_desktop.ui.widgets.entry_shapes import Column, EntryShape
from msbone_desktop.ui.widgets.flow_box import FlowBox

CAPTION_HEIGHT = 18
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryRow(QWidget):
    """One entry. ``entry`` None starts open, blank or with parts that are only ``suggested``."""

    edited = Signal()
    removed = Signal()
    finished = Signal()
    """Enter was pressed in the last part."""

    def __init__(
        self,
        appearance: Appearance,
        shape: EntryShape,
        name: str,
        entry: Any,
        suggested: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._suggested = suggested or {}
        self._appearance, self._shape = appearance, shape
        self._entry, self._name = entry, name
        self._editors: dict[str, Editor] = {}
        self._complain: set[str] = set()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(2)
        self._top = QHBoxLayout()
        self._top.setSpacing(4)
        self._outer.addLayout(self._top)
        if entry is None:
            self.open()
        else:
            self._lay_out_closed()

    # --- what it holds ---

    def blank(self) -> bool:
        """Tell whether nothing is entered."""
        own = (e for name, e in self._editors.items() if name not in self._suggested)
        return self._entry is None and all(editor.blank() for editor in own)

    def entry(self) -> Any | None:
        """Return the entry, or None while it is blank or has a problem."""
        if self.blank() or self.problem():
            return None
        return self._shape.build(self._parts()) if self._editors else self._entry

    def day(self) -> date | None:
        """Return the first day that the entry names, as it was shown."""
        parts = {} if self._entry is None else self._shape.parts(self._entry)
        return next((part for part in parts.values() if isinstance(part, date)), None)

    def problem(self) -> str | None:
        """Return what is missing or wrong."""
        if self.blank() or not self._editors:
            return None
        for column in self._shape.columns:
            editor = self._editors[column.name]
            if not editor.blank() and editor.problem():
                return f"{column.label}: {editor.problem()}"
        missing = self._missing()
        if missing:
            return f"Still needed: {', '.join(c.label.lower() for c in missing)}."
        return self._shape.check(self._parts())

    def unusual(self) -> tuple[str, ...]:
        """Return unusual values in words."""
        if self.blank() or self.problem() or not self._editors:
            return ()
        each = [v for e in self._editors.values() if not e.blank() for v in e.all_unusual()]
        together = self._shape.doubt(self._parts())
        return (*each, together) if together else tuple(each)

    def words(self) -> str:
        """Return the entry in words."""
        entry = self.entry()
        return "an unfinished entry" if entry is None else self._shape.words(entry)

    def _missing(self) -> list[Column]:
        return [c for c in self._shape.columns if c.required and self._editors[c.name].blank()]

    def _parts(self) -> dict[str, Any]:
        return {
            name: None if editor.blank() else editor.value()
            for name, editor in self._editors.items()
        }

    # --- what it shows ---

    def open(self) -> None:
        """Show the parts of the entry to edit them."""
        if self._editors:
            return
        _empty(self._top)
        cells = FlowBox(spacing=12)
        parts = self._suggested if self._entry is None else self._shape.parts(self._entry)
        for column in self._shape.columns:
            editor = column.make()
            editor.name_it(f"{self._name}: {column.label}")
            editor.show_value(parts.get(column.name))
            editor.edited.connect(self._edited)
            editor.left.connect(lambda name=column.name: self._left(name))
            editor.entered.connect(lambda name=column.name: self._entered(name))
            self._editors[column.name] = editor
            cells.add(_cell(column.label, editor))
        self._top.addWidget(cells, 1)
        edit = self.focusProxy()
        if edit is not None:  # the button of the closed entry, whose place the editors take
            place_after(edit, cells)
        remove = self._button("close", "Remove this entry (Ctrl+Delete)", self.removed.emit)
        aside = QVBoxLayout()
        aside.addSpacing(CAPTION_HEIGHT)  # beside the first line of editors, not of captions
        aside.addWidget(remove)
        aside.addStretch(1)
        self._top.addLayout(aside)
        self.echo = PlainLabel("", "caption", wrap=True)
        self.complaint = PlainLabel("", "error", wrap=True)
        self._outer.addWidget(self.echo)
        self._outer.addWidget(self.complaint)
        self.setFocusProxy(self._editors[self._shape.columns[0].name])
        self._say()

    def set_editable(self, editable: bool) -> None:
        """Let people change the entry, or only read it."""
        for button in self.findChildren(QToolButton):
            button.setVisible(editable)
        for editor in self._editors.values():
            editor.set_editable(editable)

    def show_problems(self) -> None:
        """Show everything that is wrong."""
        if self._editors:
            self._complain = set(self._editors)
            self._say()

    def complain(self) -> None:
        """Show everything that is wrong, and go to the first of it."""
        self.show_problems()
        for column in self._shape.columns:
            editor = self._editors.get(column.name)
            if editor is None:
                return
            if (column.required and editor.blank()) or (not editor.blank() and editor.problem()):
                editor.setFocus()
                return

    def _lay_out_closed(self) -> None:
        text = PlainLabel(self._shape.words(self._entry), wrap=True)
        text.setMinimumHeight(32)
        edit = self._button("edit", "Edit", self._open_by_hand)
        edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        edit.setAccessibleName(f"{self._name}: edit {text.text()}")
        self._top.addWidget(text, 1)
        self._top.addWidget(edit)
        self._top.addWidget(self._button("close", "Remove (Ctrl+Delete)", self.removed.emit))
        self.setFocusProxy(edit)

    def _open_by_hand(self) -> None:
        self.open()
        self.setFocus()

    def _button(self, icon: str, tip: str, act: Any) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        button.setAccessibleName(f"{self._name}: {tip}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._appearance.keep_icon(button, icon, lambda tokens: tokens.ink_soft)
        button.clicked.connect(act)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the entry with Ctrl+Delete; go on with Enter where a part knows no Enter."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        part = self._part_in_hand() if event.key() in ENTER and not control else None
        if event.key() == Qt.Key.Key_Delete and control:
            self.removed.emit()
        elif part is not None:
            self._entered(part)
        else:
            super().keyPressEvent(event)

    def _part_in_hand(self) -> str | None:
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        return next((n for n, e in self._editors.items() if e.isAncestorOf(focused)), None)

    def _say(self) -> None:
        said = [e.echo() for e in self._editors.values() if not e.blank() and e.echo()]
        wrong = []
        for column in self._shape.columns:
            editor = self._editors[column.name]
            bad = not editor.blank() and bool(editor.problem()) and column.name in self._complain
            editor.mark_faulty(bad)
            if bad:
                wrong.append(f"{column.label}: {editor.problem()}")
        if not wrong and not self.blank() and (problem := self.problem()):
            missing = self._missing() and self._complain != set(self._editors)
            (said if missing or not self._complain else wrong).append(problem)
        for label, lines in ((self.echo, said), (self.complaint, wrong)):
            label.setText(" · ".join(lines))
            label.setVisible(bool(lines))

    def _edited(self) -> None:
        self._say()
        self.edited.emit()

    def _left(self, name: str) -> None:
        self._complain.add(name)
        self._say()

    def _entered(self, name: str) -> None:
        names = list(self._editors)
        place = names.index(name)
        if not self._editors[name].blank() and self._editors[name].problem():
            return
        if place + 1 < len(names):
            self._editors[names[place + 1]].setFocus()
        elif self.problem():
            self.complain()
        else:
            self.finished.emit()


def _cell(label: str, editor: Editor) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    caption = PlainLabel(label, "caption")
    caption.setBuddy(editor)
    column.addWidget(caption)
    column.addWidget(editor)
    return cell


def _empty(layout: QHBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is not None and (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
