"""A document is shown under the name of the patient that it was made for, or not at all."""

from typing import TypeVar

from msbone_desktop.domain.documents import BatchDocument, Document
from msbone_desktop.domain.errors import WrongPatientError
from msbone_desktop.domain.patients import PatientId

Made = TypeVar("Made", bound=Document | BatchDocument)


def bound_to(patient: PatientId | None, document: Made) -> Made:
    """Return ``document``, which must be of ``patient``; None: of many, or of nobody.

    Raises:
        WrongPatientError: It is of somebody else.
    """
    whose = document.patient if isinstance(document, Document) else None
    if whose != patient:
        raise WrongPatientError
    return document
