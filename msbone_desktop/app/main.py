"""Reads the command line and starts what was asked for. Heavy parts load only when needed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from msbone_desktop import __version__
from msbone_desktop.app.core_dumps import forbid_core_dumps


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: The command line without the program's name; that of the process by default.

    Returns:
        The exit status.
    """
    asked = _parser().parse_args(arguments)
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
    from msbone_desktop.app.window import run_window

    return run_window(is_demo=asked.demo, folder=asked.folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="msbone", description="Bone-health screening for people with multiple sclerosis."
    )
    parser.add_argument("--version", action="version", version=f"msbone {__version__}")
    parser.add_argument("--folder", type=Path, help="the folder of the clinic's file")
    parser.add_argument(
        "--demo", action="store_true", help="open the demo clinic, with fictional patients only"
    )
    parser.add_argument(
        "--headless-demo",
        action="store_true",
        help="without a display: assess the demo clinic, write two summaries and a screenshot",
    )
    parser.add_argument(
        "--self-check",
        action="store_true",
        help="load every rule and build a database, to see that this installation is whole",
    )
    commands = parser.add_subparsers(dest="command", title="commands")
    _add_assess(commands.add_parser("assess", help="apply the rules to screenings"))
    _add_summary(commands.add_parser("summary", help="make the PDF summary of one screening"))
    _add_backup(
        commands.add_parser("backup", help="make a backup and prove it"),
        commands.add_parser("restore", help="put a backup in place of the clinic"),
        commands.add_parser("check", help="read every page of the clinic, or of a backup"),
    )
    _add_audit(commands.add_parser("audit", help="prove or export the history of the clinic"))
    return parser


def _add_audit(parser: argparse.ArgumentParser) -> None:
    whats = parser.add_subparsers(dest="what", required=True)
    verify = whats.add_parser(
        "verify", allow_abbrev=False, help="prove the history; 0: it is whole, 3: it is not"
    )
    export = whats.add_parser(
        "export", allow_abbrev=False, help="write the history as CSV, which is not encrypted"
    )
    for each in (verify, export):
        each.add_argument("--folder", type=Path, dest="of", help="the folder of the clinic's file")
        each.add_argument(
            "--passphrase-file", type=Path, help="a file whose first line is the passphrase"
        )
    export.add_argument("out", type=Path, metavar="OUT.csv")


def _add_backup(
    back_up: argparse.ArgumentParser,
    restore: argparse.ArgumentParser,
    check: argparse.ArgumentParser,
) -> None:
    back_up.add_argument("--to", type=Path, help="the folder for backups")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of one backup")
    check.add_argument("backup", type=Path, metavar="BACKUP", nargs="?")


def _add_assess(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="a .json or .jsonl file, or - for JSON Lines on standard input",
    )
    _add_profile(parser)


def _add_summary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("screening", type=Path, metavar="SCREENING.json")
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help="moment of preparation, e.g. 2026-11-22T10:00:00+00:00; now by default",
    )
    _add_profile(parser)


def _add_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", default="module-2019", help="rule profile")
