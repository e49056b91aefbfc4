"""What the papers of follow-up have in common: clinic, identity, and the frame of their pages."""

from msbone_desktop.domain.documents import SubjectIdentity
from msbone_desktop.domain.papers import Made
from msbone_desktop.reports.appearance import SMALL, STRONG, Style
from msbone_desktop.reports.blocks import Stack
from msbone_desktop.reports.composition import Composer, P
from msbone_desktop.reports.document import Furniture
from msbone_desktop.reports.wording import day

DEMO = "DEMO: invented patient, not for care"


def furniture(
    made: Made, title: str, subject: SubjectIdentity | None, foot: tuple[str, ...]
) -> Furniture:
    """Return what stands on every page of one person's paper, or of a list without one."""
    return Furniture(
        title=title,
        identity=() if subject is None else identity(subject),
        provenance=foot,
        demo=DEMO if made.clinic.is_demo else "",
    )


def identity(subject: SubjectIdentity) -> tuple[str, ...]:
    """Return name, date of birth and number for the foot of a page."""
    return (
        subject.family_name or "Name not recorded",
        ", " if subject.given_name else "",
        subject.given_name,
        f" · born {subject.born or 'not recorded'}",
        f" · ID {subject.clinic_id or 'not recorded'}",
    )


def full_name(subject: SubjectIdentity) -> str:
    """Return a name as one writes it on an envelope."""
    return f"{subject.given_name} {subject.family_name}".strip()


def made_words(made: Made) -> str:
    """Return when, by whom and with which version a page was made."""
    moment = f"{day(made.at.date())} {made.at:%H:%M}"
    return f"MSBone Desktop {made.software_version}  ·  Made {moment} by {made.by}"


def clinic_head(composer: Composer, made: Made, *, to_right: bool = False) -> Stack:
    """Return the clinic's name, address and telephone."""
    where = composer.about("the name or address of the clinic")
    clinic = made.clinic
    name = where.text(P(clinic.name or "Clinic not named", STRONG), to_right=to_right)
    more = [line.strip() for line in (*clinic.address.splitlines(), clinic.phone) if line.strip()]
    return Stack([name, *(where.text(P(line, SMALL), to_right=to_right) for line in more)])


def sized(size: float, weight: str = "regular", lead: float = 1.35) -> Style:
    """Return type of one size for large print."""
    return Style(size, size * lead, weight)  # type: ignore[arg-type]
