"""The scans of a patient as a table: a row a site, the newest scan first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.dxa_change import SiteChange
from msbone_desktop.domain.dxa_reports import DxaReport
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.dxa.wording import NOT_RECORDED, change_words, score, verdict_words
from msbone_desktop.ui.plain_label import plain_tooltip
from msbone_desktop.ui.widgets.reading.wording import count_words, date_words

if TYPE_CHECKING:
    from msbone_desktop.services.dxa import DxaLook

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
CHANGE = "Change since the scan before"
NUMERIC = {"BMD (g/cm²)", "T-score", "Z-score"}


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site of one scan, with what became of it since the scan before."""

    scan_id: int
    scan: DxaScan
    site: DxaSite
    change: SiteChange | None
    reports: tuple[DxaReport, ...]
    scanner: str


class DxaHistoryModel(QAbstractTableModel):
    """Columns are a table of their names and what they say of a row."""

    def __init__(self, dictionary: DataDictionary, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._rows: tuple[SiteRow, ...] = ()
        self._columns: tuple[tuple[str, Callable[[SiteRow], str]], ...] = (
            ("Date", lambda row: date_words(row.scan.performed_on)),
            ("Site", lambda row: _site(row, dictionary)),
            ("BMD (g/cm²)", _density),
            ("T-score", lambda row: score(row.site.t_score)),
            ("Z-score", lambda row: score(row.site.z_score)),
            (CHANGE, _change),
            ("Scanner", lambda row: row.scanner or NOT_RECORDED),
            ("Report", _reports),
        )

    def change_column(self) -> int:
        """Return the column that takes what room there is."""
        return [name for name, _ in self._columns].index(CHANGE)

    def show_look(self, look: "DxaLook | None") -> None:
        """Show what is known of a patient's scans; None shows nothing."""
        self.beginResetModel()
        self._rows = () if look is None else tuple(_rows(look))
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
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join(_more(row, words(row))))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and name == CHANGE:
            return self._colour(row)
        return None

    def _colour(self, row: SiteRow) -> QColor | None:
        """Colour a verdict; its words say the same."""
        tokens = self._appearance.tokens
        verdict = "" if row.change is None else row.change.verdict
        if verdict == "significant_loss":
            return QColor(tokens.high)
        return QColor(tokens.unknown) if verdict in ("not_comparable", "no_LSC") else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        numeric = self._columns[column][0] in NUMERIC
        side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _rows(look: "DxaLook") -> list[SiteRow]:
    changes = {(each.newer_on, each.site, each.side): each for each in look.changes}
    found = []
    for scan_id, scan in look.shown:
        reports = tuple(each for each in look.reports if each.scan_id == scan_id)
        listed = None if scan.scanner_ref is None else look.scanner_names.get(scan.scanner_ref)
        for site in scan.sites:
            key = (scan.performed_on, site.site, site.side)
            measured = site.bmd_g_cm2 is not None
            found.append(
                SiteRow(
                    scan_id,
                    scan,
                    site,
                    changes.get(key) if measured else None,
                    reports,
                    listed or scan.scanner_id or "",
                )
            )
    return found


def _site(row: SiteRow, dictionary: DataDictionary) -> str:
    words = dictionary.value_words("dxa_scans.sites.site", row.site.site)
    more = [part for part in (row.site.side, row.site.region) if part]
    return ", ".join((words, *more))


def _density(row: SiteRow) -> str:
    if row.site.not_measurable is not None:
        return "\N{EN DASH}"
    return "" if row.site.bmd_g_cm2 is None else f"{row.site.bmd_g_cm2:f}"


def _change(row: SiteRow) -> str:
    if row.site.not_measurable is not None:
        return f"Not measurable: {row.site.not_measurable}"
    if row.change is None:
        return "No earlier measurement" if row.site.bmd_g_cm2 is not None else ""
    numbers = change_words(row.change)
    return f"{numbers}\n{verdict_words(row.change)}" if numbers else verdict_words(row.change)


def _reports(row: SiteRow) -> str:
    return count_words(len(row.reports), "report", "reports") if row.reports else ""


def _more(row: SiteRow, words: str) -> list[str]:
    """Return everything about a row, for whom a column is too narrow."""
    scan = row.scan
    details = (scan.facility, scan.manufacturer, scan.software, scan.scan_mode,
               scan.reference_database)  # fmt: skip
    found = [words] if words else []
    if any(details):
        found.append(", ".join(part for part in details if part))
    if row.change is not None:
        found.append(f"Compared with {date_words(row.change.older_on)}")
        found += [f"Caution: {caution}" for caution in row.change.cautions]
    return found
