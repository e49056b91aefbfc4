import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from msbone_desktop.domain.errors import UnprintableTextError
from msbone_desktop.ui.documents import preview_page, printing
from msbone_desktop.ui.documents.preview_page import NOT_ENCRYPTED, PreviewPage
from msbone_desktop.ui.documents.printing import (
    JOB_NAME,
    NOT_PRINTED,
    SENT,
    Printing,
    draw_pages,
)
from tests.ui import stubs


@pytest.fixture
def page(qtbot, workplace):
    page = PreviewPage(workplace)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def open_and_wait(qtbot, page, screening=3, patient=7):
    page.open_summary(screening, stubs.patient(patient))
    qtbot.waitUntil(lambda: page._document is not None, timeout=10_000)


def test_the_view_goes_before_the_document_that_its_thread_draws(qtbot, workplace):
    """Qt draws pages on a thread of its own; without its document or the bytes it crashes."""
    page, gone = PreviewPage(workplace), []
    page.show()
    open_and_wait(qtbot, page)
    for name, each in (("view", page.view), ("pdf", page.pdf), ("bytes", page.view._bytes)):
        each.destroyed.connect(lambda *_, name=name: gone.append(name))
    page.deleteLater()
    qtbot.waitUntil(lambda: len(gone) == 3)
    assert gone == ["view", "pdf", "bytes"]


def test_the_preview_shows_the_very_bytes_of_the_document(qtbot, page):
    open_and_wait(qtbot, page)
    shown = hashlib.sha256(page.view._bytes.data().data()).hexdigest()
    assert shown == hashlib.sha256(page._document.content).hexdigest()
    assert page.pdf.status() == QPdfDocument.Status.Ready
    assert page.pdf.pageCount() == 2 and page.place.text() == "Page 1 of 2"


def test_the_preview_names_the_patient(qtbot, page):
    open_and_wait(qtbot, page)
    assert page.banner.name.text().startswith(stubs.LONG_NAME)


@pytest.mark.catalogue("G08", "G10")
def test_a_saved_copy_is_the_same_bytes_under_a_neutral_name(qtbot, page, tmp_path, clinic):
    open_and_wait(qtbot, page)
    offered: list[Any] = []
    page.ask_where = stubs.noting(offered, lambda name: str(tmp_path / name))
    page.do("save_copy")
    qtbot.waitUntil(lambda: bool(clinic.documents.saved))
    document, path = clinic.documents.saved[0]
    assert document is page._document and path == tmp_path / offered[0][0]
    assert stubs.LONG_NAME not in str(path) and "Hye" not in str(path)
    qtbot.waitUntil(lambda: page.message.text().startswith("Saved as"))
    assert NOT_ENCRYPTED in page.message.text()


@pytest.mark.catalogue("G07")
def test_the_pages_are_printed_whole_under_a_neutral_name(qtbot, page, tmp_path):
    open_and_wait(qtbot, page)
    printer = QPrinter()
    printer.setResolution(72)
    printer.setFullPage(True)
    printer.setDocName(JOB_NAME)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert draw_pages(printer, page.pdf)
    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 2
    printed.close()
    assert JOB_NAME == "MSBone summary"


def test_only_the_pages_that_were_chosen_are_printed(qtbot, page, tmp_path):
    open_and_wait(qtbot, page)
    for first, last in ((1, 1), (2, 2), (1, 2)):
        printer = QPrinter()
        printer.setResolution(72)
        printer.setFromTo(first, last)
        printer.setOutputFileName(str(tmp_path / f"{first}{last}.pdf"))
        assert draw_pages(printer, page.pdf)
        printed = QPdfDocument()
        printed.load(str(tmp_path / f"{first}{last}.pdf"))
        assert printed.pageCount() == last - first + 1
        printed.close()


@pytest.mark.catalogue("G12")
def test_a_printer_that_stops_between_two_pages_is_no_success(qtbot, page, tmp_path):
    open_and_wait(qtbot, page)

    class Jammed(QPrinter):
        def newPage(self):
            return False

    printer = Jammed()
    printer.setResolution(72)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert not draw_pages(printer, page.pdf)


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
@pytest.mark.catalogue("G12")
def test_a_printer_that_cannot_be_reached_is_no_success(qtbot, page, tmp_path):
    open_and_wait(qtbot, page)
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "no such folder" / "out.pdf"))
    assert not draw_pages(printer, page.pdf)


def test_a_page_that_was_not_made_says_why_and_offers_nothing(qtbot, page, clinic):
    def refuse(*given):
        raise UnprintableTextError("the family name", "\u1234")

    clinic.documents.summary = refuse
    page.open_summary(3, stubs.patient(7))
    qtbot.waitUntil(lambda: page.message.text().startswith("The page was not made"))
    assert page.offers() == frozenset({"back"}) and not page.print_button.isEnabled()


