"""A finished document as it will be printed: the same bytes, before they leave the program."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QPointF,
    QSize,
    QStandardPaths,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.documents import BatchDocument, Document
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.documents.printing import NOT_PRINTED, SENT, Printing, print_document
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.patients.banner import IdentityBanner
from msbone_desktop.ui.plain_label import PlainLabel, plain_tooltip
from msbone_desktop.ui.workplace import Workplace

SMALLEST, LARGEST, STEP = 0.25, 4.0, 1.25
NOT_ENCRYPTED = "A printed or saved copy is not encrypted: whoever has it can read it."


Wanted: TypeAlias = tuple[str, int, PatientId | None]
Watch: TypeAlias = Callable[[int, int], None]
"""Told how many of how many are made."""


class PreviewPage(Page):
    """Shows one document of one patient; prints and saves its very bytes."""

    closed = Signal()
    advanced = Signal(int, int)
    offers_changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._document: Document | BatchDocument | None = None
        self._wanted: Wanted | None = None
        self._batches = 0
        self._cancelled = False
        self._after: Callable[[], object] | None = None
        self._bytes = QBuffer(self)
        self.pdf = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.pdf)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setAccessibleName("Pages of the document")
        self.banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
        self.message = PlainLabel("", "soft", wrap=True)
        self.message.setContentsMargins(SPACE_24, SPACE_8, SPACE_24, SPACE_8)
        workplace.appearance.on_change(self.view, self._tint)
        self._make_tools()
        self._lay_out()
        self.view.pageNavigator().currentPageChanged.connect(self._show_place)
        self.advanced.connect(self._advance)

    def open_summary(self, screening: ScreeningId, patient: Patient) -> None:
        """Make the summary of a screening and show it."""
        documents = self._workplace.clinic.documents
        self.open_document(
            patient,
            ("summary", screening),
            lambda: documents.summary(screening, patient.id),
            "Making the summary…",
        )

    def open_document(
        self,
        patient: Patient,
        which: tuple[str, int],
        make: Callable[[], Document],
        doing: str,
    ) -> None:
        """Make or fetch a document of ``patient`` elsewhere, and show it.

        Args:
            patient: Whose document it is.
            which: Its kind and number: an answer to an earlier question is dropped.
            make: Does the work; runs off the window's thread.
            doing: What is said meanwhile.
        """
        wanted = (*which, patient.id)
        self.banner.show_patient(patient, may_edit=False)
        self._begin(wanted, doing)
        self._workplace.runner.run(
            owner=self,
            work=make,
            on_success=lambda document: self._show(wanted, document),
            on_failure=lambda error: self._refuse(wanted, error),
        )

    def open_batch(
        self,
        title: str,
        make: Callable[[Watch, Callable[[], bool]], BatchDocument],
        *,
        after: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Make a file with pages of many patients, or of nobody, and show it.

        Args:
            title: What it is and for how many; stands where else the patient's name stands.
            make: Does the work; told where to report progress and whom to ask about cancelling.
            after: A button for what may be noted once it is printed, and what it does.
        """
        self._batches += 1
        wanted = ("batch", self._batches, None)
        self.banner.show_title(title)
        self._begin(wanted, f"Making {title[:1].lower()}{title[1:]}…")
        self.cancel_button.show()
        if after is not None:
            self.after_button.setText(after[0])
            self._after = after[1]
        self._workplace.runner.run(
            owner=self,
            work=lambda: make(self.advanced.emit, lambda: self._cancelled),
            on_success=lambda document: self._show(wanted, document),
            on_failure=lambda error: self._refuse(wanted, error),
        )

    def _begin(self, wanted: Wanted, doing: str) -> None:
        self._wanted, self._document = wanted, None
        self._cancelled, self._after = False, None
        self.cancel_button.hide()
        self.after_button.hide()
        self.pdf.close()
        self._enable(enabled=False)
        self._say(doing)

    def _cancel(self) -> None:
        self._cancelled = True
        self.cancel_button.setEnabled(False)

    def _advance(self, done: int, of: int) -> None:
        if self._document is None and self.cancel_button.isVisible():
            self._say(f"{done} of {of} are made.")

    def _note_after(self) -> None:
        """Note what was done with the pages, once."""
        after, self._after = self._after, None
        if after is None:
            return
        self.after_button.setEnabled(False)
        self._workplace.runner.run(
            owner=self,
            work=after,
            on_success=lambda _: self._say("Noted."),
            on_failure=lambda error: self._say(explain(error), "error"),
        )

    def offers(self) -> frozenset[str]:
        """Return what can be done with the document."""
        if self._document is None:
            return frozenset({"back"})
        actor = self._workplace.clinic.actor
        wanted = {"preview": Permission.PRINT, "save_copy": Permission.EXPORT}
        return frozenset({"back", *(name for name, needed in wanted.items() if actor.may(needed))})

    def do(self, command: str) -> None:
        """Print, save or go back."""
        act = {"preview": self.print, "save_copy": self.save, "back": self.closed.emit}[command]
        act()

    def keep(self) -> dict[str, Any]:
        """Return whose document is shown; the document itself is made again on wish."""
        whose = None if self._wanted is None else self._wanted[2]
        return {"patient": None if whose is None else int(whose)}

    def focus_first(self) -> None:
        """Go to the pages."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the tools and the pages."""
        return (self.tools, self.view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and change the size by keyboard."""
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        sizes = {Qt.Key.Key_Plus: STEP, Qt.Key.Key_Equal: STEP, Qt.Key.Key_Minus: 1 / STEP}
        key = Qt.Key(event.key())
        if key in turns:
            self.turn(turns[key])
        elif key in sizes:
            self.zoom(sizes[key])
        else:
            super().keyPressEvent(event)

    def turn(self, pages: int) -> None:
        """Go on or back."""
        navigator = self.view.pageNavigator()
        target = max(0, min(navigator.currentPage() + pages, self.pdf.pageCount() - 1))
        navigator.jump(target, QPointF(), navigator.currentZoom())

    def zoom(self, factor: float) -> None:
        """Draw the pages larger or smaller."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            now = self._fitted()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(SMALLEST, min(now * factor, LARGEST)))

    def print(self) -> None:
        """Ask for a printer and print the pages."""
        document = self._document
        if document is None:
            return
        printing = print_document(self, self.pdf)
        if printing is Printing.FAILED:
            self._say(NOT_PRINTED, "error")
        if printing is not Printing.SENT:  # the history names only what went to a printer
            return
        self._say(SENT)
        documents = self._workplace.clinic.documents
        self._workplace.runner.run(
            owner=self,
            work=lambda: documents.note_printed(document),
            on_success=lambda _: None,
            on_failure=lambda error: self._say_of(document, explain(error), "error"),
        )

    def save(self) -> None:
        """Ask for a place and save the very bytes there."""
        document = self._document
        if document is None:
            return
        chosen = self.ask_where(document.file_name)
        if chosen:
            documents = self._workplace.clinic.documents
            self._workplace.runner.run(
                owner=self,
                work=lambda: documents.save_as(document, _as_pdf(Path(chosen))),
                on_success=lambda path: self._say_of(document, f"Saved as {path}. {NOT_ENCRYPTED}"),
                on_failure=lambda error: self._say_of(document, explain(error), "error"),
            )

    def ask_where(self, file_name: str) -> str:
        """Ask for a place, offering a name that names nobody; nothing when staff cancel."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getSaveFileName(
            self,
            "Save a copy (not encrypted)",
            str(Path(folder) / file_name),
            "PDF (*.pdf)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )
        return path

    def _show(self, wanted: Wanted, document: Document | BatchDocument) -> None:
        whose = document.patient if isinstance(document, Document) else None
        if wanted != self._wanted or whose != wanted[2]:
            return
        self._document = document
        self.cancel_button.hide()
        self.after_button.setEnabled(True)
        self.after_button.setVisible(self._after is not None)
        self.pdf.close()
        self._bytes.close()
        self._bytes.setData(QByteArray(document.content))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._bytes)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(1.0)  # as large as on paper; small print can be read
        self._enable(enabled=True)
        self._say(NOT_ENCRYPTED)
        self._show_place(0)
        self.offers_changed.emit()

    def _refuse(self, wanted: Wanted, error: BaseException) -> None:
        if wanted == self._wanted:
            self.cancel_button.hide()
            self._say(explain(error), "error")

    def _tint(self) -> None:
        """Lay the pages on the colour of the program; the view takes it from its palette."""
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(self._workplace.appearance.tokens.sunken))
        self.view.setPalette(palette)

    def _fitted(self) -> float:
        size, room = self.pdf.pagePointSize(0), self.view.viewport().size()
        if not size.width() or not size.height():
            return 1.0
        points = self.view.logicalDpiX() / 72
        return min(room.width() / size.width(), room.height() / size.height()) / points

    def _say_of(
        self, document: Document | BatchDocument, sentence: str, kind: str = "caption"
    ) -> None:
        """Say what became of ``document``, unless another one is on view by now."""
        if self._document is document:
            self._say(sentence, kind)

    def _say(self, sentence: str, kind: str = "caption") -> None:
        self.message.setProperty("kind", kind)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(sentence)

    def _show_place(self, page: int) -> None:
        self.place.setText(f"Page {page + 1} of {self.pdf.pageCount()}")
        self.back_button.setEnabled(page > 0)
        self.on_button.setEnabled(page < self.pdf.pageCount() - 1)

    def _enable(self, *, enabled: bool) -> None:
        for widget in self.tools.findChildren(QToolButton):
            widget.setEnabled(enabled)
        for button in (self.print_button, self.save_button):
            button.setEnabled(enabled)
        self.place.setText("")

    def _make_tools(self) -> None:
        self.tools = QFrame()
        self.tools.setProperty("kind", "bar")
        self.back_button = self._tool("chevron-left", "Page before (Page Up)")
        self.on_button = self._tool("chevron-right", "Next page (Page Down)")
        self.smaller = self._tool("zoom-out", "Smaller (−)")
        self.larger = self._tool("zoom-in", "Larger (+)")
        self.place = PlainLabel("", "caption")
        self.fit_button = QPushButton("Fi&t page")
        self.fit_button.setProperty("kind", "quiet")
        self.close_button = QPushButton("&Back")
        self.close_button.setProperty("kind", "quiet")
        self.save_button = QPushButton("S&ave a copy…")
        self.cancel_button = QPushButton("Cance&l")
        self.after_button = QPushButton()
        for button in (self.cancel_button, self.after_button):
            button.hide()
        self.cancel_button.clicked.connect(self._cancel)
        self.after_button.clicked.connect(self._note_after)
        self.print_button = QPushButton("P&rint…")
        self.print_button.setProperty("kind", "primary")
        self.print_button.setToolTip("Print (Ctrl+P)")
        appearance = self._workplace.appearance
        appearance.keep_icon(self.close_button, "arrow-left")
        appearance.keep_icon(self.save_button, "save")
        appearance.keep_icon(self.print_button, "print", lambda tokens: tokens.accent_ink)
        self.back_button.clicked.connect(lambda: self.turn(-1))
        self.on_button.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(1 / STEP))
        self.larger.clicked.connect(lambda: self.zoom(STEP))
        fit = QPdfView.ZoomMode.FitInView
        self.fit_button.clicked.connect(lambda: self.view.setZoomMode(fit))
        self.close_button.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)

    def _tool(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(name.partition(" (")[0])
        button.setToolTip(plain_tooltip(name))
        self._workplace.appearance.keep_icon(button, icon)
        return button

    def _lay_out(self) -> None:
        actor = self._workplace.clinic.actor
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(SPACE_16, SPACE_8, SPACE_24, SPACE_8)
        row.setSpacing(SPACE_4)
        for widget in (self.close_button, self.back_button, self.place, self.on_button):
            row.addWidget(widget)
        row.addSpacing(SPACE_16)
        for widget in (self.smaller, self.larger, self.fit_button):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.after_button)
        row.addWidget(self.save_button)
        row.addSpacing(SPACE_12)
        row.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.tools)
        column.addWidget(self.message)
        column.addWidget(self.view, 1)
        leave_out(actor, Permission.PRINT, self.print_button)
        leave_out(actor, Permission.EXPORT, self.save_button)
        leave_out(actor, Permission.FOLLOW_UP, self.after_button)


def _as_pdf(path: Path) -> Path:
    """Return the path with the ending by which a desktop knows a PDF."""
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
