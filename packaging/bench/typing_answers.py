"""A key pressed in an answer, to the findings painted anew: the real page, offscreen."""

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle

from measuring import Aim, Measure
from samples import screening

NAMES = ("keystroke to the panel that follows it",)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
FIELD = "falls_last_6_months"


def measures(_options: argparse.Namespace) -> Iterator[Measure]:
    from PySide6.QtWidgets import QApplication

    from msbone_desktop.ui.lasting_singletons import keep_singletons_alive

    keep_singletons_alive()
    app = QApplication.instance() or QApplication([])
    page = _page(app)
    bare, line, listed = _bare_window()
    yield Measure(
        name=NAMES[0],
        unit="ms",
        aim=Aim(value=16),
        ours=_keystroke(app, _editor_of(page), page.panel.view),
        floor=_keystroke(app, line, listed),
        rounds=60,
    )
    page.close()
    page.runner_of_the_bench.shutdown()
    bare.close()


def _editor_of(page):
    from PySide6.QtWidgets import QLineEdit

    editors = page.form.fields[FIELD].findChildren(QLineEdit)
    return next(editor for editor in editors if editor.isVisibleTo(page))


def _keystroke(app, editor, view):
    """Return a sample: one key, and events until the list has been painted."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest

    class Painted(QObject):
        seen = False

        def eventFilter(self, _watched, event):  # noqa: N802
            self.seen = self.seen or event.type() is QEvent.Type.Paint
            return False

    painted = Painted(view)
    view.viewport().installEventFilter(painted)
    # Each key changes what is found, so that there is something to paint.
    keys = cycle([Qt.Key.Key_Backspace, Qt.Key.Key_2, Qt.Key.Key_Backspace, Qt.Key.Key_0])

    def sample() -> float:
        editor.setFocus()
        app.processEvents()
        painted.seen = False
        key = next(keys)
        started = time.perf_counter()
        QTest.keyClick(editor, key)
        while not painted.seen and time.perf_counter() - started < 1:
            app.processEvents()
        took = (time.perf_counter() - started) * 1e3
        if not painted.seen:
            raise RuntimeError("the panel was not painted within a second")
        return took

    return sample


def _bare_window():
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

    window = QWidget()
    column = QVBoxLayout(window)
    line, listed, model = QLineEdit("0"), QListView(), QStringListModel()
    listed.setModel(model)
    column.addWidget(line)
    column.addWidget(listed)
    line.textEdited.connect(lambda text: model.setStringList([f"{n} {text}" for n in range(20)]))
    window.resize(1280, 800)
    window.show()
    return window, line, listed


def _page(app):
    import json

    from msbone_desktop.domain.accounts import Role
    from msbone_desktop.domain.calendar import PartialDate
    from msbone_desktop.domain.patients import Patient, PatientDetails, PatientId
    from msbone_desktop.domain.screenings import Actor, Screening, ScreeningId, ScreeningState
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.services.evidence import EvidenceService
    from msbone_desktop.services.knowledge import load_knowledge
    from msbone_desktop.services.screening import ScreeningService
    from msbone_desktop.ui.appearance import Appearance
    from msbone_desktop.ui.background import BackgroundRunner
    from msbone_desktop.ui.screening.page import ScreeningPage

    class WithoutAFile(ScreeningService):
        """Judges as always; what is typed here is not kept."""

        def offers(self, _patient):
            return ()

        def save_draft(self, *_arguments, **_more):
            return draft

    answers = screening(3) | {FIELD: 0}
    details = PatientDetails(
        family_name="Made-Up", given_name="Ylva", born_on=PartialDate(1961), clinic_id="B-3"
    )
    patient = Patient(id=PatientId(1), details=details, version=1, created_at=NOW, changed_at=NOW)
    draft = Screening(
        id=ScreeningId(1),
        patient=patient.id,
        state=ScreeningState.DRAFT,
        answers=json.dumps(answers),
        assessed_on=NOW.date(),
        findings=None,
        notes="",
        confirmations=(),
        carried_forward=(),
        rule_set_version="",
        rule_set_hash="",
        profile="module-2019",
        software_version="",
        version=1,
        started_by="bench",
        started_at=NOW,
        saved_at=NOW,
    )
    knowledge = load_knowledge(shipped("resources"), "module-2019")
    actor = Actor("bench", Role.LEAD)
    appearance = Appearance(shipped("resources"))
    appearance.apply(app, "light")
    runner = BackgroundRunner()
    service = WithoutAFile(None, knowledge, actor, lambda: NOW)
    page = ScreeningPage(
        service, EvidenceService(knowledge), runner, appearance, lambda: NOW, actor
    )
    page.runner_of_the_bench = runner
    page.resize(1280, 800)
    page.show()
    page.open(patient, draft)
    app.processEvents()
    return page
