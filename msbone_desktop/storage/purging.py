"""Deletes a patient for good: every row of hers, in the transaction of the caller."""

import sqlalchemy as sa

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.audit_capture import keep_no_contents
from msbone_desktop.storage.bin import Bin
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_facts import dxa_scan, dxa_site
from msbone_desktop.storage.schema_followup import batch_document, batch_page
from msbone_desktop.storage.schema_trust import patient_archive, patient_merge


def purge(connection: sa.Connection, number: PatientId) -> None:
    """Delete a patient who is in the bin, and the records that were joined into hers.

    A file with pages of several people stays as long as one of the others does. Of what goes the
    history keeps that it went, and the clinic ID.

    Raises:
        NotFoundError: She is not in the bin.
    """
    bin_ = Bin(connection)
    bin_.get(number)
    going = bin_.with_joined(number)
    files = connection.scalars(
        sa.select(batch_page.c.batch_id).where(batch_page.c.patient_id.in_(going))
    ).all()
    scans = sa.select(dxa_scan.c.id).where(dxa_scan.c.patient_id.in_(going))
    connection.execute(dxa_site.delete().where(dxa_site.c.scan_id.in_(scans)))
    for table in reversed(patient_tables()):
        connection.execute(table.delete().where(table.c.patient_id.in_(going)))
    still_used = sa.select(batch_page.c.batch_id)
    connection.execute(
        batch_document.delete().where(
            batch_document.c.id.in_(files), batch_document.c.id.not_in(still_used)
        )
    )
    joins = patient_merge.c
    connection.execute(
        patient_merge.delete().where(sa.or_(joins.kept_id.in_(going), joins.merged_id.in_(going)))
    )
    connection.execute(patient_archive.delete().where(patient_archive.c.patient_id.in_(going)))
    connection.execute(patient.delete().where(patient.c.id.in_(going)))
    keep_no_contents(connection)
