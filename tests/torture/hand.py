"""Somebody who works without a pause: enters, types, signs, amends, scans, backs up."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from PySide6.QtCore import QCoreApplication

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate, clinic_day
from msbone_desktop.domain.patients import PatientDetails, PatientId
from msbone_desktop.domain.screening import (
    DxaScan,
    DxaSite,
    EdssScore,
    ScreeningRecord,
    VitaminDResult,
)
from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.exchange.screening_writer import to_json
from msbone_desktop.services.clinic import Clinic
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.lasting_singletons import keep_singletons_alive
from msbone_desktop.ui.screening.saving import DraftSaver, Snapshot
from tests.torture.clinics import now
from tests.torture.ledger import (
    DID,
    WILL,
    Picture,
    mark_of_details,
    mark_of_screening,
    picture,
)

MOST_PATIENTS = 8
"""A small clinic, so that all of it can be read after each cycle."""
MOST_SCREENINGS = 40


class NotSavedError(Exception):
    """The program said that a draft was not saved; the message is the program's own."""


class Hand:
    """Works on an open clinic and acknowledges each commit on a pipe.

    A draft goes through the saver of the screening page, and counts as acknowledged when the page
    would say "Saved".

    Args:
        clinic: Open.
        dice: Decides what is done next.
        pipe: Where to write lines.
        backs_up: Whether backups are among what is done.
        reads_back: Whether to read what is on file after each commit, so that it can be compared.
    """

    def __init__(
        self,
        clinic: Clinic,
        dice: Random,
        pipe: int,
        *,
        backs_up: bool = True,
        reads_back: bool = True,
    ) -> None:
        keep_singletons_alive()
        self._clinic, self._dice, self._pipe = clinic, dice, pipe
        self._reads_back = reads_back
        self._backups = 3 if backs_up else 0
        self._app = QCoreApplication.instance() or QCoreApplication(["torture"])
        self._runner = BackgroundRunner()
        self._people = [row.id for row in clinic.patients.page(limit=MOST_PATIENTS).rows]
        found = (each for person in self._people for each in clinic.screenings.of(person))
        self._screenings = {each.id: each for each in found}
        self._typed_last: dict[int, tuple[str, str]] = {}

    def do_something(self) -> None:
        """Do one thing that commits."""
        chances: list[tuple[int, Callable[[], bool]]] = [
            (10, self._enter), (4, self._correct), (12, self._begin), (44, self._type),
            (14, self._sign), (6, self._amend), (6, self._scan), (self._backups, self._back_up),
        ]  # fmt: skip
        weights = [weight for weight, _ in chances]
        while not self._dice.choices(chances, weights)[0][1]():
            pass

    def has(self, state: ScreeningState) -> Screening | None:
        """Return a screening in that state, if there is one."""
        return self._some(state)

    def rest(self) -> None:
        """End the thread that saves."""
        self._runner.shutdown()

    def _will(self, what: str, patient: int | None, about: str, mark: str) -> None:
        told = {"kind": WILL, "what": what, "patient": patient, "about": about, "mark": mark}
        _write(self._pipe, told)

    def _did(self, patient: PatientId | None, **typed: str) -> None:
        told = {"kind": DID, "people": {}, "typed": {}, "entries": 0}
        if not self._reads_back:
            told["changed"] = patient
        elif patient is not None:
            # What was read back tells of everything that nobody typed; what was typed is said by
            # whoever typed it.
            seen: Picture = picture(self._clinic.database, patient)
            told |= {"people": seen.people, "entries": seen.entries}
        else:
            told["entries"] = _entries(self._clinic.database)
        told["typed"] = {key.replace("_", " "): value for key, value in typed.items()}
        _write(self._pipe, told)

    def _somebody(self) -> PatientId | None:
        return self._dice.choice(self._people) if self._people else None

    def _some(self, state: ScreeningState) -> Screening | None:
        fitting = [each for each in self._screenings.values() if each.state is state]
        return self._dice.choice(fitting) if fitting else None

    def _word(self) -> str:
        return "".join(self._dice.choices("abcdefghij klmnopqrstuv", k=self._dice.randint(5, 900)))

    def _enter(self) -> bool:
        if len(self._people) >= MOST_PATIENTS:
            return False
        details = PatientDetails(
            family_name="Ordinary",
            given_name=self._dice.choice(("Ann", "Bob", "Joan")),
            born_on=PartialDate(1979, 3, 14),
            clinic_id=self._clinic.patients.next_clinic_id(),
            phone=str(self._dice.randint(10**6, 10**9)),
        )
        mark = mark_of_details(details)
        self._will("enter", None, "", mark)
        made = self._clinic.patients.create(details)
        self._people.append(made.id)
        self._did(made.id, **{f"patient_{made.id}": mark})
        return True

    def _correct(self) -> bool:
        number = self._somebody()
        if number is None:
            return False
        person = self._clinic.patients.get(number)
        details = replace(person.details, phone=str(self._dice.randint(10**6, 10**9)))
        mark = mark_of_details(details)
        self._will("correct", number, f"patient {number}", mark)
        self._clinic.patients.update(number, person.version, details)
        self._did(number, **{f"patient_{number}": mark})
        return True

    def _begin(self) -> bool:
        patient = self._somebody()
        if patient is None or len(self._screenings) >= MOST_SCREENINGS:
            return False
        self._will("begin", patient, "", "")
        begun = self._clinic.screenings.start(patient)
        self._screenings[begun.id] = begun
        self._did(patient, **{f"screening_{begun.id}": _mark(begun)})
        return True

    def _type(self) -> bool:
        draft = self._some(ScreeningState.DRAFT)
        if draft is None:
            return False
        for _ in range(self._dice.randint(1, 4)):
            draft = self.save(draft)
        return True

    def save(self, draft: Screening) -> Screening:
        """Type something into a draft and have it saved."""
        record, notes = self._typed(draft), self._word()
        mark = mark_of_screening(to_json(record), notes, draft.state)
        saver = DraftSaver(
            self._runner, self._clinic.screenings, draft, lambda: Snapshot(record, notes, (), ())
        )
        refused: list[str] = []
        saver.failed.connect(refused.append)
        self._will("type", draft.patient, f"screening {draft.id}", mark)
        saver.note_change()
        if not saver.flush():
            raise NotSavedError(refused[0] if refused else "it took too long")
        self._did(draft.patient, **{f"screening_{draft.id}": mark})
        self._typed_last[draft.id] = (to_json(record), notes)
        self._screenings[draft.id] = saver.screening
        return saver.screening

    def _typed(self, draft: Screening) -> ScreeningRecord:
        record = self._clinic.screenings.record_of(draft)
        dice, today = self._dice, clinic_day(now())
        day = today - timedelta(days=dice.randint(1, 15_000))
        scores = () if isinstance(record.edss, Absence) else record.edss
        score = EdssScore(day, Decimal(dice.randint(2, 19)) / 2)
        known = tuple(each for each in scores if each.rated_on != day)[-5:]
        return replace(
            record,
            edss=tuple(sorted((*known, score), key=lambda each: each.rated_on)),
            falls_last_6_months=dice.randint(0, 30),
            smoker=dice.random() < 0.5,
            vitamin_d=(VitaminDResult(day, Decimal(dice.randint(10, 200)), "nmol/L"),),
            weight_kg=Decimal(dice.randint(400, 1200)) / 10,
        )

    def _sign(self) -> bool:
        draft = self._some(ScreeningState.DRAFT)
        if draft is not None:
            self.sign(draft)
        return draft is not None

    def sign(self, draft: Screening) -> None:
        """Sign a draft."""
        # Whoever signs means what she typed, whatever the file says that it holds.
        answers, notes = self._typed_last.get(draft.id, (draft.answers, draft.notes))
        mark = mark_of_screening(answers, notes, ScreeningState.SIGNED)
        self._will("sign", draft.patient, f"screening {draft.id}", mark)
        signed = self._clinic.screenings.sign(draft.id, draft.patient, draft.version)
        self._screenings[draft.id] = signed
        if signed.amends is not None:
            self._screenings[signed.amends] = self._clinic.screenings.get(signed.amends)
        self._did(draft.patient, **{f"screening_{draft.id}": mark})

    def _amend(self) -> bool:
        signed = self._some(ScreeningState.SIGNED)
        if signed is None:
            return False
        if any(each.amends == signed.id for each in self._screenings.values()):
            return False
        self._will("amend", signed.patient, "", "")
        begun = self._clinic.screenings.amend(signed.id, signed.patient, "Typed wrongly")
        self._screenings[begun.id] = begun
        self._did(signed.patient, **{f"screening_{begun.id}": _mark(begun)})
        return True

    def _scan(self) -> bool:
        patient = self._somebody()
        if patient is None or len(self._clinic.dxa.history(patient)) >= MOST_PATIENTS:
            return False
        day = clinic_day(now()) - timedelta(days=self._dice.randint(1, 9_000))
        site = DxaSite("total_hip", "left", Decimal(self._dice.randint(500, 1100)) / 1000)
        self._will("scan", patient, "", "")
        self._clinic.dxa.record(patient, DxaScan(performed_on=day, sites=(site,)))
        self._did(patient)
        return True

    def _back_up(self) -> bool:
        state = self._clinic.backups.back_up()
        if state.problem:
            raise NotSavedError(state.problem)
        return True


def _mark(screening: Screening) -> str:
    return mark_of_screening(screening.answers, screening.notes, screening.state)


def _entries(database: Database) -> int:
    with database.unit_of_work() as work:
        return work.history.head().count


def _write(pipe: int, told: Mapping[str, object]) -> None:
    """One line, in one piece: a pipe takes up to 4,096 bytes whole or not at all."""
    line = json.dumps(told).encode() + b"\n"
    assert len(line) <= 4096
    os.write(pipe, line)
