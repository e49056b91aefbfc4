"""The scans of a patient as a table: a row a site, the newest scan first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.ui.dxa.wording import NOT_RECORDED, score
from msbone_desktop.ui.widgets.reading.wording import date_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
NUMERIC = {"BMD (g/cm²)", "T-score", "Z-score"}


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site of one scan."""

    scan_id: int
    scan: DxaScan
    site: DxaSite


class DxaHistoryModel(QAbstractTableModel):
    """Columns are a table of their names and what they say of a row."""

    def __init__(self, dictionary: DataDictionary) -> None:
        super().__init__()
        self._rows: tuple[SiteRow, ...] = ()
        self._columns: tuple[tuple[str, Callable[[SiteRow], str]], ...] = (
            ("Date", lambda row: date_words(row.scan.performed_on)),
            ("Site", lambda row: dictionary.value_words("dxa_scans.sites.site", row.site.site)),
            ("Side", lambda row: (row.site.side or "").capitalize()),
            ("BMD (g/cm²)", _density),
            ("T-score", lambda row: score(row.site.t_score)),
            ("Z-score", lambda row: score(row.site.z_score)),
            ("Scanner", lambda row: row.scan.scanner_id or NOT_RECORDED),
        )

    def show_scans(self, scans: Sequence[tuple[int, DxaScan]]) -> None:
        """Show ``scans``, given newest first."""
        self.beginResetModel()
        self._rows = tuple(
            SiteRow(scan_id, scan, site) for scan_id, scan in scans for site in scan.sites
        )
        self.endResetModel()

    def row(self, index: Index) -> SiteRow | None:
        """Return the row at ``index``."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many sites there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the name of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell."""
        row = self.row(index)
        if row is None:
            return None
        name, words = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}: {words(row) or NOT_RECORDED}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        numeric = self._columns[column][0] in NUMERIC
        side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _density(row: SiteRow) -> str:
    if row.site.not_measurable is not None:
        return f"Not measurable: {row.site.not_measurable}"
    return "" if row.site.bmd_g_cm2 is None else f"{row.site.bmd_g_cm2:f}"
