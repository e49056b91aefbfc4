"""Who works in the demo clinic; light enough for the unlock window to name them."""

from msbone_desktop.domain.accounts import Role

LEAD = "Demo Lead Rowan"
STAFF = (
    (LEAD, Role.LEAD),
    ("Demo Doctor Slate", Role.CLINICIAN),
    ("Demo Physiotherapist Reed", Role.PHYSIOTHERAPIST),
    ("Demo Nurse Plum", Role.NURSE),
    ("Demo Reception", Role.FRONT_DESK),
    ("Demo Reader Fern", Role.READER),
)
"""Everybody with an account of the demo clinic; one passphrase opens all of them."""
