"""The clinic itself, as it appears on screen and on paper."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicIdentity:
    """Name, address and paper of the clinic. ``is_demo``: plainly fictional patients only."""

    name: str = ""
    address: str = ""
    phone: str = ""
    paper: Literal["A4", "Letter"] = "A4"
    date_order: Literal["dmy", "mdy"] = "dmy"
    is_demo: bool = False
    logo_png: bytes | None = None
