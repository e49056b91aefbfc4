"""``msbone --headless-demo``: the main job on the demo clinic, where no window can open."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.domain.findings import Assessment, Status
from msbone_desktop.domain.patients import PatientRow
from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.environment.folders import workstation_folders
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic

_ROUNDS = 10


def run_headless_demo(folder: Path | None) -> int:
    """Make the demo clinic if needed, assess it, write two summaries and a screenshot.

    Args:
        folder: Folder of the demo clinic; this desktop's usual place by default.

    Returns:
        0 when everything was written.
    """
    from msbone_desktop.app.window import utc_now
    from msbone_desktop.services.demo.filling import DEMO_PASSPHRASE, demo_vault

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    records = folder or workstation_folders().records / "demo"
    out = records / "output" / f"{utc_now():%Y%m%d-%H%M%S}"
    try:
        out.mkdir(parents=True, mode=0o700)
        print("Opening the demo clinic: fictional patients only.")
        vault = demo_vault(
            records, utc_now, knowledge_source(shipped("resources")), migrations=shipped("db")
        )
        clinic = vault.unlock(DEMO_PASSPHRASE, "Demo")
        try:
            _do_the_job(clinic, out, utc_now)
        finally:
            clinic.close()
    except MsboneError as error:
        print(f"msbone: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"msbone: {out}: {(error.strerror or 'refused').lower()}", file=sys.stderr)
        return 1
    return 0


def _do_the_job(clinic: "Clinic", out: Path, now: Callable[[], datetime]) -> None:
    found = _newest_signed(clinic)
    _tell_counts([assessment for _, _, assessment in found])
    found.sort(key=lambda entry: (len(entry[2].of(Status.TRIGGERED)), entry[0].clinic_id))
    richest, middle = found[-1], found[len(found) // 2]
    for row, screening, _ in (richest, middle):
        document = clinic.documents.summary(screening.id, row.id)
        print(clinic.documents.save(document, out))
    screenshot = out / "screening.png"
    _photograph(clinic, richest[0], richest[1], screenshot, now)
    print(screenshot)


def _newest_signed(clinic: "Clinic") -> list[tuple[PatientRow, Screening, Assessment]]:
    found = []
    for row in clinic.patients.page(limit=10_000).rows:
        signed = [s for s in clinic.screenings.of(row.id) if s.state is ScreeningState.SIGNED]
        if signed:
            found.append((row, signed[0], clinic.screenings.findings_of(signed[0])))
    return found


def _tell_counts(assessments: list[Assessment]) -> None:
    words = [assessment.attention.word for assessment in assessments]
    counts = ", ".join(
        f"{words.count(word)} {word}"
        for word in ("urgent", "high", "moderate", "low", "info")
        if word in words
    )
    unfinished = sum(bool(assessment.unknown_core) for assessment in assessments)
    print(f"Assessed {len(assessments)} patients by highest finding: {counts}.")
    print(f"In {unfinished} of them a core item is not recorded, so nothing is ruled out.")


def _photograph(
    clinic: "Clinic",
    row: PatientRow,
    screening: Screening,
    path: Path,
    now: Callable[[], datetime],
) -> None:
    from PySide6.QtWidgets import QApplication

    from msbone_desktop.ui.appearance import Appearance
    from msbone_desktop.ui.background import BackgroundRunner
    from msbone_desktop.ui.collecting import WindowCollector
    from msbone_desktop.ui.lasting_singletons import keep_singletons_alive
    from msbone_desktop.ui.main_window import MainWindow

    keep_singletons_alive()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["msbone"])
    appearance = Appearance(shipped("resources"))
    appearance.apply(app, "light")
    collector = WindowCollector()
    runner = BackgroundRunner()
    window = MainWindow(clinic, runner, appearance, now=now)
    window.show()
    window.open_screening(screening, clinic.patients.get(row.id))
    for _ in range(_ROUNDS):  # each answer may ask for the next thing to show
        runner.finish(lambda: None)
        app.processEvents()
    window.grab().save(str(path))
    runner.shutdown()
    window.close()
    collector.stop()
