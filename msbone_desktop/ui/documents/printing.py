"""Prints a document through the desktop's own dialog."""

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

JOB_NAME = "MSBone summary"
"""Neutral: print queues are read by others."""
MOST_DOTS_PER_INCH = 300


SENT = "Sent to the printer."
NOT_PRINTED = "Not printed: the printer could not be reached. Choose another one and print again."


class Printing(Enum):
    """What became of pages that were to be printed."""

    SENT = auto()
    FAILED = auto()
    CANCELLED = auto()


def print_document(parent: QWidget, pdf: QPdfDocument) -> Printing:
    """Ask for a printer, on the paper of the document, and print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(JOB_NAME)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(pdf.pagePointSize(0), QPageSize.Unit.Point))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pdf.pageCount())
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not accepted:
        return Printing.CANCELLED
    return Printing.SENT if draw_pages(printer, pdf) else Printing.FAILED


def draw_pages(printer: QPrinter, pdf: QPdfDocument) -> bool:
    """Draw the chosen pages, each as large as the paper lets it be; False if that failed."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    first = printer.fromPage() or 1
    last = printer.toPage() or pdf.pageCount()
    dots = min(printer.resolution(), MOST_DOTS_PER_INCH)
    for number in range(first - 1, last):
        if number > first - 1 and not printer.newPage():
            painter.end()
            return False
        points = pdf.pagePointSize(number)
        pixels = QSize(round(points.width() / 72 * dots), round(points.height() / 72 * dots))
        image = pdf.render(number, pixels)
        paper = printer.pageRect(QPrinter.Unit.DevicePixel)
        scale = min(paper.width() / pixels.width(), paper.height() / pixels.height())
        width, height = pixels.width() * scale, pixels.height() * scale
        left = (paper.width() - width) / 2
        painter.drawImage(QRectF(left, 0, width, height), image)
    return painter.end()
