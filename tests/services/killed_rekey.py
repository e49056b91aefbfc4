"""Cuts off a change of the data key at every step, and says what was left each time.

Run as a program of its own, because it forks: ``python -m tests.services.killed_rekey FOLDER``.
"""

import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msbone_desktop.environment.resources import shipped
from msbone_desktop.services import audit
from msbone_desktop.services.vault import Vault
from msbone_desktop.storage import connection, keys, rekeying, restoring
from tests.torture.clinics import remember_derivations

PASSPHRASE, NAME = "a long passphrase for one clinic", "A. Lead"


def _unread() -> Any:
    raise AssertionError("the knowledge is not needed here")


def vault_in(folder: Path) -> Vault:
    """Return the clinic in ``folder``."""
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    return Vault(folder, lambda: at, _unread, migrations=shipped("db"))


def _change(folder: Path, stop: int) -> None:
    calls = 0

    def counted(real: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == stop:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    os.replace = counted(os.replace)
    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    Path.mkdir = counted(Path.mkdir)  # type: ignore[method-assign]
    for module, name in (
        (shutil, "copyfile"),
        (shutil, "rmtree"),
        (connection, "check"),
        (rekeying, "fill_file"),
        (keys, "sync_folder"),
        (restoring, "sync_folder"),
    ):
        setattr(module, name, counted(getattr(module, name)))
    vault_in(folder).change_data_key(PASSPHRASE, NAME)


def _left(folder: Path) -> dict[str, Any]:
    """Open what is there by the ordinary way and prove it."""
    database = vault_in(folder).open_database(PASSPHRASE)
    report = audit.verify(database)
    with database.unit_of_work() as work:
        changed = work.history.newest("new_key") is not None
        people = len(work.accounts.all())
        odd = [each for each in ("went_back", "anchor_missing") if work.history.newest(each)]
    database.check()
    database.close()
    stray = [each.name for each in folder.iterdir() if ".tmp" in each.name]
    return {
        "changed": changed,
        "whole": report.is_whole,
        "people": people,
        "odd": odd,
        "stray": stray,
    }


def main(made: Path) -> None:
    """Cut it off at the first step, the second, and so on until it is through."""
    remember_derivations()
    vault_in(made).open_database(PASSPHRASE).close()  # derived once, for every process forked
    results = []
    for stop in range(1, 200):
        folder = made.with_name(f"{made.name}-{stop}")
        shutil.copytree(made, folder)
        child = os.fork()
        if child == 0:
            _change(folder, stop)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        results.append(_left(folder) | {"ended": os.waitstatus_to_exitcode(status)})
        shutil.rmtree(folder)
        if results[-1]["ended"] != -signal.SIGKILL:
            break
    print(json.dumps(results))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
