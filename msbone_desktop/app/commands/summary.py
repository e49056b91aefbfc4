"""``msbone summary``: the PDF summary of one screening file, without window or database."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.documents import SubjectIdentity
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.exchange.json_lines import NotJsonError, decode_file
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.services.subjects import sex_words
from msbone_desktop.services.summary_content import SummaryRequest, born_words, summary_content
from msbone_desktop.services.whole_files import write_new

MADE, WITH_FAULTS, NOT_MADE = 0, 1, 2
_NO_DAY = "names no day of the screening (assessed_on) that can be read; no page was made."
_HOW_MOMENT = "Give the moment as a day, a time and an offset, e.g. 2026-11-22T10:00:00+00:00."


def run(screening: Path, out: Path, at: str | None, profile: str) -> int:
    """Write the summary of ``screening`` to ``out``, which must not exist yet.

    Args:
        screening: A file with one screening in the assess format.
        out: The PDF to make.
        at: Moment of preparation in ISO form with an offset; now by default.
        profile: The rule profile.

    Returns:
        0; 1 when the screening has a fault (the page says so, and so does standard error); 2 when
        nothing was made.
    """
    from msbone_desktop.reports.summary import build_summary

    try:
        prepared_at = datetime.now(UTC) if at is None else _moment(at)
        resources = shipped("resources")
        knowledge = load_knowledge(resources, profile)
        read = read_screening(_decoded(screening), knowledge.rulebook.dictionary)
        if read.record.assessed_on is None:
            raise ValueError(f"{screening} {_NO_DAY}")
        assessment = assess_read(knowledge.rulebook, read)
        born = read.record.date_of_birth
        request = SummaryRequest(
            clinic=ClinicIdentity(),
            subject=SubjectIdentity(
                patient=None,
                family_name="",
                given_name="",
                born=born_words(born),
                sex=sex_words(
                    read.record.sex_for_reference, knowledge.rulebook.dictionary.value_words
                ),
                clinic_id=read.record.id,
            ),
            record=read.record,
            assessment=assessment,
            prepared_at=prepared_at,
            prepared_by="msbone summary",
            recorded_by="",
            is_draft=True,
        )
        write_new(out, build_summary(summary_content(request, knowledge), resources / "fonts"))
    except NotJsonError as fault:
        return _refuse(f"{screening}, line {fault.line}: {fault}")
    except OSError as fault:
        return _refuse(f"{fault.filename}: {(fault.strerror or 'refused').lower()}")
    except (MsboneError, ValueError) as fault:
        return _refuse(str(fault))
    print(out)
    for each in assessment.faults:
        print(f"msbone summary: {each.field or screening}: {each.message}", file=sys.stderr)
    return WITH_FAULTS if assessment.faults else MADE


def _decoded(path: Path) -> object:
    given = decode_file(path.read_bytes())
    if isinstance(given, list):
        if len(given) != 1:
            raise ValueError(f"{path} holds {len(given)} screenings; a summary is made of one.")
        given = given[0]
    if not isinstance(given, dict):
        raise ValueError(f"{path} holds no screening, which is a JSON object.")
    return given


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(_HOW_MOMENT) from fault
    if moment.tzinfo is None:
        raise ValueError(_HOW_MOMENT)
    return moment


def _refuse(message: str) -> int:
    print(f"msbone summary: {message}", file=sys.stderr)
    return NOT_MADE
