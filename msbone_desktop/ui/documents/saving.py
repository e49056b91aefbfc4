"""Asks where a copy of a document is to be saved."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_place(parent: QWidget, file_name: str) -> str:
    """Ask for a place, offering a name that names nobody; nothing when staff cancel."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    path, _ = QFileDialog.getSaveFileName(
        parent,
        "Save a copy (not encrypted)",
        str(Path(folder) / file_name),
        "PDF (*.pdf)",
        options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
    )
    return path


def as_pdf(path: Path) -> Path:
    """Return the path with the ending by which a desktop knows a PDF."""
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
