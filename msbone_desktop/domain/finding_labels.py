"""The evidence label of a finding, the same wherever its sentence stands."""

from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.findings import Finding

EXTENSION = "Extension, not in the module"


def evidence_label(finding: Finding, library: EvidenceLibrary) -> str:
    """Return the labels of what a finding rests on, each once, parted by a dot.

    A graded level belongs to treatment and is never among them.
    """
    labels = [EXTENSION] if finding.extension else []
    for support in finding.support:
        statement = library.statements.get(support.statement_id)
        if support.about == "finding" and statement is not None:
            labels.append(statement.label)
    return " · ".join(dict.fromkeys(labels))