def test_a_late_document_of_another_patient_is_dropped(qtbot, page, clinic):
    both_asked = threading.Event()
    clinic.documents.summary = stubs.waiting(both_asked, clinic.documents.summary)
    page.open_summary(3, stubs.patient(7))
    page.open_summary(2, stubs.patient(1))
    both_asked.set()
    qtbot.waitUntil(lambda: page._document is not None, timeout=10_000)
    assert page._document.patient == 1


@pytest.mark.catalogue("G05")
def test_a_document_of_somebody_else_is_refused_in_words(qtbot, page, clinic):
    summary = clinic.documents.summary
    clinic.documents.summary = lambda screening, patient: summary(screening, 99)
    page.open_summary(3, stubs.patient(7))
    qtbot.waitUntil(lambda: "belongs to another patient" in page.message.text())
    assert page._document is None and page.pdf.pageCount() == 0
    assert page.offers() == frozenset({"back"})


def test_of_two_summaries_asked_for_only_the_last_is_ever_shown(qtbot, page, clinic):
    both_asked = threading.Event()
    clinic.documents.summary = stubs.waiting(both_asked, clinic.documents.summary)
    shown: list[Any] = []
    page.offers_changed.connect(lambda: shown.append(page._document.file_name))
    page.open_summary(3, stubs.patient(7))
    page.open_summary(4, stubs.patient(7))
    both_asked.set()
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    page._workplace.runner.finish(lambda: None)
    qtbot.wait(50)
    assert shown == ["summary-4.pdf"]


def test_pages_turn_and_grow_by_keyboard(qtbot, page):
    open_and_wait(qtbot, page)
    page.turn(1)
    qtbot.waitUntil(lambda: page.place.text() == "Page 2 of 2")
    page.turn(5)
    assert page.place.text() == "Page 2 of 2" and not page.on_button.isEnabled()
    before = page.view.zoomFactor()
    page.zoom(1.25)
    assert page.view.zoomFactor() == pytest.approx(before * 1.25)
    for _ in range(30):
        page.zoom(1.25)
    assert page.view.zoomFactor() <= 4.0


def test_the_suggested_place_is_the_documents_folder(page, monkeypatch):
    asked: list[Any] = []
    answer = stubs.noting(asked, lambda *given, **more: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    page.ask_where("msbone-summary-1-2.pdf")
    assert Path(asked[0][2]).name == "msbone-summary-1-2.pdf"


@pytest.mark.parametrize(
    ("outcome", "said", "noted"),
    [
        (Printing.SENT, SENT, True),
        (Printing.FAILED, NOT_PRINTED, False),
        (Printing.CANCELLED, NOT_ENCRYPTED, False),
    ],
)
@pytest.mark.catalogue("G12")
def test_only_what_went_to_a_printer_is_noted_as_printed(
    qtbot, page, clinic, monkeypatch, outcome, said, noted
):
    open_and_wait(qtbot, page)
    asked: list[Any] = []
    monkeypatch.setattr(preview_page, "print_document", stubs.noting(asked, lambda *_: outcome))
    page.do("preview")
    assert page.message.text() == said
    assert asked[0][1] is page.pdf
    if noted:
        qtbot.waitUntil(lambda: clinic.documents.saved == [(page._document, "printed")])
    else:
        page._workplace.runner.finish(lambda: None)
        assert clinic.documents.saved == []


def test_the_printer_is_offered_the_paper_of_the_document(qtbot, page, monkeypatch):
    open_and_wait(qtbot, page)
    offered: list[Any] = []

    class Declined:
        DialogCode = QDialog.DialogCode

        def __init__(self, printer, parent):
            offered.append((printer.docName(), printer.pageLayout().pageSize()))

        def setMinMax(self, first, last):
            offered.append((first, last))

        def exec(self):
            return QDialog.DialogCode.Rejected

        def deleteLater(self):
            pass

    monkeypatch.setattr(printing, "QPrintDialog", Declined)
    assert printing.print_document(page, page.pdf) is Printing.CANCELLED
    points = page.pdf.pagePointSize(0)
    (name, size), pages = offered
    assert name == JOB_NAME and pages == (1, 2)
    assert size.sizePoints().width() == round(points.width())
    assert size.sizePoints().height() == round(points.height())


def test_what_became_of_a_copy_is_not_said_beside_another_patients_page(
    qtbot, page, tmp_path, clinic, monkeypatch
):
    open_and_wait(qtbot, page)
    saved = threading.Event()
    clinic.documents.save_as = stubs.waiting(saved, clinic.documents.save_as)
    page.ask_where = lambda name: str(tmp_path / "copy")
    said: list[Any] = []
    monkeypatch.setattr(page, "_say", stubs.noting(said, page._say))
    page.save()
    page.open_summary(2, stubs.patient(1))
    saved.set()
    qtbot.waitUntil(lambda: page._document is not None and page._document.patient == 1)
    assert clinic.documents.saved[0][1] == tmp_path / "copy.pdf"
    assert not any(sentence.startswith("Saved as") for sentence, *_ in said)
