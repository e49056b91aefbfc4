"""What can be said on the command line."""

import argparse
from pathlib import Path

from msbone_desktop import __version__


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; ``command`` is None when the window is wanted."""
    known = argparse.ArgumentParser(
        prog="msbone", description="Bone-health screening for people with multiple sclerosis."
    )
    known.add_argument("--version", action="version", version=f"msbone {__version__}")
    known.add_argument("--folder", type=Path, help="the folder of the clinic's file")
    known.add_argument(
        "--demo", action="store_true", help="open the demo clinic, with fictional patients only"
    )
    known.add_argument(
        "--headless-demo",
        action="store_true",
        help="without a display: assess the demo clinic, write two summaries and a screenshot",
    )
    known.add_argument(
        "--self-check",
        action="store_true",
        help="load every rule and build a database, to see that this installation is whole",
    )
    commands = known.add_subparsers(dest="command", title="commands")
    _add_assess(commands.add_parser("assess", help="apply the rules to screenings"))
    _add_summary(commands.add_parser("summary", help="make the PDF summary of one screening"))
    _add_backup(
        commands.add_parser("backup", help="make a backup and prove it"),
        commands.add_parser("restore", help="put a backup in place of the clinic"),
        commands.add_parser("check", help="read every page of the clinic, or of a backup"),
    )
    _add_audit(commands.add_parser("audit", help="prove or export the history of the clinic"))
    return known


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
