"""Finishes drawn pages and names their file by numbers and the moment, never by a person."""

import hashlib
from datetime import datetime
from typing import Any

from msbone_desktop.domain.documents import BatchDocument, Document
from msbone_desktop.domain.patients import PatientId


def kept_document(raw: Any, patient: PatientId, kind: str, at: datetime) -> Document:
    """Return the finished file of one person's paper."""
    content = _finished(raw)
    return Document(
        patient=patient,
        kind=kind,
        file_name=f"msbone-{kind}-{patient}-{at:%Y%m%d-%H%M%S}.pdf",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        pages=raw.pages,
    )


def kept_batch(raw: Any, kind: str, at: datetime) -> BatchDocument:
    """Return the finished file of many people's pages, or of nobody's."""
    content = _finished(raw)
    return BatchDocument(
        kind=kind,
        file_name=f"msbone-{kind}-{at:%Y%m%d-%H%M%S}.pdf",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        pages=raw.pages,
    )


def _finished(raw: Any) -> bytes:
    from msbone_desktop.reports.archival import archive

    return archive(raw)
