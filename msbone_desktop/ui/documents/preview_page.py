"""A finished document as it will be printed: the same bytes, before they leave the program."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.documents import BatchDocument, Document
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.ui.appearance import SPACE_8, SPACE_24
from msbone_desktop.ui.documents.binding import bound_to
from msbone_desktop.ui.documents.pdf_pages import STEP, PdfPages
from msbone_desktop.ui.documents.printing import NOT_PRINTED, SENT, Printing, print_document
from msbone_desktop.ui.documents.saving import as_pdf, ask_for_place
from msbone_desktop.ui.documents.tool_bar import ToolBar
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.patients.banner import IdentityBanner
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

NOT_ENCRYPTED = "A printed or saved copy is not encrypted: whoever has it can read it."

Wanted: TypeAlias = tuple[str, int, PatientId | None]
Watch: TypeAlias = Callable[[int, int], None]
"""Told how many of how many are made."""


class PreviewPage(Page):
    """Shows one document of one patient; prints and saves its very bytes."""

    closed = Signal()
    advanced = Signal(int, int, int)
    offers_changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._document: Document | BatchDocument | None = None
        self._wanted: Wanted | None = None
        self._batches = 0
        self._cancelled = Event()
        self._after: Callable[[], object] | None = None
        self.view = PdfPages(workplace.appearance, self)
        self.pdf = self.view.pdf
        self.banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
        self.message = PlainLabel("", "soft", wrap=True)
        self.message.setContentsMargins(SPACE_24, SPACE_8, SPACE_24, SPACE_8)
        self.tools = ToolBar(workplace.appearance)
        self.print_button, self.save_button = self.tools.print, self.tools.save
        self.cancel_button, self.after_button = self.tools.cancel, self.tools.after
        self.back_button, self.on_button = self.tools.back, self.tools.on
        self.place = self.tools.place
        self._connect()
        self._lay_out()

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
        self, patient: Patient, which: tuple[str, int], make: Callable[[], Document], doing: str
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
            work=lambda: bound_to(patient.id, make()),
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
        cancelled, batch = self._cancelled, self._batches
        self.cancel_button.setEnabled(True)
        self.cancel_button.show()
        if after is not None:
            self.after_button.setText(after[0])
            self._after = after[1]
        self._workplace.runner.run(
            owner=self,
            work=lambda: bound_to(None, make(partial(self.advanced.emit, batch), cancelled.is_set)),
            on_success=lambda document: self._show(wanted, document),
            on_failure=lambda error: self._refuse(wanted, error),
        )

    def _begin(self, wanted: Wanted, doing: str) -> None:
        self._wanted, self._document = wanted, None
        # One for each document: the next one must not call back what was cancelled.
        self._cancelled, self._after = Event(), None
        self.cancel_button.hide()
        self.after_button.hide()
        self.pdf.close()
        self.tools.enable(enabled=False)
        self._say(doing)

    def _cancel(self) -> None:
        self._cancelled.set()
        self.cancel_button.setEnabled(False)

    def _advance(self, batch: int, done: int, of: int) -> None:
        if self._document is None and self._wanted == ("batch", batch, None):
            self._say(f"{done} of {of} are made.")

    def _note_after(self) -> None:
        """Note what was done with the pages, once; what failed can be tried again."""
        document, after, self._after = self._document, self._after, None
        if document is None or after is None:
            return

        def failed(error: BaseException) -> None:
            self._say_of(document, explain(error), "error")
            if self._document is document:
                self._after = after
                self.after_button.setEnabled(True)

        self.after_button.setEnabled(False)
        self._workplace.runner.run(
            owner=self,
            work=after,
            on_success=lambda _: self._say_of(document, "Noted."),
            on_failure=failed,
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
        {"preview": self.print, "save_copy": self.save, "back": self.closed.emit}[command]()

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
        self.view.turn(pages)

    def zoom(self, factor: float) -> None:
        """Draw the pages larger or smaller."""
        self.view.size_by(factor)

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
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.documents.note_printed(document),
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
                work=lambda: documents.save_as(document, as_pdf(Path(chosen))),
                on_success=lambda path: self._say_of(document, f"Saved as {path}. {NOT_ENCRYPTED}"),
                on_failure=lambda error: self._say_of(document, explain(error), "error"),
            )

    def ask_where(self, file_name: str) -> str:
        """Ask for a place, offering a name that names nobody; nothing when staff cancel."""
        return ask_for_place(self, file_name)

    def _show(self, wanted: Wanted, document: Document | BatchDocument) -> None:
        if wanted != self._wanted:
            return
        self._document = document
        self.cancel_button.hide()
        self.after_button.setEnabled(True)
        self.after_button.setVisible(self._after is not None)
        self.view.show_document(document.content)
        self.tools.enable(enabled=True)
        self._say(NOT_ENCRYPTED)
        self._show_place(0)
        self.offers_changed.emit()

    def _refuse(self, wanted: Wanted, error: BaseException) -> None:
        if wanted == self._wanted:
            self.cancel_button.hide()
            self._say(explain(error), "error")

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
        self.tools.show_place(page, self.pdf.pageCount())

    def _connect(self) -> None:
        self.tools.turned.connect(self.turn)
        self.tools.sized.connect(lambda larger: self.zoom(STEP if larger else 1 / STEP))
        self.tools.fit.clicked.connect(self.view.fit)
        self.tools.close_document.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)
        self.cancel_button.clicked.connect(self._cancel)
        self.after_button.clicked.connect(self._note_after)
        self.view.pageNavigator().currentPageChanged.connect(self._show_place)
        self.advanced.connect(self._advance)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.tools)
        column.addWidget(self.message)
        column.addWidget(self.view, 1)
        self.tools.leave_out_for(self._workplace.clinic.actor)
