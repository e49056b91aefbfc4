"""Files that hold pages of many patients, with whose pages are which; and released findings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.documents import BatchDocument
from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.papers import PageSet
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.storage.columns import from_moment, to_moment
from msbone_desktop.storage.schema import screening
from msbone_desktop.storage.schema_followup import batch_document, batch_page, handout_release


class Batches:
    """What was printed for many at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, made: BatchDocument, pages: Iterable[PageSet], by: str) -> int:
        """Keep a file and whose pages are which; return its number."""
        key = self._connection.execute(
            batch_document.insert(),
            {
                "kind": made.kind,
                "file_name": made.file_name,
                "content": made.content,
                "sha256": made.sha256,
                "pages": made.pages,
                "made_at": from_moment(made.made_at),
                "made_by": by,
            },
        ).inserted_primary_key
        assert key is not None
        rows = [
            {
                "batch_id": key[0],
                "patient_id": page.patient,
                "first_page": page.first,
                "pages": page.pages,
            }
            for page in pages
        ]
        if rows:
            self._connection.execute(batch_page.insert(), rows)
        return int(key[0])

    def of(self, patient_id: PatientId) -> tuple[tuple[BatchDocument, PageSet], ...]:
        """Return the files that hold pages of a patient, newest first."""
        rows = self._connection.execute(
            sa.select(batch_document, batch_page.c.first_page, batch_page.c.pages.label("own"))
            .join(batch_page, batch_page.c.batch_id == batch_document.c.id)
            .where(batch_page.c.patient_id == patient_id)
            .order_by(batch_document.c.made_at.desc(), batch_document.c.id.desc())
        )
        return tuple(
            (_to_domain(row), PageSet(patient_id, row.first_page, row.own)) for row in rows
        )


class HandoutReleases:
    """Which findings a clinician released to the patient's page; the newest release counts."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self,
        screening_id: ScreeningId,
        patient_id: PatientId,
        rules: tuple[str, ...],
        by: str,
        at: datetime,
    ) -> None:
        """Keep a release.

        Raises:
            NotFoundError: There is no such screening.
            WrongPatientError: It is another patient's.
        """
        owner = self._connection.scalar(
            sa.select(screening.c.patient_id).where(screening.c.id == screening_id)
        )
        if owner is None:
            raise NotFoundError
        if owner != patient_id:
            raise WrongPatientError
        self._connection.execute(
            handout_release.insert(),
            {
                "patient_id": patient_id,
                "screening_id": screening_id,
                "rules": " ".join(rules),
                "released_by": by,
                "released_at": from_moment(at),
            },
        )

    def of(self, screening_id: ScreeningId, patient_id: PatientId) -> tuple[str, ...]:
        """Return what was released last; nothing when nothing was."""
        columns = handout_release.c
        rules = self._connection.scalar(
            sa.select(columns.rules)
            .where(columns.screening_id == screening_id, columns.patient_id == patient_id)
            .order_by(columns.id.desc())
            .limit(1)
        )
        return tuple((rules or "").split())


def _to_domain(row: Any) -> BatchDocument:
    return BatchDocument(
        kind=row.kind,
        file_name=row.file_name,
        content=row.content,
        sha256=row.sha256,
        made_at=to_moment(row.made_at),
        pages=row.pages,
    )
