"""The lines of the panel as a Qt list that changes only where the assessment changed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from msbone_desktop.ui.screening.panel_rows import PanelRow

ROW_ROLE = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class PanelModel(QAbstractListModel):
    """Shows rows; keeps what stayed, so that selection and place on the screen stay too."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PanelRow] = []

    def show_rows(self, rows: Sequence[PanelRow]) -> None:
        """Become ``rows`` by the fewest removals, moves, insertions and changes."""
        self._drop_all_but({row.key for row in rows})
        for place, row in enumerate(rows):
            if place < len(self._rows) and self._rows[place].key == row.key:
                pass
            elif (old := self._place_of(row.key, place)) is not None:
                self.beginMoveRows(NO_PARENT, old, old, NO_PARENT, place)
                self._rows.insert(place, self._rows.pop(old))
                self.endMoveRows()
            else:
                self.beginInsertRows(NO_PARENT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))

    def row(self, index: Index) -> PanelRow | None:
        """Return the row at ``index``."""
        return self._rows[index.row()] if index.isValid() else None

    def rows(self) -> tuple[PanelRow, ...]:
        """Return all rows."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row itself, or its words for people who do not see it."""
        row = self.row(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over by the keyboard: a list stops at all that is enabled."""
        row = self.row(index)
        if row is None or row.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _place_of(self, key: str, start: int) -> int | None:
        places = (p for p in range(start, len(self._rows)) if self._rows[p].key == key)
        return next(places, None)

    def _drop_all_but(self, keys: set[str]) -> None:
        for place in reversed(range(len(self._rows))):
            if self._rows[place].key not in keys:
                self.beginRemoveRows(NO_PARENT, place, place)
                del self._rows[place]
                self.endRemoveRows()
