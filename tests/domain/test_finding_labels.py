from dataclasses import replace

import pytest

from msbone_desktop.domain.finding_labels import EXTENSION, evidence_label
from msbone_desktop.domain.findings import Support
from tests.reports.content import LIBRARY, LOW_VITAMIN_D


def resting_on(*support, extension=False):
    return replace(
        LOW_VITAMIN_D,
        extension=extension,
        support=tuple(Support(number, "not_graded", about, ()) for number, about in support),
    )


def test_each_label_stands_once():
    numbers = [("S20", "finding"), ("S22", "finding")]
    labels = {LIBRARY.statements[number].label for number, _ in numbers}
    assert evidence_label(resting_on(*numbers), LIBRARY) == " · ".join(labels)


@pytest.mark.parametrize("about", ["treatment"])
def test_what_grades_a_treatment_labels_no_finding(about):
    assert evidence_label(resting_on(("S20", about)), LIBRARY) == ""


def test_an_unknown_statement_gives_no_label_and_an_extension_says_so_first():
    found = resting_on(("S99", "finding"), ("S20", "finding"), extension=True)
    assert evidence_label(found, LIBRARY) == f"{EXTENSION} · {LIBRARY.statements['S20'].label}"
