"""Reads the command line and starts what was asked for. Heavy parts load only when needed."""

import sys
from collections.abc import Sequence
from pathlib import Path

from msbone_desktop.app.core_dumps import forbid_core_dumps


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: The command line without the program's name; that of the process by default.

    Returns:
        The exit status.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given in ([], ["--demo"]):  # as a click starts it: nothing to read, which takes time
        return _run_window(is_demo=bool(given), folder=None)
    from msbone_desktop.app.command_line import parser

    asked = parser().parse_args(given)
    forbid_core_dumps()
    if asked.command == "assess":
        from msbone_desktop.app.commands import assess

        return assess.run(asked.inputs, asked.profile, sys.stdout.buffer, sys.stdin.buffer)
    if asked.command == "summary":
        from msbone_desktop.app.commands import summary

        return summary.run(asked.screening, asked.out, asked.at, asked.profile)
    if asked.command in ("backup", "restore", "check"):
        from msbone_desktop.app.commands import backup

        if asked.command == "backup":
            return backup.back_up(asked.folder, asked.to)
        if asked.command == "restore":
            return backup.restore(asked.folder, asked.backup)
        return backup.check(asked.folder, asked.backup)
    if asked.command == "audit":
        from msbone_desktop.app.commands import audit

        if asked.what == "verify":
            return audit.verify(asked.of or asked.folder, asked.passphrase_file)
        return audit.export(asked.of or asked.folder, asked.passphrase_file, asked.out)
    if asked.self_check:
        from msbone_desktop.app.commands import self_check

        return self_check.run()
    if asked.headless_demo:
        from msbone_desktop.app.commands.headless_demo import run_headless_demo

        return run_headless_demo(asked.folder)
    return _run_window(is_demo=asked.demo, folder=asked.folder)


def _run_window(*, is_demo: bool, folder: Path | None) -> int:
    from msbone_desktop.ui.quick_start import read_no_sources

    read_no_sources()  # before everything that it would slow down
    from msbone_desktop.app.window import run_window

    return run_window(is_demo=is_demo, folder=folder)
