"""What a failure says on the screen."""

import logging

from msbone_desktop.domain.errors import MsboneError

UNEXPECTED = (
    "Something went wrong inside MSBone. What you did last may not be saved; everything saved "
    "before it is. Try again, and tell whoever looks after this computer if it happens twice."
)

_log = logging.getLogger(__name__)


def explain(error: BaseException) -> str:
    """Return the sentence for staff. A failure that nobody foresaw goes to the log as well."""
    if isinstance(error, MsboneError):
        return str(error)
    _log.error("unexpected failure", exc_info=error)
    return UNEXPECTED
