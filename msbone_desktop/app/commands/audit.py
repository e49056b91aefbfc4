"""``msbone audit``: the history proved or exported without a window.

The passphrase comes from MSBONE_PASSPHRASE, from a file, or is asked for; it is never an argument,
which every other program of this computer could read.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.app.commands.asking import passphrase, refusal, require_clinic
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.environment.folders import workstation_folders
from msbone_desktop.environment.resources import shipped

if TYPE_CHECKING:
    from msbone_desktop.storage.database import Database

WHOLE, REFUSED, NOT_WHOLE = 0, 1, 3
"""2 is argparse's own, for a command line that it cannot read."""


def verify(folder: Path | None, passphrase_file: Path | None) -> int:
    """Prove the history of a clinic; nothing is changed."""

    def work(database: "Database") -> int:
        from msbone_desktop.services.audit import verify as prove

        report = prove(database)
        for remark in report.remarks:
            print(f"Note: {remark}")
        for fault in report.faults:
            print(f"FAULT: {fault}")
        head = f"{report.head.count:,} entries, {report.rows:,} rows compared."
        if report.is_whole:
            print(f"The history is whole: {head}")
            print(f"Head: {report.head.words}")
            return WHOLE
        print(f"The history is NOT whole: {head}")
        return NOT_WHOLE

    return _run(folder, passphrase_file, work)


def export(folder: Path | None, passphrase_file: Path | None, out: Path) -> int:
    """Write the whole history as CSV, which is not encrypted."""

    def work(database: "Database") -> int:
        from msbone_desktop.app.window import utc_now
        from msbone_desktop.domain.accounts import Role
        from msbone_desktop.domain.audit import AuditQuery
        from msbone_desktop.domain.screenings import Actor
        from msbone_desktop.services.history import HistoryService
        from msbone_desktop.services.knowledge import load_knowledge

        knowledge = load_knowledge(shipped("resources"))
        service = HistoryService(database, knowledge, Actor("msbone audit", Role.LEAD), utc_now)
        count = service.export(AuditQuery(), out)
        print(f"{out}: {count:,} entries. The file is not encrypted: whoever has it can read it.")
        return WHOLE

    return _run(folder, passphrase_file, work)


def _run(
    folder: Path | None, passphrase_file: Path | None, work: "Callable[[Database], int]"
) -> int:
    from msbone_desktop.app.window import utc_now
    from msbone_desktop.domain.accounts import Permission
    from msbone_desktop.services.knowledge import knowledge_source
    from msbone_desktop.services.vault import Vault

    records = folder or workstation_folders().records / "clinic"
    source = knowledge_source(shipped("resources"))
    vault = Vault(records, utc_now, source, migrations=shipped("db"))
    try:
        require_clinic(vault, records)
        database = vault.open_database(_passphrase(passphrase_file), Permission.READ_HISTORY)
        try:
            return work(database)
        finally:
            database.close()
    except MsboneError as error:
        print(f"msbone: {error}", file=sys.stderr)
    except OSError as error:
        print(f"msbone: {refusal(error)}", file=sys.stderr)
    return REFUSED


def _passphrase(file: Path | None) -> str:
    """Return the passphrase; of a file its first line, whatever the end of the line is."""
    if file is not None:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    return passphrase()
