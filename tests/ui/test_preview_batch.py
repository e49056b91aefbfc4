"""Files with pages of many patients on the preview: cancelled, told of and noted by themselves."""

import threading
from typing import Any

import pytest

from msbone_desktop.domain.documents import BatchDocument
from msbone_desktop.domain.errors import DiskFullError
from msbone_desktop.ui.documents.preview_page import NOT_ENCRYPTED, PreviewPage
from tests.ui import stubs


@pytest.fixture
def page(qtbot, workplace):
    page = PreviewPage(workplace)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def batch(*_: object) -> BatchDocument:
    return BatchDocument(
        kind="letters",
        file_name="letters.pdf",
        content=stubs.pdf_bytes(),
        sha256="0" * 64,
        made_at=stubs.NOW,
        pages=2,
    )


@pytest.fixture
def said(page, monkeypatch):
    sentences: list[Any] = []
    monkeypatch.setattr(page, "_say", stubs.noting(sentences, page._say))
    return lambda: [sentence for sentence, *_ in sentences]


def shown(qtbot, page):
    qtbot.waitUntil(lambda: page._document is not None, timeout=10_000)


def test_what_was_cancelled_stays_so_and_tells_nothing_over_the_next(qtbot, page, said):
    begun, go_on, seen = threading.Event(), threading.Event(), []

    def letters(watch, cancelled):
        begun.set()
        go_on.wait(10)
        watch(7, 20)
        seen.append(cancelled())
        return batch()

    page.open_batch("Recall letters for 20 patients", letters)
    assert begun.wait(10)
    page.cancel_button.click()
    page.open_batch("Address labels for 3 patients", batch)
    assert page.cancel_button.isEnabled()
    go_on.set()
    shown(qtbot, page)
    assert seen == [True]
    assert "7 of 20 are made." not in said()


def test_the_progress_of_what_is_wanted_is_told(qtbot, page, said):
    page.open_batch("Recall letters for 20 patients", lambda watch, _: (watch(7, 20), batch())[1])
    shown(qtbot, page)
    assert "7 of 20 are made." in said()


@pytest.mark.parametrize("fails", [False, True])
def test_what_became_of_noting_letters_is_not_said_beside_a_patients_page(qtbot, page, said, fails):
    go_on, ended = threading.Event(), []

    def note():
        go_on.wait(10)
        ended.append(fails)
        if fails:
            raise DiskFullError

    page.open_batch("Recall letters for 2 patients", batch, after=("&Note as sent", note))
    shown(qtbot, page)
    before = len(said())
    page.after_button.click()
    page.open_summary(2, stubs.patient(1))
    go_on.set()
    shown(qtbot, page)
    assert ended == [fails]
    assert said()[before:] == ["Making the summary…", NOT_ENCRYPTED]
    assert page.after_button.isHidden() and page._after is None


def test_letters_that_could_not_be_noted_can_be_noted_again(qtbot, page):
    tries = []

    def note():
        tries.append(1)
        if len(tries) == 1:
            raise DiskFullError

    page.open_batch("Recall letters for 2 patients", batch, after=("&Note as sent", note))
    shown(qtbot, page)
    page.after_button.click()
    assert not page.after_button.isEnabled()
    qtbot.waitUntil(page.after_button.isEnabled)
    assert page.message.property("kind") == "error"
    page.after_button.click()
    qtbot.waitUntil(lambda: page.message.text() == "Noted.")
    assert len(tries) == 2 and not page.after_button.isEnabled()
