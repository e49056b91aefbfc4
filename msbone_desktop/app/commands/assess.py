"""``msbone assess``: applies the rules to screenings without window, database or network."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.exchange.assessment_writer import encode
from msbone_desktop.exchange.json_lines import NotJsonError, decode_file, decode_lines
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook

ALL_ASSESSED, SOME_WITH_FAULTS, NOT_READ = 0, 1, 2


class InputError(Exception):
    """An input cannot be read; the message is one plain line with file and line."""


def run(inputs: Sequence[str], profile: str, out: BinaryIO, stdin: BinaryIO) -> int:
    """Assess every screening of ``inputs`` and write one line each to ``out``.

    Args:
        inputs: ``.json`` and ``.jsonl`` files, or ``-`` for JSON Lines on standard input.
        profile: The rule profile.
        out: Where the assessments go, in the order of the input.
        stdin: Standard input.

    Returns:
        0, 1 when a screening has a fault, 2 when an input or the profile cannot be read.
    """
    status = ALL_ASSESSED
    try:
        rulebook = load_rulebook(shipped("resources"), profile)
        for given in _screenings(inputs, stdin):
            assessment = assess_read(rulebook, read_screening(given, rulebook.dictionary))
            out.write(encode(assessment) + b"\n")
            if assessment.faults:
                status = SOME_WITH_FAULTS
    except (InputError, MsboneError) as error:
        out.flush()
        print(f"msbone assess: {error}", file=sys.stderr)
        return NOT_READ
    out.flush()
    return status


def _screenings(inputs: Sequence[str], stdin: BinaryIO) -> Iterator[Any]:
    for name in inputs:
        try:
            if name == "-":
                yield from decode_lines(stdin)
            elif Path(name).suffix.lower() == ".jsonl":
                with Path(name).open("rb") as stream:
                    yield from decode_lines(stream)
            else:
                given = decode_file(Path(name).read_bytes())
                yield from given if isinstance(given, list) else [given]
        except NotJsonError as fault:
            where = "standard input" if name == "-" else name
            raise InputError(f"{where}, line {fault.line}: {fault}") from fault
        except OSError as fault:
            reason = (fault.strerror or "it cannot be read").lower()
            raise InputError(f"{name}, line 1: cannot be read ({reason})") from fault
