import threading
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from msbone_desktop.ui.latest import LatestOnly


def never(error):
    raise AssertionError(error)


def test_answers_come_in_the_order_in_which_they_were_asked(qtbot, runner):
    owner, answers = QObject(), list[int]()
    for number in range(20):
        runner.run(owner, lambda number=number: number, answers.append, never)
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert answers == list(range(20))


def test_work_is_done_off_the_windows_thread_and_answered_on_it(qtbot, runner):
    owner, threads = QObject(), list[threading.Thread]()

    def answer(worker):
        threads.extend((worker, threading.current_thread()))

    runner.run(owner, threading.current_thread, answer, never)
    assert threads == []  # not even when the work is done at once
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threads[1] is threading.main_thread()


def test_a_failure_reaches_whoever_asked(qtbot, runner):
    owner, errors = QObject(), list[BaseException]()
    runner.run(owner, lambda: 1 / 0, never, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert isinstance(errors[0], ZeroDivisionError)


def test_an_answer_for_a_closed_page_is_dropped(qtbot, runner):
    gone, here, heard = QWidget(), QObject(), list[str]()
    let_go = threading.Event()
    runner.run(gone, let_go.wait, lambda _: heard.append("gone"), never)
    runner.run(here, lambda: None, lambda _: heard.append("here"), never)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    let_go.set()
    qtbot.waitUntil(lambda: "here" in heard)
    assert heard == ["here"]


def test_shutdown_ends_the_thread_and_drops_what_has_not_begun(qtbot, runner):
    owner, done = QObject(), list[int]()
    started = threading.Event()

    def work():
        started.set()
        done.append(1)

    runner.run(owner, work, lambda _: None, never)
    started.wait(2)
    runner.shutdown()
    assert done == [1]
    told = list[BaseException]()
    runner.run(owner, lambda: done.append(2), lambda _: None, told.append)
    assert done == [1]
    assert "was closed" in str(told[0])


def test_only_the_last_of_many_questions_is_answered(qtbot, runner):
    owner = QObject()
    latest, asked, heard = LatestOnly(runner, owner), list[str](), list[str]()
    let_go = threading.Event()

    def work(text):
        asked.append(text)
        let_go.wait(2)
        return text

    for text in ("a", "an", "ann"):
        latest.ask(partial(work, text), heard.append, never)
    let_go.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["ann"]
    assert "an" not in asked  # overtaken while it waited, so never worked on


def test_finishing_waits_for_all_that_was_asked_before(runner):
    owner, done = QObject(), list[str]()
    runner.run(owner, lambda: done.append("save"), lambda _: None, never)
    runner.finish(lambda: done.append("close"))
    assert done == ["save", "close"]
