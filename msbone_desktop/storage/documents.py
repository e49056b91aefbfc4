"""Pages that were printed or saved, kept byte for byte so that a reprint is the same page."""

from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.documents import Document
from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.storage.columns import from_moment, to_moment
from msbone_desktop.storage.schema import document, screening


class Documents:
    """The documents of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, made: Document, screening_id: ScreeningId | None, by: str) -> None:
        """Keep a document of a patient.

        Raises:
            NotFoundError: There is no such screening, or the document is nobody's.
            WrongPatientError: The screening belongs to another patient.
        """
        if made.patient is None:
            raise NotFoundError
        if screening_id is not None:
            owner = self._connection.scalar(
                sa.select(screening.c.patient_id).where(screening.c.id == screening_id)
            )
            if owner is None:
                raise NotFoundError
            if owner != made.patient:
                raise WrongPatientError
        self._connection.execute(
            document.insert(),
            {
                "patient_id": made.patient,
                "screening_id": screening_id,
                "kind": made.kind,
                "file_name": made.file_name,
                "content": made.content,
                "sha256": made.sha256,
                "pages": made.pages,
                "made_at": from_moment(made.made_at),
                "made_by": by,
            },
        )

    def of_screening(self, screening_id: ScreeningId, kind: str) -> Document | None:
        """Return the first document of ``kind`` that was kept for a screening."""
        row = self._connection.execute(
            sa.select(document)
            .where(document.c.screening_id == screening_id, document.c.kind == kind)
            .order_by(document.c.id)
            .limit(1)
        ).one_or_none()
        return None if row is None else _to_domain(row)

    def of(self, patient_id: PatientId) -> tuple[Document, ...]:
        """Return the patient's documents, newest first."""
        rows = self._connection.execute(
            sa.select(document)
            .where(document.c.patient_id == patient_id)
            .order_by(document.c.made_at.desc(), document.c.id.desc())
        )
        return tuple(_to_domain(row) for row in rows)


def _to_domain(row: Any) -> Document:
    return Document(
        patient=PatientId(row.patient_id),
        kind=row.kind,
        file_name=row.file_name,
        content=row.content,
        sha256=row.sha256,
        made_at=to_moment(row.made_at),
        pages=row.pages,
    )
