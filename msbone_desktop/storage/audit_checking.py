"""Proves the history: entry by entry, against the anchor, and against the rows it tells of.

The chain finds what was changed, swapped or left out in the history; the anchor what was cut off
at its end, or a whole older file; the fingerprints of the rows what was changed past the program,
or came back with an old page of the file.
"""

import hmac
import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.audit import ChainHead, ChainReport
from msbone_desktop.storage import audit_chain
from msbone_desktop.storage.audit_capture import ROW_SEAL, audited_tables, row_seal
from msbone_desktop.storage.columns import from_moment, to_moment

BEGAN = "history_began"
_STEP = 5_000
_LISTED = 50
_REMARKS = {
    "went_back": "the file was found to go back behind its anchor: an older copy was in its place",
    "anchor_missing": "the file was found without its anchor",
    "clock_back": "the clock of the computer was earlier than the entry before",
    "clock_forward": "the clock of the computer was months ahead of the entry before",
    audit_chain.NEW_KEY: "the file got another key",
    BEGAN: "the history began in a file that had rows already",
}
_GONE = ("removed", "purged")
_Seen = dict[int, str | None]


class ChainCheck:
    """One verification. Each step is short, so that others can work in between.

    Args:
        data_key: Of the database.
        anchored: What the anchor says; None when there is none.
        written: The head that this program committed last, if any.
    """

    def __init__(
        self, data_key: bytes, anchored: ChainHead | None, written: ChainHead | None
    ) -> None:
        self._data_key = data_key
        heads = [head for head in (anchored, written) if head is not None]
        self._anchored = max(heads, key=lambda head: head.count, default=None)
        self._keys: audit_chain.ChainKeys | None = None
        self._number, self._seal = 0, audit_chain.FIRST
        self._anchor_seal = audit_chain.FIRST
        self._last_at = ""
        self._rows: defaultdict[str, _Seen] = defaultdict(dict)
        self._before: dict[str, int] = {}
        self._faults: list[str] = []
        self._more_faults = 0
        self._remarks: list[str] = []
        self._compared = self._older = 0

    def length(self, connection: sa.Connection) -> int:
        """Return how many entries and rows there are to look at."""
        names = ["audit_event", *(table.name for table in audited_tables())]
        counts = (sa.select(sa.func.count()).select_from(sa.table(name)) for name in names)
        return sum(connection.scalar(count) or 0 for count in counts)

    def walk(self, connection: sa.Connection) -> int:
        """Look at the next entries; return how many there were."""
        if self._keys is None:
            self._keys = newest_keys(connection, self._data_key)
        found = connection.exec_driver_sql(
            f"SELECT {', '.join(audit_chain.COLUMNS)}, mac FROM audit_event"  # noqa: S608
            " WHERE id > ? ORDER BY id LIMIT ?",
            (self._number, _STEP),
        ).all()
        for row in found:
            self._entry(tuple(row), self._keys)
        return len(found)

    def against_anchor(self) -> None:
        """Compare the end of the history with the anchor, or with what this program wrote."""
        anchored = self._anchored
        if anchored is None:
            if self._number:
                self._fault(
                    "The anchor of the file is missing, so it cannot be told whether entries were"
                    " cut off at the end, or an older copy of the file was put in its place."
                )
        elif anchored.count > self._number:
            lost = anchored.count - self._number
            self._fault(
                f"The history goes back {lost:,} entries behind its anchor, to"
                f" {self._last_at or 'its beginning'}: entries were cut off at its end, or an"
                " older copy of the file was put in its place."
            )
        elif self._anchor_seal != anchored.seal:
            self._fault(
                f"Entry {anchored.count:,} is not the one that was anchored: the history is not"
                " the one that this program wrote."
            )

    def compare(self, connection: sa.Connection, table: sa.Table, after: int) -> int | None:
        """Compare the next rows of a table; return the number of the last one, None at the end."""
        while self.walk(connection):  # what was changed since belongs to this comparison
            pass
        key = next(iter(table.primary_key.columns))
        rows = connection.execute(
            sa.select(table).where(key > after).order_by(key).limit(_STEP)
        ).all()
        last = after
        for row in rows:
            last = int(row._mapping[key])
            self._row(table, last, row_seal(table, tuple(row)))
        if len(rows) == _STEP:
            return last
        for number, seal in self._rows[table.name].items():
            if seal is not None:
                self._fault(
                    f"{_named(table.name, number)} is missing from the file, and the history does"
                    " not say that it was removed."
                )
        return None

    def report(self) -> ChainReport:
        """Return what was found."""
        faults = list(self._faults)
        if self._more_faults:
            faults.append(f"And {self._more_faults:,} more.")
        remarks = list(self._remarks)
        if self._older:
            remarks.append(
                f"{self._older:,} rows were in the file before its history began; for them only"
                " later changes can be proved."
            )
        return ChainReport(
            head=ChainHead(self._number, self._seal),
            rows=self._compared,
            faults=tuple(faults),
            remarks=tuple(remarks),
        )

    def _entry(self, row: tuple[Any, ...], keys: audit_chain.ChainKeys) -> None:
        number, mac = row[0], row[-1]
        missing = range(self._number + 1, number)
        if missing:
            self._fault(_missing(missing))
        key = keys.key_of(number)
        right = audit_chain.seal_of(key, self._seal, row[:-1]) if key else ""
        if not missing and not hmac.compare_digest(right, str(mac)):
            self._fault(f"{_entry_named(row)} is not as it was written.")
        self._number, self._seal, self._last_at = number, str(mac), _moment_words(row[1])
        if self._anchored is not None and number == self._anchored.count:
            self._anchor_seal = str(mac)
        self._remember(row)

    def _remember(self, row: tuple[Any, ...]) -> None:
        number, action, entity, entity_id, became = row[0], row[7], row[8], row[9], row[12]
        if action in _REMARKS:
            self._remarks.append(f"Entry {number:,}, {self._last_at}: {_REMARKS[action]}.")
            if action == BEGAN:
                self._before = _content(became).get("rows") or {}
        if entity_id is None:
            return
        if action in _GONE:
            self._rows[entity][entity_id] = None
        elif became and ROW_SEAL in became[:40]:
            self._rows[entity][entity_id] = str(_content(became).get(ROW_SEAL))

    def _row(self, table: sa.Table, number: int, seal: str) -> None:
        self._compared += 1
        known = self._rows[table.name].pop(number, None)
        if known is None and number <= self._before.get(table.name, 0):
            self._older += 1
        elif known is None:
            self._fault(f"{_named(table.name, number)} is in the file, but not in the history.")
        elif known != seal:
            self._fault(
                f"{_named(table.name, number)} is not as the history says: it was changed past"
                " the program, or an old page of the file was put back."
            )

    def _fault(self, words: str) -> None:
        if len(self._faults) < _LISTED:
            self._faults.append(words)
        else:
            self._more_faults += 1


