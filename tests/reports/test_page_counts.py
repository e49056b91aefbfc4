"""Small print is set closer only where that saves a third page; what is counted is what is drawn."""

from dataclasses import replace
from itertools import pairwise

import pytest

from msbone_desktop.domain.findings import Severity
from msbone_desktop.reports import summary
from msbone_desktop.reports.archival import archive
from msbone_desktop.reports.counting import pages_needed
from msbone_desktop.reports.summary import build_pages
from tests.reports.content import FONTS, LIBRARY, assessment, finding, reference, usual
from tests.reports.reading import whole_text

SOURCES = tuple(
    reference(f"work{n}", f"Author{n} A. A title that goes on for a line or two, as they do. {n}.")
    for n in range(70)
)


def summary_with(count):
    """Return a summary with ``count`` findings that cite some works each."""
    statement = LIBRARY.statements["S20"]
    statements = {
        f"W{n}": replace(statement, id=f"W{n}", references=tuple(w.id for w in SOURCES[n : n + 3]))
        for n in range(count)
    }
    library = replace(
        LIBRARY,
        statements=LIBRARY.statements | statements,
        references=LIBRARY.references | {work.id: work for work in SOURCES},
    )
    cited = finding("R", "Rule", Severity.LOW, "A reason in a few words.", statements=("S20",))
    findings = tuple(
        replace(cited, rule_id=f"R-{n}", support=(replace(cited.support[0], statement_id=f"W{n}"),))
        for n in range(count)
    )
    return usual(assessment=assessment(findings), library=library)


@pytest.fixture(scope="module")
def lengths():
    """Return for each count of findings what was counted, in order, and what was drawn."""
    found = {}
    real = pages_needed
    for count in range(30, 62, 2):
        counted: list[int] = []

        def noted(*given, said=counted, **more):
            said.append(real(*given, **more))
            return said[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(summary, "pages_needed", noted)
            found[count] = (counted, build_pages(summary_with(count), FONTS).pages)
    return found


def test_a_third_page_is_saved_where_closer_type_can_save_it(lengths):
    saved = [
        count for count, (counted, drawn) in lengths.items() if counted == [3, 2] == [3, drawn]
    ]
    kept = [count for count, (counted, drawn) in lengths.items() if counted == [3, 3] == [3, drawn]]
    assert saved and kept
    assert max(saved) < min(kept)


def test_what_was_counted_is_what_is_drawn_and_closer_type_is_tried_for_a_third_page_only(lengths):
    for counted, drawn in lengths.values():
        assert drawn == min(counted)
        assert len(counted) == (2 if counted[0] == 3 else 1)
    drawn = [pages for _, pages in lengths.values()]
    assert all(one <= next_one for one, next_one in pairwise(drawn))


def test_nothing_is_lost_where_the_small_print_is_set_closer(lengths):
    count = next(count for count, (counted, _) in lengths.items() if counted == [3, 2])
    text = whole_text(archive(build_pages(summary_with(count), FONTS)))
    for n in range(count + 2):
        assert f"{n + 1}. Author{n} A." in text.replace("\u2002", " ")
