"""Who works in the clinics of the tests."""

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.screenings import Actor


def staff(name: str = "A. Nurse", role: Role = Role.LEAD) -> Actor:
    """Somebody who may do everything, unless a test asks for another role."""
    return Actor(name, role)
