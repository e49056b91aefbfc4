"""The parts of the DXA tab beside the scans: access to the scan, and results of other tools."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from msbone_desktop.domain.access import AccessCard
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.errors import ChangedElsewhereError
from msbone_desktop.domain.external_risk import ExternalRisk
from msbone_desktop.ui.dxa.access_dialog import AccessDialog
from msbone_desktop.ui.dxa.access_panel import card_words
from msbone_desktop.ui.dxa.risk_dialog import RiskDialog
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from tests.ui.screening.stubs import TODAY, person
from tests.ui.test_accessibility import nameless

FRAX = ExternalRisk(
    tool="FRAX",
    tool_version="4.4",
    country_model="UK",
    with_bmd=True,
    major_percent=Decimal("12"),
    stand_ins=("none",),
    calculated_on=date(2026, 6, 1),
    id=1,
    recorded_by="A. Nurse",
)


def set_text(editor, text):
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


def opened(tab, qtbot, number=1):
    tab.open_patient(person(number))
    qtbot.waitUntil(lambda: bool(tab.access.answers.text()))
    qtbot.waitUntil(lambda: tab.scans.look() is not None)


def dialog_of(tab, qtbot, kind):
    qtbot.waitUntil(lambda: tab.window().findChild(kind) is not None)
    return tab.window().findChild(kind)


def test_a_card_on_which_nothing_was_asked_is_a_list_of_questions(tab, qtbot):
    opened(tab, qtbot)
    assert "never as no" in tab.access.answers.text()
    assert "metalwork in the left hip" in tab.access.open_questions.text()
    assert "Ask first: total hip, left" in tab.access.sites.text()
    assert "Scan:" not in tab.access.sites.text()


def test_left_hip_metalwork_takes_the_left_hip_out_and_says_why(tab, clinic, qtbot):
    opened(tab, qtbot)
    tab.access.edit.click()
    dialog = dialog_of(tab, qtbot, AccessDialog)
    dialog.fields["metal_left_hip"].editor.choose("yes")
    dialog.fields["metal_right_hip"].editor.choose("no")
    dialog.fields["pump"].set_absence(Absence.DECLINED)
    dialog.fields["transfer"].editor.choose("hoist")
    dialog.note.text.setPlainText("afternoons")
    with qtbot.waitSignal(tab.access.changed):
        dialog.accept()
    kept = clinic.access.cards[1]
    assert (kept.metal_left_hip, kept.pump, kept.transfer, kept.note) == (
        True, Absence.DECLINED, "hoist", "afternoons",
    )  # fmt: skip
    assert kept.metal_spine is Absence.NOT_ASKED
    qtbot.waitUntil(lambda: "Leave out: total hip, left" in tab.access.sites.text())
    assert "metalwork in the left hip" in tab.access.sites.text()
    assert "Scan: total hip, right" in tab.access.sites.text()
    assert "Implanted pump (e.g. baclofen): declined" in tab.access.answers.text()


def test_a_new_answer_about_pregnancy_does_not_keep_the_old_ones_day(tab, clinic, qtbot):
    clinic.access.cards[1] = AccessCard(
        may_be_pregnant="no", pregnancy_asked_on=date(2025, 1, 1), version=3
    )
    opened(tab, qtbot)
    assert "asked on 1 Jan 2025" in tab.access.answers.text()
    tab.access.edit.click()
    dialog = dialog_of(tab, qtbot, AccessDialog)
    assert dialog.card().pregnancy_asked_on == date(2025, 1, 1)
    dialog.fields["may_be_pregnant"].editor.choose("yes")
    assert dialog.card().pregnancy_asked_on is None
    assert dialog.card().may_be_pregnant == "yes"


def test_a_card_changed_elsewhere_is_said_in_the_dialog(tab, clinic, qtbot):
    opened(tab, qtbot)
    tab.access.edit.click()
    dialog = dialog_of(tab, qtbot, AccessDialog)
    dialog.fields["transfer"].editor.choose("hoist")

    def refuse(*_):
        raise ChangedElsewhereError

    clinic.access.save = refuse
    dialog.accept()
    qtbot.waitUntil(lambda: "changed since you opened it" in dialog.complaint.text())
    assert dialog.isVisible() and dialog.card().transfer == "hoist"
    dialog.reject()


def test_a_day_in_the_future_keeps_the_card_open(tab, qtbot):
    opened(tab, qtbot)
    tab.access.edit.click()
    dialog = dialog_of(tab, qtbot, AccessDialog)
    set_text(dialog.asked_on.editor, "1/1/2099")
    dialog.accept()
    assert dialog.isVisible()
    dialog.reject()


def test_the_card_in_words_never_turns_a_missing_answer_into_no():
    assert card_words(AccessCard()) == ""
    said = card_words(AccessCard(pump=Absence.UNKNOWN, spasticity=False))
    assert "pump (e.g. baclofen): not known" in said
    assert "Spasticity that hinders positioning: no" in said
    assert "hip" not in said


def test_a_result_is_typed_in_and_shown_with_its_cautions(tab, clinic, qtbot):
    opened(tab, qtbot)
    qtbot.waitUntil(tab.risks.empty.isVisible)
    tab.risks.add.click()
    dialog = dialog_of(tab, qtbot, RiskDialog)
    said = []
    for mend in (
        lambda: dialog.tool.show_value("FRAX"),
        lambda: set_text(dialog.day, "1/6/26"),
        lambda: dialog.bmd.choose("yes"),
        lambda: set_text(dialog.major, "12"),
    ):
        dialog.accept()
        said.append(dialog.complaint.text())
        mend()
    assert [words.split()[0] for words in said] == ["Choose", "Give", "Say", "Give"]
    dialog.ticks["none"].box.setChecked(True)
    dialog.ticks["rheumatoid_arthritis"].box.setChecked(True)
    dialog.accept()
    assert "either none" in dialog.complaint.text()
    dialog.ticks["none"].box.setChecked(False)
    set_text(dialog.hip, "120")
    dialog.accept()
    assert dialog.isVisible()
    set_text(dialog.hip, "4.2")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(clinic.external_risks.results[1]))
    (kept,) = clinic.external_risks.results[1]
    assert (kept.tool, kept.with_bmd, kept.major_percent, kept.hip_percent, kept.stand_ins) == (
        "FRAX", True, Decimal(12), Decimal("4.2"), ("rheumatoid_arthritis",),
    )  # fmt: skip
    qtbot.waitUntil(lambda: "major fracture 12 %" in tab.risks.words())
    for words in ("Bisson 2019", "does not ask about MS", "rheumatoid arthritis ticked for MS"):
        assert words in tab.risks.words()


def test_nothing_is_ticked_beforehand_and_another_tool_needs_its_name(tab, qtbot):
    dialog = RiskDialog(lambda: TODAY)
    qtbot.addWidget(dialog)
    assert not any(tick.box.isChecked() for tick in dialog.ticks.values())
    dialog.tool.show_value("other")
    dialog._tool_chosen()
    set_text(dialog.day, "1/6/26")
    dialog.bmd.choose("no")
    set_text(dialog.hip, "3")
    dialog.accept()
    assert "write its name" in dialog.complaint.text()
    set_text(dialog.other, "FORE")
    typed = dialog.result_typed()
    assert typed is not None
    assert (typed.tool, typed.with_bmd, typed.major_percent, typed.stand_ins) == (
        "FORE", False, None, (),
    )  # fmt: skip


def test_nobody_under_40_is_shown_a_probability(tab, clinic, qtbot):
    clinic.external_risks.age = 34
    clinic.external_risks.results[1] = (FRAX,)
    opened(tab, qtbot)
    qtbot.waitUntil(lambda: "FRAX 4.4" in tab.risks.words())
    assert "No validated probability" in tab.risks.words()
    assert "%" not in tab.risks.words().replace("percentage", "")


def test_a_result_is_voided_with_a_reason(tab, clinic, qtbot):
    clinic.external_risks.results[1] = (FRAX,)
    opened(tab, qtbot)
    qtbot.waitUntil(lambda: "FRAX 4.4" in tab.risks.words())
    void = next(b for b in tab.risks.findChildren(QPushButton) if b.text() == "Void…")
    void.click()
    dialog = dialog_of(tab, qtbot, ReasonQuestion)
    dialog.line.setText("another person's")
    dialog.accept()
    qtbot.waitUntil(tab.risks.empty.isVisible)


def test_going_on_to_another_patient_shows_nothing_of_the_first(tab, clinic, qtbot):
    clinic.external_risks.results[1] = (FRAX,)
    clinic.access.cards[1] = AccessCard(transfer="hoist", version=1)
    opened(tab, qtbot)
    tab.open_patient(person(2))
    assert not tab.access.answers.isVisible() and "FRAX 4.4" not in tab.risks.words()
    assert tab.scans.model.rowCount() == 0
    qtbot.waitUntil(tab.access.answers.isVisible)
    assert "hoist" not in tab.access.answers.text()


def test_a_scan_more_can_change_the_sites_that_are_suggested(tab, clinic, qtbot):
    opened(tab, qtbot)
    clinic.access.cards[1] = AccessCard(transfer="hoist", version=1)
    tab.scans.changed.emit()
    qtbot.waitUntil(lambda: "hoist" in tab.access.answers.text())


@pytest.mark.parametrize("kind", [AccessDialog, RiskDialog])
def test_everything_that_takes_the_keyboard_has_a_name(tab, qtbot, kind):
    opened(tab, qtbot)
    assert nameless(tab) == []
    (tab.access.edit_card if kind is AccessDialog else tab.risks.add_result)()
    dialog = dialog_of(tab, qtbot, kind)
    assert nameless(dialog) == []
    dialog.reject()


def test_the_scan_dialog_is_filled_in_by_keys_alone(tab, clinic, qtbot):
    from msbone_desktop.ui.dxa.entry_dialog import ScanDialog

    opened(tab, qtbot, 2)
    tab.scans.add.click()
    dialog = dialog_of(tab, qtbot, ScanDialog)
    assert nameless(dialog) == []
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClicks(dialog.day.line, "1/6/26")
    hip = dialog.rows[1]._editors
    qtbot.keyClick(hip["side"].box, Qt.Key.Key_Down)
    qtbot.keyClicks(hip["bmd_g_cm2"].line, "0.712")
    qtbot.keyClicks(hip["t_score"].line, "-2.6")
    qtbot.keyClick(dialog.record_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(clinic.dxa.calls))
    (site,) = clinic.dxa.calls[0][2].sites
    assert (site.side, site.bmd_g_cm2, site.t_score) == ("left", Decimal("0.712"), Decimal("-2.6"))
