"""Where somebody was in the window and what she had typed there: kept, and found again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.dxa.asking import KeepingDialog
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_memory import focus_by_name, focus_name, put_back, values_of
from msbone_desktop.ui.navigation import Navigation
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.places import Places
from msbone_desktop.ui.workplace import Workplace

Kept = dict[str, Any]
NEEDED: Mapping[str, Permission] = {
    "today": Permission.VIEW,
    "patients": Permission.VIEW,
    "patient": Permission.VIEW,
    "editor": Permission.EDIT_PEOPLE,
    "screening": Permission.VIEW,
    "preview": Permission.VIEW,
    "reminders": Permission.VIEW,
    "evidence": Permission.VIEW,
    "settings": Permission.VIEW,
    "scanners": Permission.CLINICAL_SETTINGS,
    "follow_up": Permission.CLINICAL_SETTINGS,
    "history": Permission.READ_HISTORY,
    "backups": Permission.BACKUPS,
    "bin": Permission.ARCHIVE,
    "people": Permission.MANAGE_PEOPLE,
    "join": Permission.MERGE,
}
"""What somebody's role has to include for her to be led back to a place. A role can have changed
between locking and unlocking; a place that is not named is gone back to by nobody."""
START = "today"
"""Where each unlocking begins. Whoever is elsewhere by then has gone on with something."""
_TYPED = ("values", "dialog")
_LOOK_EVERY_MS, _LOOKS = 50, 100


def keep_place(window: QWidget, navigation: Navigation) -> Kept:
    """Return the page in front with what it keeps, an open dialog, and the field in hand."""
    page = navigation.currentWidget()
    kept: Kept = {"place": navigation.key, **(page.keep() if isinstance(page, Page) else {})}
    dialog = next((d for d in window.findChildren(KeepingDialog) if d.isVisible()), None)
    if dialog is not None:
        kept["dialog"] = {
            "name": type(dialog).__name__,
            "entries": dialog.entries(),
            "values": values_of(dialog),
            "focus": focus_name(dialog),
        }
    kept["focus"] = focus_name(window)
    return kept


class GoingBack(QObject):
    """Leads back to a kept place, step by step, as each is there.

    Args:
        window: The main window.
        workplace: The open clinic.
        places: Opens its pages.
        navigation: Holds them.
    """

    kept_again = Signal()
    """What was typed could not be put back where it was, and is kept for the next unlocking."""

    def __init__(
        self, window: QWidget, workplace: Workplace, places: Places, navigation: Navigation
    ) -> None:
        super().__init__(window)
        self._window, self._workplace = window, workplace
        self._places, self._navigation = places, navigation
        self._moves = navigation.moves

    def go(self, kept: Kept) -> None:
        """Go back; what is not there any more is passed over, and the window stays as it is.

        So is what the person may not do any more. Nobody is taken away from where she went
        meanwhile, to another patient perhaps: what had been typed is kept for the next unlocking.
        """
        place, patient = kept.get("place"), kept.get("patient")
        if not self._may_go(place):
            return
        if self._navigation.key != START:
            self._keep_again(kept)
            return
        if place == "screening":
            self._screening(kept)
        elif place == "editor":
            self._editor(kept)
        elif place in ("patient", "preview") and isinstance(patient, int):
            self._places.open_patient(PatientId(patient))
            self._when(lambda: self._is_on("patient", patient), self._patient, kept)
        elif isinstance(place, str) and place in self._places.makers():
            self._navigation.go(place)
            self._fill(kept)

    def _may_go(self, place: object) -> bool:
        needed = NEEDED.get(place) if isinstance(place, str) else None
        return needed is not None and self._workplace.clinic.actor.may(needed)

    def _screening(self, kept: Kept) -> None:
        clinic, number = self._workplace.clinic, PatientId(int(kept.get("patient") or 0))

        def work() -> tuple[Any, Any]:
            person = clinic.patients.get(number)
            found = (s for s in clinic.screenings.of(number) if s.id == kept.get("screening"))
            return next(found, None), person

        def show(found: tuple[Any, Any]) -> None:
            screening, person = found
            if self._has_left():
                self._keep_again(kept)
                return
            if screening is None:
                self._places.open_patient(number)
                return
            self._places.open_screening(screening, person)
            self._take_back("screening", kept)

        self._ask(work, show)

    def _editor(self, kept: Kept) -> None:
        number = kept.get("patient")
        if number is None:
            self._places.new_patient()
            self._fill(kept)
            return
        clinic = self._workplace.clinic

        def show(person: Any) -> None:
            if self._has_left():
                self._keep_again(kept)
                return
            self._places.edit_patient(person)
            self._fill(kept)

        self._ask(lambda: clinic.patients.get(PatientId(int(number))), show)

    def _patient(self, kept: Kept) -> None:
        self._take_back("patient", kept)
        dialog = kept.get("dialog")
        if isinstance(dialog, Mapping):
            self._when(
                lambda: self._dialog(str(dialog.get("name"))) is not None, self._fill_dialog, kept
            )
        else:
            self._focus(kept)

    def _fill_dialog(self, kept: Kept) -> None:
        typed = kept["dialog"]
        dialog = self._dialog(str(typed.get("name")))
        if dialog is None or not self._is_on("patient", int(kept["patient"])):
            self._keep_again(kept)  # a dialog of another patient may stand there by now
            return
        dialog.make_entries(int(typed.get("entries") or 0))
        put_back(dialog, list(typed.get("values") or []))
        focus_by_name(dialog, str(typed.get("focus")))

    def _fill(self, kept: Kept) -> None:
        self._take_back(str(kept.get("place")), kept)

    def _take_back(self, place: str, kept: Kept) -> None:
        page = self._navigation.page(place)
        if isinstance(page, Page):
            page.take_back(kept)
        self._focus(kept)

    def _focus(self, kept: Kept) -> None:
        name = str(kept.get("focus") or "")
        # Again when it is laid out: what is not in sight yet takes no keyboard.
        if not focus_by_name(self._window, name):
            QTimer.singleShot(
                _LOOK_EVERY_MS * 4, self, lambda: focus_by_name(self._window, name) and None
            )

    def _dialog(self, name: str) -> KeepingDialog | None:
        found = (d for d in self._window.findChildren(KeepingDialog) if d.isVisible())
        return next((d for d in found if type(d).__name__ == name), None)

    def _is_on(self, place: str, patient: int) -> bool:
        page: Any = self._navigation.currentWidget()
        return self._navigation.key == place and getattr(page, "shown_patient", None) == patient

    def _when(
        self,
        is_so: Callable[[], bool],
        then: Callable[[Kept], None],
        kept: Kept,
        looks: int = 0,
    ) -> None:
        if is_so():
            then(kept)
        elif looks < _LOOKS:
            QTimer.singleShot(
                _LOOK_EVERY_MS, self, lambda: self._when(is_so, then, kept, looks + 1)
            )
        else:
            self._keep_again(kept)

    def _has_left(self) -> bool:
        """Whether somebody went to another page since going back began."""
        return self._navigation.moves != self._moves

    def _keep_again(self, kept: Kept) -> None:
        """Keep what was typed for the next unlocking; a place alone is not worth going back to."""
        if not any(kept.get(name) for name in _TYPED):
            return
        clinic = self._workplace.clinic
        self._ask(lambda: clinic.kept.keep(kept), lambda _: self.kept_again.emit())

    def _ask(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def failed(error: BaseException) -> None:
            explain(error)  # gone since: the window stays where it begins

        self._workplace.runner.run(owner=self, work=work, on_success=then, on_failure=failed)
