"""A small clinic works its list for five years, and no day differs from a simpler account."""

import pytest

from tests.simulated_clinic import Clinic


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.catalogue("H12")
def test_every_due_date_comes_on_its_day_and_every_dismissal_returns(seed):
    figures = Clinic(40, seed).run(5)
    assert figures.days == 1827
    assert figures.looks == 1827 * 40
    assert min(figures.scans, figures.dismissals, figures.returns, figures.first_days) > 20
    assert figures.clock_set_back > 50
