"""The screening page at work: opens, assesses at each edit, saves by itself, signs, amends.

Longer than our modules may be: all of it looks at one screening of one patient that may be left at
any moment. Parted, each part would need a copy of whose it is, and copies can differ.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import Signal

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import Patient
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.domain.screenings import Actor, Confirmation, Screening, ScreeningState
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.screening.dialogs import (
    Question,
    ReasonQuestion,
    discard_question,
    sign_question,
)
from msbone_desktop.ui.screening.needs import HasEvidence, ScreensPatients
from msbone_desktop.ui.screening.saving import DraftSaver, Snapshot
from msbone_desktop.ui.screening.view import ScreeningView
from msbone_desktop.ui.widgets.date_editor import day_first
from msbone_desktop.ui.widgets.reading.dates import DateOrder

T = TypeVar("T")

MEND_FIRST = "Not signed: mend or confirm the marked field first. Nothing was changed."
NOT_SAVED = "Not signed: the draft could not be saved first. What you typed is still here."


class ScreeningPage(ScreeningView):
    """One screening of one patient. Made once, and reused for the next."""

    saved = Signal(object)
    """The draft as stored, each time."""
    signed = Signal(object)
    discarded = Signal()
    preview_wanted = Signal(object)
    """The document of this screening is to be seen; what was typed is stored by now."""

    def __init__(
        self,
        screenings: ScreensPatients,
        evidence: HasEvidence,
        runner: BackgroundRunner,
        appearance: Appearance,
        now: Callable[[], datetime],
        actor: Actor,
        date_order: Callable[[], DateOrder] = day_first,
    ) -> None:
        super().__init__(screenings, evidence, appearance, now, date_order)
        self._runner, self._actor = runner, actor
        self._saver: DraftSaver | None = None
        self._confirmations: list[Confirmation] = []
        self._kept_notes = ""
        self._asked = 0
        self.form.set_editable(False)
        self.form.edited.connect(self._edited)
        self.form.confirmed.connect(self._confirmed)
        leave_out(actor, Permission.SCREEN, self.bar.save, self.bar.more)
        leave_out(actor, Permission.SIGN, self.bar.sign, self.bar.amend)
        leave_out(actor, Permission.PRINT, self.bar.preview)
        leave_out(actor, Permission.EDIT_PEOPLE, self.banner.edit)
        self.bar.save_wanted.connect(lambda: self.do("save"))
        self.bar.sign_wanted.connect(lambda: self.do("sign"))
        self.bar.amend_wanted.connect(lambda: self.do("amend"))
        self.bar.preview_wanted.connect(lambda: self.do("preview"))
        self.bar.discard_wanted.connect(lambda: self.do("discard"))

    # --- opening ---

    def open(self, patient: Patient, screening: Screening) -> bool:
        """Show ``screening`` of ``patient``; False if the draft on the page could not be saved.

        Answers that belong to what was shown before never appear, however late they come.
        """
        if not self.flush():
            return False
        self._leave()
        self.patient = patient
        self.banner.show_patient(patient)
        self._show(screening)
        return True

    def start(self, patient: Patient) -> bool:
        """Begin a screening of ``patient``, or go on with the open draft."""
        if not self.flush():
            return False
        self._leave()
        self.patient = patient
        self.banner.show_patient(patient)
        self._ask(lambda: self._service.start(patient.id), self._began)
        return True

    def _began(self, screening: Screening) -> None:
        self._show(screening)
        self.focus_first()

    def _leave(self) -> None:
        """Forget what is on the page, so that nothing of it shows under another name."""
        self._asked += 1
        if self._saver is not None:
            self._saver.stop()
            self._saver.deleteLater()
        self._saver, self.screening, self.patient, self._assessment = None, None, None, None
        self._confirmations, self._kept_notes = [], ""
        self.report("")
        self.hide_basis()
        self.banner.clear()
        self.bar.clear()
        self.panel.clear()
        self.form.setEnabled(True)
        self.form.set_editable(False)
        self.form.show_record(ScreeningRecord(id="", assessed_on=None), "", (), ())
        self.offers_changed.emit()

    def _show(self, screening: Screening) -> None:
        draft = screening.state is ScreeningState.DRAFT and self._may(Permission.SCREEN)
        record = self._service.record_of(screening)
        self.screening = screening
        self._confirmations, self._kept_notes = list(screening.confirmations), screening.notes
        self.bar.show_screening(screening)
        self.bar.show_progress("")
        self.form.show_record(
            record,
            screening.notes,
            screening.carried_forward,
            screening.confirmations,
            screening.half_typed,
        )
        self.form.set_editable(draft)
        if draft:
            self._begin_saving(screening)
            self._ask(lambda: self._service.offers(screening.patient), self.form.show_offers)
            self.show_findings(self._service.assess(self.form.record()))
        else:
            self.show_findings(self._service.findings_of(screening))
        self.offers_changed.emit()

    def _ask(
        self,
        work: Callable[[], T],
        on_success: Callable[[T], None],
        on_failure: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask the service elsewhere; drop the answer if the page has gone on by then."""
        asked = self._asked

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                self.report(explain(error))
                on_failure()

        self._runner.run(
            self,
            work,
            lambda answer: on_success(answer) if asked == self._asked else None,
            failed,
        )

    def _hold(self) -> Callable[[], None]:
        """Let nothing be answered that would be swept away; return how to go on after a failure."""
        last = self.form.pane()
        self.form.setEnabled(False)

        def go_on() -> None:
            self.form.setEnabled(True)
            last.setFocus()

        return go_on

    # --- editing and saving ---

    def _edited(self) -> None:
        """Judge and show at once: the rules are faster than the next keystroke."""
        if self._saver is None:
            return
        self.show_findings(self._service.assess(self.form.record()))
        self._saver.note_change()

    def _confirmed(self, fact: str, words: str) -> None:
        self._confirmations.append(Confirmation(fact, words, self._actor.name, self._now()))

    def _begin_saving(self, screening: Screening) -> None:
        saver = DraftSaver(self._runner, self._service, screening, self._snapshot, self)
        saver.state_changed.connect(self.bar.show_progress)
        saver.failed.connect(self.report)
        saver.saved.connect(self._stored)
        self._saver = saver

    def _snapshot(self) -> Snapshot:
        if self.form.notes.problem() is None:  # a note that is too long is refused, not cut
            self._kept_notes = self.form.notes.note()
        return Snapshot(
            self.form.record(),
            self._kept_notes,
            tuple(self._confirmations),
            self.form.carried_forward(),
            self.form.half_typed(),
        )

    def _stored(self, screening: Screening) -> None:
        if self.screening is not None and screening.id == self.screening.id:
            self.screening = screening
            self.report("")
            self.saved.emit(screening)

    def flush(self) -> bool:
        """Store what was typed and wait for it; False if it could not be stored."""
        return self._saver is None or self._saver.flush()

    def may_leave(self) -> bool:
        """Leave only when everything is stored; the reason stands on the page otherwise."""
        return self.flush()

    def keep(self) -> dict[str, Any]:
        """Return which screening is on the page and which question is in hand."""
        if self.screening is None or self.patient is None:
            return {}
        return {
            "patient": int(self.patient.id),
            "screening": int(self.screening.id),
            "fact": self.form.fact_in_focus(),
        }

    def take_back(self, kept: dict[str, Any]) -> None:
        """Go to the question that was in hand."""
        fact = kept.get("fact")
        if isinstance(fact, str):
            self.form.go_to(fact)

    def settle(self) -> bool:
        """Store the draft; a note that is too long is not in it."""
        return self.flush() and (self._saver is None or self.form.notes.problem() is None)

    # --- commands ---

    def offers(self) -> frozenset[str]:
        """Return what can be done here and now."""
        if self.screening is None:
            return frozenset()
        state = self.screening.state
        offered = {"preview"} if self._may(Permission.PRINT) else set()
        if state is ScreeningState.DRAFT and self._may(Permission.SCREEN):
            offered |= {"save", "discard"}
        if self._may(Permission.SIGN):
            offered |= {"sign"} if state is ScreeningState.DRAFT else set()
            offered |= {"amend"} if state is ScreeningState.SIGNED else set()
        if self.side.currentWidget() is self.basis:
            offered.add("back")
        if self._assessment is not None:
            offered.add("help")
        return frozenset(offered)

    def _may(self, permission: Permission) -> bool:
        return self._actor.may(permission)

    def do(self, command: str) -> None:
        """Carry out one of ``offers``."""
        act = {
            "save": self._save,
            "sign": self._ask_sign,
            "amend": self._ask_amend,
            "discard": self._ask_discard,
            "preview": self._preview,
            "back": self.hide_basis,
            "help": self.show_help,
        }.get(command)
        if act is not None and command in self.offers():
            act()

    def _save(self) -> None:
        if self._saver is not None:
            self._saver.save_now()

    def _preview(self) -> None:
        if self.flush() and self.screening is not None:
            self.preview_wanted.emit(self.screening)

    def _ask_sign(self) -> None:
        wrong = self.form.first_problem()
        if wrong is not None:
            self.report(MEND_FIRST)
            self.form.mend(wrong)
            return
        if self._assessment is None:
            return
        dialog = sign_question(self, self._assessment, self._actor.name)
        self._open(dialog, self._sign)

    def _sign(self) -> None:
        go_on = self._hold()
        if not self.flush():
            self.report(f"{NOT_SAVED} {self.problem.text()}")
            go_on()
            return
        screening = self.screening
        if screening is not None:
            self._ask(
                lambda: self._service.sign(screening.id, screening.patient, screening.version),
                self._was_signed,
                go_on,
            )

    def _was_signed(self, screening: Screening) -> None:
        self._show_again(screening)
        self.signed.emit(screening)

    def _ask_amend(self) -> None:
        dialog = ReasonQuestion(
            self,
            "Amend this screening?",
            "Begin the amendment",
            "The signed screening stays as it is. A new draft with its answers begins, and it "
            "replaces this one once it is signed. Why is it amended?",
        )
        self._open(dialog, lambda: self._amend(dialog.reason()))

    def _amend(self, reason: str) -> None:
        screening = self.screening
        if screening is not None:
            self._ask(
                lambda: self._service.amend(screening.id, screening.patient, reason),
                self._show_again,
            )

    def _show_again(self, screening: Screening) -> None:
        patient = self.patient
        if patient is not None:
            self._leave()
            self.patient = patient
            self.banner.show_patient(patient)
            self._show(screening)

    def _ask_discard(self) -> None:
        self._open(discard_question(self), self._discard)

    def _discard(self) -> None:
        screening, saver = self.screening, self._saver
        if screening is None or saver is None:
            return
        go_on, unsaved = self._hold(), saver.unsaved
        saver.stop()
        saver.flush()
        version = saver.screening.version

        def kept() -> None:
            go_on()
            if unsaved:
                saver.go_on()

        self._ask(
            lambda: self._service.discard_draft(screening.id, screening.patient, version),
            lambda _: self._was_discarded(),
            kept,
        )

    def _was_discarded(self) -> None:
        self._leave()
        self.discarded.emit()

    def _open(self, dialog: Question, act: Callable[[], None]) -> None:
        dialog.accepted.connect(act)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
