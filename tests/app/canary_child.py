"""The program itself, driven without hands through the main jobs, with marked names in every field.

``python -m tests.app.canary_child FOLDER CHOSEN PASSPHRASE END`` says at the end, as JSON, which titles
its windows had and which sockets were opened. END is "close", or "killed": by a fault in its memory.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QMessageBox

from msbone_desktop.app.core_dumps import forbid_core_dumps
from msbone_desktop.app.session import Session
from msbone_desktop.app.window import run_window
from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.ui.documents.printing import JOB_NAME, draw_pages

NAME = "A. Lead"
MARKS = tuple(f"Zq{number:02d}marke" for number in range(50))
_WHOLE_S = 150

sockets: list[str] = []
titles: set[str] = set()


def _watch(event: str, _: object) -> None:
    if event.startswith("socket."):
        sockets.append(event)


def _look_around() -> None:
    titles.update(window.windowTitle() for window in QApplication.topLevelWidgets())
    if sys.platform != "linux":
        return
    ours = set()
    for each in Path("/proc/self/fd").iterdir():
        try:
            ours.add(str(each.readlink()))
        except OSError:
            continue  # closed meanwhile
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        table = Path("/proc/self/net", kind)
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        sockets.extend(kind for line in lines if f"socket:[{line.split()[9]}]" in ours)


def _people() -> Iterator[PatientDetails]:
    """Six people, whose eight fields of text each hold a mark of its own; two marks are left."""
    for number in range(6):
        first = number * 8
        yield PatientDetails(
            family_name=MARKS[first],
            given_name=MARKS[first + 1],
            born_on=PartialDate(1970, 3, 4 + number),
            clinic_id=MARKS[first + 2],
            phone=f"555-{number} {MARKS[first + 3]}",
            email=f"{MARKS[first + 4]}@example.org",
            address=f"{MARKS[first + 5]} street\nTown",
            contact_note=MARKS[first + 6],
            opted_out=True,
            opted_out_reason=MARKS[first + 7],
        )


def _work(session: Session, chosen: Path) -> Iterator[Callable[[], object]]:
    page: Any = session.unlock_window.page  # type: ignore[union-attr]
    page.name_field.setText(NAME)
    page.passphrase_field.setText(sys.argv[3])
    page.unlock()
    yield lambda: session.main_window is not None
    window: Any = session.main_window
    clinic: Any = session._clinic
    entered = [clinic.patients.create(person) for person in _people()]
    with suppress(MsboneError):  # the number is taken; the database's own words quote the row
        clinic.patients.create(replace(entered[0].details, family_name="Other"))
    first = entered[0]
    window.open_patient(first.id)
    yield lambda: MARKS[0] in window.places._page("patient").banner.name.text()
    draft = clinic.screenings.start(first.id)
    record = clinic.screenings.record_of(draft)
    draft = clinic.screenings.save_draft(draft.id, first.id, draft.version, record, MARKS[48])
    window.open_screening(draft, first)
    yield lambda: True
    window.finder.start()
    window.finder.setText(MARKS[8])
    window.finder._typed(MARKS[8])
    assert [row.id for row in clinic.patients.search(MARKS[8])] == [entered[1].id]
    yield lambda: True
    window.finder.clear()
    window.open_patient(entered[1].id)
    yield lambda: MARKS[8] in window.places._page("patient").banner.name.text()
    draft = clinic.screenings.get(draft.id)
    signed = clinic.screenings.sign(draft.id, first.id, draft.version)
    preview = window.places._page("preview")
    preview.open_summary(signed.id, first)
    yield lambda: preview._document is not None
    clinic.documents.save(preview._document, chosen)
    printer = QPrinter()
    printer.setDocName(JOB_NAME)
    printer.setOutputFileName(str(chosen / "printed.pdf"))
    draw_pages(printer, preview.pdf)
    clinic.documents.save_as(clinic.papers.dxa_request(first.id), chosen / "request.pdf")
    clinic.history.export(AuditQuery(), chosen / "history.csv")
    assert clinic.backups.back_up().problem == ""
    for place in ("today", "patients", "reminders", "history", "bin", "people"):
        window.navigation.go(place)
        yield lambda: True
    window.run_command("new_patient")
    window.places._page("editor").fields.family_name.field.setText(MARKS[49])
    yield lambda: True
    QTimer.singleShot(0, _fail)
    yield lambda: [box for box in QApplication.topLevelWidgets() if _is_shown(box)]
    for box in QApplication.topLevelWidgets():
        if _is_shown(box):
            box.close()
    yield lambda: True
    _tell()
    if sys.argv[4] == "killed":
        os.kill(os.getpid(), signal.SIGSEGV)
    window.closed.emit()


def _is_shown(widget: Any) -> bool:
    return isinstance(widget, QMessageBox) and widget.isVisible()


def _fail() -> None:
    raise ValueError(f"{MARKS[0]} in the words of a fault")


def _tell() -> None:
    told = {"titles": sorted(titles), "sockets": sockets, "marks": MARKS}
    print(json.dumps(told), flush=True)


def _drive(session: Session) -> None:
    steps = _work(session, Path(sys.argv[2]))
    timer = QTimer(session)
    waiting: list[Callable[[], object]] = [lambda: True]

    def look() -> None:
        _look_around()
        if waiting[0]():
            try:
                waiting[0] = next(steps)
            except StopIteration:
                timer.stop()
            except Exception:  # noqa: BLE001 - whatever it is, the test has to hear of it
                traceback.print_exc()
                os._exit(4)

    timer.timeout.connect(look)
    timer.start(60)


def main() -> None:
    """Run."""
    sys.addaudithook(_watch)
    forbid_core_dumps()
    killer = threading.Timer(_WHOLE_S, lambda: os._exit(3))
    killer.daemon = True
    killer.start()
    shown = Session.show_unlock

    def show(session: Session) -> None:
        shown(session)
        QTimer.singleShot(0, lambda: _drive(session))

    setattr(Session, "show_unlock", show)  # noqa: B010 - a method of the class is replaced
    run_window(is_demo=False, folder=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
