"""What a person needs so that a DXA scan can be made, and which sites that leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.dxa import newest_first
from msbone_desktop.domain.screening import NOT_ASKED, DxaScan

Transfer: TypeAlias = Literal["alone", "one_person", "two_people", "hoist"]
Wheelchair: TypeAlias = Literal["no", "part_time", "full_time"]
Pregnancy: TypeAlias = Literal["yes", "no", "does_not_apply"]
Side: TypeAlias = Literal["left", "right"]

NON_AMBULATORY_EDSS = Decimal(7)
HIP_SITES = ("total_hip", "femoral_neck")
LEG_SITES = ("distal_femur", "proximal_tibia")
ASK = "ask before booking"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessCard:
    """What the scanning centre has to know beforehand. Nothing that is missing counts as no."""

    transfer: Answer[Transfer] = NOT_ASKED
    wheelchair: Answer[Wheelchair] = NOT_ASKED
    lies_flat: Answer[bool] = NOT_ASKED
    spasticity: Answer[bool] = NOT_ASKED
    metal_left_hip: Answer[bool] = NOT_ASKED
    metal_right_hip: Answer[bool] = NOT_ASKED
    metal_spine: Answer[bool] = NOT_ASKED
    metal_left_forearm: Answer[bool] = NOT_ASKED
    metal_right_forearm: Answer[bool] = NOT_ASKED
    pump: Answer[bool] = NOT_ASKED
    may_be_pregnant: Answer[Pregnancy] = NOT_ASKED
    pregnancy_asked_on: date | None = None
    note: str = ""
    version: int = 0
    """0: no card is kept yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedSite:
    """One site of a scan request.

    ``use``: scan it; ``ask`` the centre or the person first; or ``leave`` it out.
    ``extension``: goes beyond the module (ISCD positions), and is labelled so wherever it stands.
    """

    site: str
    side: Side | None
    use: Literal["scan", "ask", "leave"]
    why: tuple[str, ...]
    extension: bool = False


def suggested_sites(
    card: AccessCard, edss: Decimal | None, scans: Iterable[DxaScan]
) -> tuple[SuggestedSite, ...]:
    """Return which sites to ask a scan of, and which to leave out, each with its reasons.

    Args:
        card: What is known of the person.
        edss: Her newest score; None when none is recorded.
        scans: Her scans: the hip that was measured before is measured again, to be compared.
    """
    hips, side = _hips(card, scans)
    usual = [_spine(card), *hips]
    found = usual + _legs(card, edss, side)
    if card.lies_flat is False or all(site.use == "leave" for site in usual):
        found += _forearm(card)
    return tuple(found)


def _spine(card: AccessCard) -> SuggestedSite:
    if card.metal_spine is True:
        return SuggestedSite(
            site="lumbar_spine", side=None, use="leave", why=("metalwork in the spine",)
        )
    doubts = _unless(card.metal_spine, f"metalwork in the spine is not known: {ASK}")
    if card.pump is True:
        doubts.append("an implanted pump may lie over the vertebrae: ask the scanning centre")
    doubts += _lying(card)
    return _site("lumbar_spine", None, doubts, "usual site")


def _hips(card: AccessCard, scans: Iterable[DxaScan]) -> tuple[list[SuggestedSite], Side | None]:
    metal: dict[Side, Answer[bool]] = {
        "left": card.metal_left_hip,
        "right": card.metal_right_hip,
    }
    before = _hip_measured(scans)
    left_out = [
        SuggestedSite(site=name, side=side, use="leave", why=(f"metalwork in the {side} hip",))
        for side, answer in metal.items()
        if answer is True
        for name in HIP_SITES
    ]
    free = [side for side, answer in metal.items() if answer is not True]
    if not free:
        return left_out, None
    # A hip that is known to be free comes before one of which nothing is known.
    chosen = before if before in free else min(free, key=lambda side: metal[side] is not False)
    why = "measured before, so that it can be compared" if chosen == before else "usual site"
    doubts = _unless(metal[chosen], f"metalwork in the {chosen} hip is not known: {ASK}")
    doubts += _lying(card)
    if card.spasticity is True:
        doubts.append("spasticity may prevent turning the leg inwards: ask the scanning centre")
    return [*(_site(name, chosen, doubts, why) for name in HIP_SITES), *left_out], chosen


def _legs(card: AccessCard, edss: Decimal | None, side: Side | None) -> list[SuggestedSite]:
    if edss is not None and edss >= NON_AMBULATORY_EDSS:
        use: Literal["scan", "ask"] = "scan"
        reason = f"EDSS {edss:f}: not walking"
    elif edss is None and card.wheelchair == "full_time":
        use, reason = (
            "ask",
            "uses a wheelchair full time and no EDSS is recorded: ask whether to add",
        )
    else:
        return []
    source = (
        "extension, not in the module: ISCD 2019 sites for people with spinal cord injury; "
        "it was not written for MS"
    )
    return [
        SuggestedSite(site=name, side=side, use=use, why=(reason, source), extension=True)
        for name in LEG_SITES
    ]


def _forearm(card: AccessCard) -> list[SuggestedSite]:
    """Offer the 33 % radius, which is measured sitting."""
    metal: dict[Side, Answer[bool]] = {
        "left": card.metal_left_forearm,
        "right": card.metal_right_forearm,
    }
    reason = "extension: ISCD position where spine or hip cannot be measured"
    found = []
    for side, answer in metal.items():
        if answer is True:
            use: Literal["scan", "ask", "leave"] = "leave"
            why: tuple[str, ...] = (f"metalwork in the {side} forearm",)
        elif answer is False:
            use, why = "scan", (reason,)
        else:
            use, why = "ask", (reason, f"metalwork in the {side} forearm is not known: {ASK}")
        found.append(SuggestedSite(site="radius_33", side=side, use=use, why=why, extension=True))
    return found


def _lying(card: AccessCard) -> list[str]:
    if card.lies_flat is False:
        return ["cannot lie flat: ask the scanning centre"]
    return []


def _unless(answer: Answer[bool], doubt: str) -> list[str]:
    return [doubt] if isinstance(answer, Absence) else []


def _site(name: str, side: Side | None, doubts: list[str], why: str) -> SuggestedSite:
    return SuggestedSite(
        site=name, side=side, use="ask" if doubts else "scan", why=tuple(doubts) or (why,)
    )


def _hip_measured(scans: Iterable[DxaScan]) -> Side | None:
    for scan in newest_first(scans):
        for site in scan.sites:
            if site.site in HIP_SITES and site.side is not None and site.bmd_g_cm2 is not None:
                return site.side
    return None


_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("transfer", "how the patient moves onto the scanner's table"),
    ("wheelchair", "whether the patient comes in a wheelchair"),
    ("lies_flat", "whether the patient can lie flat for fifteen minutes"),
    ("metal_left_hip", "metalwork in the left hip"),
    ("metal_right_hip", "metalwork in the right hip"),
    ("metal_spine", "metalwork in the spine"),
    ("pump", "an implanted pump"),
)


def booking_questions(card: AccessCard, today: date) -> tuple[str, ...]:
    """Return what has to be asked before a scan is booked; an empty answer is a question too."""
    found = [words for name, words in _QUESTIONS if isinstance(getattr(card, name), Absence)]
    pregnant = card.may_be_pregnant
    if pregnant == "yes":
        found.append("a pregnancy is possible, so ask before booking a scan")
    elif isinstance(pregnant, Absence):
        found.append("whether a pregnancy is possible")
    elif pregnant == "no" and card.pregnancy_asked_on != today:
        found.append("whether a pregnancy is possible: the answer is from another day")
    return tuple(found)
