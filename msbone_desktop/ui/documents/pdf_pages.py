"""The pages of a document on the screen, turned and sized by keyboard or button."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from msbone_desktop.ui.appearance import Appearance

SMALLEST, LARGEST, STEP = 0.25, 4.0, 1.25


class PdfPages(QPdfView):
    """Shows the very bytes that are printed and saved."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        # Of the page, and in this order: Qt takes down the view with its thread that draws before
        # the document that it draws, and that before its bytes. Any other order can crash.
        self.pdf = QPdfDocument(parent)
        self._bytes = QBuffer(parent)
        self.setDocument(self.pdf)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.fit()
        self.setAccessibleName("Pages of the document")
        appearance.on_change(self, self._tint)

    def show_document(self, content: bytes) -> None:
        """Show a document as large as on paper: small print can be read."""
        self.pdf.close()
        self._bytes.close()
        self._bytes.setData(QByteArray(content))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._bytes)
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(1.0)

    def turn(self, pages: int) -> None:
        """Go on or back."""
        navigator = self.pageNavigator()
        target = max(0, min(navigator.currentPage() + pages, self.pdf.pageCount() - 1))
        navigator.jump(target, QPointF(), navigator.currentZoom())

    def size_by(self, factor: float) -> None:
        """Draw the pages larger or smaller."""
        now = self.zoomFactor()
        if self.zoomMode() != QPdfView.ZoomMode.Custom:
            now = self._fitted()
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(max(SMALLEST, min(now * factor, LARGEST)))

    def fit(self) -> None:
        """Draw a whole page at a time."""
        self.setZoomMode(QPdfView.ZoomMode.FitInView)

    def _tint(self) -> None:
        """Lay the pages on the colour of the program; the view takes it from its palette."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(self._appearance.tokens.sunken))
        self.setPalette(palette)

    def _fitted(self) -> float:
        size, room = self.pdf.pagePointSize(0), self.viewport().size()
        if not size.width() or not size.height():
            return 1.0
        points = self.logicalDpiX() / 72
        return min(room.width() / size.width(), room.height() / size.height()) / points