def newest_keys(connection: sa.Connection, data_key: bytes) -> audit_chain.ChainKeys:
    """Return the keys of the history in a file."""
    row = connection.exec_driver_sql(
        "SELECT id, became FROM audit_event WHERE action = ? ORDER BY id DESC LIMIT 1",
        (audit_chain.NEW_KEY,),
    ).one_or_none()
    return audit_chain.ChainKeys(data_key, None if row is None else (row.id, _content(row.became)))


def _content(text: str | None) -> dict[str, Any]:
    try:
        content = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _missing(numbers: range) -> str:
    if len(numbers) == 1:
        return f"Entry {numbers[0]:,} is missing."
    return f"Entries {numbers[0]:,} to {numbers[-1]:,} are missing."


def _entry_named(row: tuple[Any, ...]) -> str:
    about = ", ".join(
        filter(None, (_moment_words(row[1]), str(row[7]), f"{row[8]} {row[9] or ''}".strip()))
    )
    return f"Entry {row[0]:,} ({about})"


def _named(table: str, number: int) -> str:
    return f"{table.replace('_', ' ').capitalize()} {number:,}"


def _moment_words(stored: Any) -> str:
    try:
        return from_moment(to_moment(str(stored)))[:16].replace("T", " ") + " UTC"
    except ValueError:
        return "a moment that cannot be read"
