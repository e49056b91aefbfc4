"""Which role may do what, as one table made from the table that decides it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from msbone_desktop.domain.accounts import PERMISSION_WORDS, ROLE_WORDS, Permission, Role, may
from msbone_desktop.ui.patients.list_view import dress_table


def roles_table() -> QTableWidget:
    """Return the table; its cells say "yes", or nothing."""
    table = QTableWidget(len(Permission), len(Role) + 1)
    table.setAccessibleName("Who may do what")
    table.setHorizontalHeaderLabels(["", *(ROLE_WORDS[role] for role in Role)])
    dress_table(table)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    for row, permission in enumerate(Permission):
        table.setItem(row, 0, _cell(PERMISSION_WORDS[permission]))
        for column, role in enumerate(Role, start=1):
            allowed = may(role, permission)
            cell = _cell("●" if allowed else "")
            cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            spoken = "may" if allowed else "may not"
            cell.setData(Qt.ItemDataRole.AccessibleTextRole, f"{ROLE_WORDS[role]} {spoken}")
            table.setItem(row, column, cell)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    height = sum(table.rowHeight(row) for row in range(table.rowCount()))
    table.setFixedHeight(height + header.sizeHint().height() + 4)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def _cell(words: str) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
