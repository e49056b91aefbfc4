"""What a merge moves, and what stands in its way, in words."""

from collections.abc import Iterator, Mapping

from msbone_desktop.domain.calendar import day_words
from msbone_desktop.domain.merging import Clash

KINDS = {
    "screening": ("screening", "screenings"),
    "dxa_scan": ("DXA scan", "DXA scans"),
    "dxa_report": ("report of a scanning centre", "reports of scanning centres"),
    "external_risk": ("result of another tool", "results of other tools"),
    "disability_score": ("EDSS or PDDS score", "EDSS or PDDS scores"),
    "walking_test": ("walking test", "walking tests"),
    "gait_aid": ("walking aid", "walking aids"),
    "relapse": ("relapse", "relapses"),
    "medicine_course": ("medicine", "medicines"),
    "laboratory_result": ("laboratory result", "laboratory results"),
    "fall_count": ("number of falls", "numbers of falls"),
    "fracture": ("fracture", "fractures"),
    "body_measure": ("height, weight or BMI", "heights, weights or BMIs"),
    "access_card": ("access card", "access cards"),
    "reminder_event": ("entry about reminders", "entries about reminders"),
    "calendar_entry": ("calendar entry", "calendar entries"),
    "document": ("paper", "papers"),
    "batch_page": ("page in a file of several people", "pages in files of several people"),
    "handout_release": ("release to the patient's page", "releases to the patient's page"),
}
"""One and several of each kind, in the order in which they are listed."""

FIELD_LABELS = {
    "family_name": "Family name",
    "given_name": "Given name",
    "born_on": "Date of birth",
    "sex_for_reference": "Sex for reference data",
    "menopause": "Menopause",
    "ms_course": "MS course",
    "ms_onset_on": "MS since",
    "phone": "Phone",
    "email": "E-mail",
    "address": "Address",
    "contact_by": "Contact",
    "opted_out": "Reminders",
    "deceased_on": "Died on",
    "left_on": "Left the clinic",
    "dxa_interval_months": "Months between DXA scans",
}


def counted(counts: Mapping[str, int]) -> Iterator[str]:
    """Return each kind with its number, e.g. "3 DXA scans"."""
    for table, (one, several) in KINDS.items():
        count = counts.get(table, 0)
        if count:
            yield f"{count:,} {one if count == 1 else several}"


def clash_words(clash: Clash) -> str:
    """Return what is on both records, and what becomes of it."""
    one, several = KINDS[clash.table]
    on = "" if clash.day is None else f" on {day_words(clash.day)}"
    if clash.kind == "draft":
        return "Both have a draft. Sign or discard one of them first."
    if clash.kind == "access_card":
        return (
            "Both have an access card. That of the kept record counts; the other one stays with "
            "the record that is put away."
        )
    if clash.kind == "calendar_entry":
        return (
            "Both have entries in an exported calendar. Those of the kept record go on; the next "
            "export takes the others back."
        )
    if clash.kind == "alike":
        entries = one if clash.count == 1 else several
        return f"{clash.count:,} {entries} alike on both. Both are kept."
    return f"Both have a different {one}{on}. Both are kept."
