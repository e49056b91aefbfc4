"""What a draft holds besides its answers: never taken for "asked, none"."""

import json
from dataclasses import replace
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.screening import ScreeningRecord


def marked(record: ScreeningRecord, half_typed: str) -> ScreeningRecord:
    """Return ``record`` with each field that holds something unread marked as such.

    A value that cannot be read is ``Absence.INVALID``. A list with an entry that is not whole is
    incomplete; without any whole entry it is not understood, and not "none".
    """
    facts = [fact for fact in json.loads(half_typed or "{}") if hasattr(record, fact)]
    changed: dict[str, Any] = {fact: Absence.INVALID for fact in facts if _is_open(record, fact)}
    lists = {fact for fact in facts if _is_list(fact)}
    return replace(record, **changed, incomplete=record.incomplete | lists)


def _is_open(record: ScreeningRecord, fact: str) -> bool:
    return getattr(record, fact) in ((), Absence.NOT_ASKED)


def _is_list(fact: str) -> bool:
    return "tuple" in str(ScreeningRecord.__dataclass_fields__[fact].type)
