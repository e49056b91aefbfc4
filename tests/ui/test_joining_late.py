"""Joining while answers come late: nothing is joined or opened that is no longer in sight."""

import threading

import pytest

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import DiskFullError
from msbone_desktop.domain.patients import PatientDetails


@pytest.fixture
def hold(runner):
    """Keep the worker busy until the returned event is set."""
    held = []

    def keep():
        held.append(threading.Event())
        runner._executor.submit(held[-1].wait, 30)
        return held[-1]

    yield keep
    for each in held:
        each.set()


@pytest.fixture
def enter(real):
    return lambda family, clinic_id: real.patients.create(
        PatientDetails(
            family_name=family,
            given_name="Ann",
            born_on=PartialDate(1979, 3, 14),
            clinic_id=clinic_id,
        )
    )


@pytest.fixture
def pair(enter):
    return enter("Smith", "MOB-12"), enter("Smyth", "MOB-17")


@pytest.fixture
def joining(qtbot, whole, pair):
    """The page for joining, with both of the pair compared and a reason written."""
    whole.places.join_records(pair[0])
    page = whole.places._page("join")
    page.compare(pair[1].id)
    qtbot.waitUntil(page.comparison.isVisible)
    page.reason.setPlainText("Same phone")
    return page


def failing(*_):
    raise DiskFullError


def answered(qtbot, runner, held):
    """Let the worker go on and wait until each answer asked for so far was given."""
    came: list[object] = []
    runner.run(runner, lambda: None, came.append, came.append)
    held.set()
    qtbot.waitUntil(lambda: bool(came))


def test_nothing_is_joined_the_way_round_that_is_no_longer_shown(
    qtbot, real, runner, hold, joining, pair
):
    kept, other = pair
    held = hold()
    joining.swap_button.click()
    assert joining.whose.text() == "Smyth, Ann" and not joining.join_button.isEnabled()
    joining.join()
    answered(qtbot, runner, held)
    assert real.merging.joined_into(kept.id) == ()
    assert joining.join_button.isEnabled()
    with qtbot.waitSignal(joining.joined):
        joining.join_button.click()
    assert len(real.merging.joined_into(other.id)) == 1


def test_a_comparison_that_failed_leaves_nothing_to_join(qtbot, runner, hold, joining, monkeypatch):
    monkeypatch.setattr(joining._service, "preview", failing)
    held = hold()
    joining.swap_button.click()
    answered(qtbot, runner, held)
    assert joining.problem.isVisible()
    assert not joining.join_button.isEnabled() and joining.join() is None


def test_a_comparison_asked_for_before_does_not_unfold_by_itself(
    qtbot, whole, runner, hold, joining, pair
):
    held = hold()
    joining.compare(pair[1].id)
    whole.places.join_records(pair[0])
    answered(qtbot, runner, held)
    assert joining.chooser.isVisible() and not joining.comparison.isVisible()


def test_joining_takes_nobody_away_from_the_patient_opened_meanwhile(
    qtbot, whole, real, runner, hold, joining, pair, enter
):
    third = enter("Zed", "MOB-99")
    held = hold()
    joining.join_button.click()
    whole.open_patient(third.id)
    answered(qtbot, runner, held)
    page = whole.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Zed, Ann")
    assert len(real.merging.joined_into(pair[0].id)) == 1
    answered(qtbot, runner, hold())
    assert page.banner.name.text() == "Zed, Ann" and page.isVisible()
