"""Makes the recovery sheet, has it printed or saved, and asks for four characters of it.

Without the sheet a forgotten passphrase would be the end of the records, so nothing goes on before
somebody holds it. Shown after the first unlocking, and again when a new sheet is wanted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel

if TYPE_CHECKING:
    from msbone_desktop.domain.documents import BatchDocument
    from msbone_desktop.services.clinic import Clinic

ABOUT = (
    "This sheet is the only way in when a passphrase is forgotten and no other lead can help. "
    "Print it, or save it on a stick, and lock it away. It is kept nowhere in MSBone."
)
CONFIRM = "Type group {group} of the sheet that you hold: four characters."
NOT_ENCRYPTED = "Saved as {path}. The file is not encrypted: lock the stick away."


class SheetPanel(QWidget):
    """``confirmed``: somebody holds the sheet. ``left``: gone back without a new one.

    Args:
        clinic: The open clinic.
        runner: Where the sheet is made.
        appearance: Colours and icons.
        may_leave: Whether a sheet is optional now, because an earlier one still opens.
    """

    confirmed = Signal()
    left = Signal()

    def __init__(
        self,
        clinic: Clinic,
        runner: BackgroundRunner,
        appearance: Appearance,
        *,
        may_leave: bool = False,
    ) -> None:
        super().__init__()
        self._clinic, self._runner, self._appearance = clinic, runner, appearance
        self._sheet: BatchDocument | None = None
        self._group = 0
        self._bytes = QBuffer(self)
        self.pdf = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.pdf)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setAccessibleName("The recovery sheet")
        self.view.setMinimumSize(320, 420)
        stays = self.view.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.view.setSizePolicy(stays)
        appearance.on_change(self.view, self._tint)
        self.print_button = QPushButton("Print the &sheet…")
        self.save_button = QPushButton("S&ave as a PDF…")
        self.said = PlainLabel("Making the sheet…", "caption", wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(12)
        self.row = FormRow("&Group", self.field)
        self.button = QPushButton("Confirm and go &on")
        self.button.setProperty("kind", "primary")
        self.leave = QPushButton("&Keep the former sheet")
        self.leave.setVisible(may_leave)
        for widget in (self.print_button, self.save_button, self.row, self.button):
            widget.setEnabled(False)
        self._lay_out()
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.save)
        self.button.clicked.connect(self.confirm)
        self.field.returnPressed.connect(self.confirm)
        self.leave.clicked.connect(self.left)

    def start(self) -> None:
        """Draw a new code and make its sheet."""
        people = self._clinic.people
        self._runner.run(
            owner=self,
            work=lambda: (people.make_sheet(), people.group_to_confirm()),
            on_success=lambda made: self._show(*made),
            on_failure=lambda error: self.said.setText(explain(error)),
        )

    def focus_first(self) -> None:
        """Go to the first thing to do."""
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def print(self) -> None:
        """Ask for a printer and print the sheet."""
        from msbone_desktop.ui.documents import printing

        sheet, documents = self._sheet, self._clinic.documents
        if sheet is None:
            return
        outcome = printing.print_document(self, self.pdf)
        if outcome is printing.Printing.FAILED:
            self.said.setText(printing.NOT_PRINTED)
        if outcome is not printing.Printing.SENT:  # the sheet stays on view: nobody holds it yet
            return
        self.said.setText(printing.SENT)
        self._hold()
        self._runner.run(
            owner=self,
            work=lambda: documents.note_printed(sheet),
            on_success=lambda _: None,
            on_failure=lambda error: self.said.setText(explain(error)),
        )

    def save(self) -> None:
        """Ask for a place and save the sheet there."""
        sheet = self._sheet
        chosen = "" if sheet is None else self.ask_where(sheet.file_name)
        if sheet is None or not chosen:
            return
        documents = self._clinic.documents
        self._runner.run(
            owner=self,
            work=lambda: documents.save_as(sheet, Path(chosen)),
            on_success=self._saved,
            on_failure=lambda error: self.said.setText(explain(error)),
        )

    def ask_where(self, file_name: str) -> str:
        """Ask for a place; nothing when staff cancel."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getSaveFileName(
            self,
            "Save the recovery sheet (not encrypted)",
            str(Path(folder) / file_name),
            "PDF (*.pdf)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )
        return path

    def confirm(self) -> None:
        """Go on when what was typed stands on the sheet."""
        if not self.button.isEnabled():
            return
        group, typed, people = self._group, self.field.text(), self._clinic.people
        self._runner.run(
            owner=self,
            work=lambda: people.confirm_sheet(group, typed),
            on_success=lambda _: self.confirmed.emit(),
            on_failure=self._refused,
        )

    def _show(self, sheet: BatchDocument, group: int) -> None:
        self._sheet, self._group = sheet, group
        self._bytes.close()
        self._bytes.setData(QByteArray(sheet.content))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._bytes)
        self.row.label.setText(f"&Group {group}")
        self.row.help.setText(CONFIRM.format(group=group))
        self.row.help.show()
        self.field.setAccessibleName(f"Group {group} of the sheet")
        self.said.setText("")
        for button in (self.print_button, self.save_button):
            button.setEnabled(True)
        self.window().activateWindow()
        self.focus_first()

    def _saved(self, path: Path) -> None:
        self.said.setText(NOT_ENCRYPTED.format(path=path))
        self._hold()

    def _hold(self) -> None:
        """Ask for the group, with the sheet out of sight: it has to be read off what is held."""
        self.view.hide()
        self.window().activateWindow()  # the dialog before had the keyboard
        self.row.setEnabled(True)
        self.button.setEnabled(True)
        self.row.focus()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RefusedEntryError):
            self.row.show_error(explain(error))
            self.row.focus()
            self.field.selectAll()
        else:
            self.said.setText(explain(error))

    def _tint(self) -> None:
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(self._appearance.tokens.sunken))
        self.view.setPalette(palette)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_8)
        tools.addWidget(self.print_button)
        tools.addWidget(self.save_button)
        tools.addStretch()
        ends = QHBoxLayout()
        ends.setSpacing(SPACE_8)
        ends.addWidget(self.button)
        ends.addWidget(self.leave)
        ends.addStretch()
        words = QVBoxLayout()
        words.setSpacing(SPACE_16)
        words.addStretch(1)
        words.addWidget(PlainLabel("Recovery sheet", "title"))
        words.addWidget(PlainLabel(ABOUT, "soft", wrap=True))
        words.addLayout(tools)
        words.addWidget(self.said)
        words.addWidget(self.row)
        words.addLayout(ends)
        words.addStretch(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        row.setSpacing(SPACE_24)
        row.addLayout(words, 1)
        row.addWidget(self.view, 1)
