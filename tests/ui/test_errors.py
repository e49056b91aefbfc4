import logging

from msbone_desktop.domain.errors import ChangedElsewhereError
from msbone_desktop.ui.errors import UNEXPECTED, explain


def test_an_expected_failure_speaks_for_itself(caplog):
    assert explain(ChangedElsewhereError()) == str(ChangedElsewhereError())
    assert not caplog.records


def test_a_bug_goes_to_the_log_and_staff_see_one_fixed_sentence(caplog):
    with caplog.at_level(logging.ERROR):
        assert explain(KeyError("Ann Example")) == UNEXPECTED
    assert caplog.records[0].exc_info is not None
