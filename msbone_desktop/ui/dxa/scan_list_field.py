"""The scans of a screening, in the form; each is entered in the scan dialog."""

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.dxa.wording import scan_words
from msbone_desktop.ui.keyboard_order import place_before
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.editors import Editor
from msbone_desktop.ui.widgets.entry_shapes import FieldTools

SHOWN_AT_FIRST = 3


class ScanListEditor(Editor):
    """Scans as lines, newest first, with the words for "asked, none"."""

    def __init__(self, tools: FieldTools, name: str) -> None:
        super().__init__()
        self._tools, self._name = tools, name
        self._scans: tuple[DxaScan, ...] = ()
        self._editable = True
        self._undo_scans: tuple[DxaScan, ...] | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.none = self._segment("No scan")
        self.none.setCheckable(True)
        self.none.clicked.connect(self.edited)
        self.add = self._segment("Add a scan…")
        tools.appearance.keep_icon(self.add, "plus")
        self.add.clicked.connect(self.add_scan)
        self.undo = QPushButton("Undo: removed a scan")
        self.undo.setProperty("kind", "link")
        self.undo.setAutoDefault(False)
        self.undo.clicked.connect(self._undo)
        self.undo.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.none, self.add, self.undo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._lines)
        column.addLayout(buttons)
        self.setFocusProxy(self.add)
        self.name_it(name)

    def blank(self) -> bool:
        """Tell whether neither a scan nor "no scan" is given."""
        return not self._scans and not self.none.isChecked()

    def value(self) -> tuple[DxaScan, ...]:
        """Return the scans."""
        return self._scans

    def show_value(self, value: Any) -> None:
        """Show scans; an empty tuple is "no scan", and None is nothing."""
        self._undo_scans = None
        self.none.setChecked(value == ())
        self._become(tuple(value or ()))

    def words(self, value: Any) -> str:
        """Return the newest scan in words."""
        if not value:
            return "No scan"
        newest = max(value, key=lambda scan: scan.performed_on)
        more = f"; and {len(value) - 1} more" if len(value) > 1 else ""
        return f"{scan_words(newest, self._tools.dictionary)}{more}"

    def set_editable(self, editable: bool) -> None:
        """Let people change the scans, or only read them."""
        self._editable = editable
        self.add.setVisible(editable)
        self.none.setEnabled(editable)
        self._become(self._scans)

    def name_it(self, name: str) -> None:
        """Name the buttons."""
        self.none.setAccessibleName(f"{name}: no scan")
        self.add.setAccessibleName(f"{name}: add a scan")

    def add_scan(self) -> None:
        """Open the dialog for a new scan."""
        dialog = ScanDialog(self._tools, parent=self.window())
        dialog.accepted.connect(lambda: self._take(dialog.scan()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, scan: DxaScan | None) -> None:
        if scan is not None:
            self.none.setChecked(False)
            self._undo_scans = None
            self._become((*self._scans, scan))
            self.edited.emit()

    def _remove(self, scan: DxaScan) -> None:
        self._undo_scans = self._scans
        self._become(tuple(each for each in self._scans if each is not scan))
        self.undo.setFocus()
        self.edited.emit()

    def _undo(self) -> None:
        scans, self._undo_scans = self._undo_scans, None
        if scans is not None:
            self._become(scans)
            self.edited.emit()

    def _become(self, scans: tuple[DxaScan, ...]) -> None:
        self._scans = scans
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item is not None and (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()
        newest_first = sorted(scans, key=lambda scan: scan.performed_on, reverse=True)
        for scan in newest_first[:SHOWN_AT_FIRST]:
            line = self._line(scan)
            self._lines.addWidget(line)
            place_before(self.none, line)
        older = len(scans) - SHOWN_AT_FIRST
        if older > 0:
            self._lines.addWidget(PlainLabel(f"and {older} older, see the DXA page", "caption"))
        self.none.setVisible(not scans and (self._editable or self.none.isChecked()))
        self.undo.setVisible(self._undo_scans is not None)

    def _line(self, scan: DxaScan) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        text = PlainLabel(scan_words(scan, self._tools.dictionary), wrap=True)
        remove = QToolButton()
        remove.setIconSize(QSize(16, 16))
        remove.setToolTip("Take this scan out of the screening")
        remove.setAccessibleName(f"{self._name}: remove {text.text()}")
        self._tools.appearance.keep_icon(remove, "close", lambda tokens: tokens.ink_soft)
        remove.clicked.connect(lambda: self._remove(scan))
        row.addWidget(text, 1)
        row.addWidget(remove)
        remove.setVisible(self._editable)
        return line

    def _segment(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "segment")
        button.setAutoDefault(False)
        return button


class ScanListField(AnswerField):
    """DXA scans as one question of the form."""

    def __init__(self, tools: FieldTools, fact: str, label: str, explanation: str = "") -> None:
        super().__init__(tools.appearance, ScanListEditor(tools, label), fact, label, explanation)
