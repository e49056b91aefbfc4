"""The clinic's list of DXA scanners, with what their facilities say of their precision."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.scanners import (
    PrecisionError,
    Scanner,
    ScannerDetails,
    ScannerId,
    one_maker,
    precision_on,
)
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entry_checks import plain_text, reason_given
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.unit_of_work import UnitOfWork

TEXT_LIMIT = 200
NOTE_LIMIT = 1000
_SITE = "dxa_scans.sites.site"
_PRECISION = "dxa_scans.sites.precision_error_g_cm2"
_LABELS = {
    "name": "The name",
    "facility": "The scanning centre",
    "manufacturer": "The maker",
    "model": "The model",
    "serial": "The serial number",
    "software": "The software",
}


class ScannerService:
    """What staff do with the list of scanners."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self.dictionary = knowledge.rulebook.dictionary
        self.lsc_factor = knowledge.rulebook.limits.dxa.lsc_factor
        """Least significant change = this x precision error."""
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def list(self) -> tuple[Scanner, ...]:
        """Return every scanner, those in use first."""
        with self._database.unit_of_work() as work:
            return work.scanners.all()

    @needs(Permission.VIEW)
    def get(self, scanner: ScannerId) -> Scanner:
        """Return one scanner with its precision errors and cross-calibrations."""
        with self._database.unit_of_work() as work:
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def add(self, details: ScannerDetails) -> Scanner:
        """Keep a new scanner.

        Raises:
            RefusedEntryError: It has no name, another one has it, or a text is too long.
        """
        checked = _checked(details)
        with self._database.unit_of_work() as work:
            _alone(work, checked, None)
            number = work.scanners.add(checked, self._actor.name, self._now())
            return work.scanners.get(number)

    @needs(Permission.CLINICAL_SETTINGS)
    def update(self, scanner: ScannerId, expected_version: int, details: ScannerDetails) -> Scanner:
        """Change what is entered about a scanner.

        Raises:
            RefusedEntryError: As for a new one; or a cross-calibration forbids the new maker.
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        checked = _checked(details)
        with self._database.unit_of_work() as work:
            _alone(work, checked, scanner)
            for stated in work.scanners.get(scanner).calibrations:
                other = stated.other if stated.scanner == scanner else stated.scanner
                _of_one_maker(checked, work.scanners.get(other).details, "manufacturer")
            work.scanners.update(scanner, expected_version, checked, self._actor.name, self._now())
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def add_precision(
        self, scanner: ScannerId, site: str, value: Decimal, determined_on: date
    ) -> Scanner:
        """Keep a precision error (RMS SD, g/cm²) that the facility determined.

        Raises:
            RefusedEntryError: The site, the number or the day cannot be.
        """
        if site not in self.dictionary.fields[_SITE].words:
            raise RefusedEntryError("site", "Choose the site.")
        field = self.dictionary.fields[_PRECISION]
        if not value.is_finite() or not field.admits(value):
            raise RefusedEntryError("value", f"Give a number {field.range_words}.")
        self._past("determined_on", determined_on)
        with self._database.unit_of_work() as work:
            for known in work.scanners.get(scanner).precision:
                if (known.site, known.determined_on) == (site, determined_on):
                    raise RefusedEntryError(
                        "determined_on",
                        "This site has a precision error of that day. Void it first if it is "
                        "wrong.",
                    )
            work.scanners.add_precision(
                scanner, site, value, determined_on, self._actor.name, self._now()
            )
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def void_precision(self, scanner: ScannerId, number: int, reason: str) -> Scanner:
        """Take a precision error out of use; it stays on file with the reason.

        Raises:
            RefusedEntryError: There is no reason.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.scanners.void_precision(number, said, self._actor.name, self._now())
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def say_moved(self, scanner: ScannerId, moved_on: date) -> Scanner:
        """Keep that a scanner was moved or repaired: earlier precision errors count no longer.

        Raises:
            RefusedEntryError: The day is in the future, or stands there already.
        """
        self._past("moved_on", moved_on)
        with self._database.unit_of_work() as work:
            if any(known.moved_on == moved_on for known in work.scanners.get(scanner).moves):
                raise RefusedEntryError("moved_on", "This day is entered already.")
            work.scanners.add_move(scanner, moved_on, self._actor.name, self._now())
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def void_move(self, scanner: ScannerId, number: int, reason: str) -> Scanner:
        """Take a move out of use; it stays on file with the reason.

        Raises:
            RefusedEntryError: There is no reason.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.scanners.void_move(number, said, self._actor.name, self._now())
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def state_cross_calibration(
        self, scanner: ScannerId, other: ScannerId, stated_on: date, note: str = ""
    ) -> Scanner:
        """Keep a facility's statement that two scanners were calibrated against each other.

        Raises:
            RefusedEntryError: They are one scanner, or of two makers, or the day cannot be.
        """
        if scanner == other:
            raise RefusedEntryError("other", "Choose another scanner.")
        self._past("stated_on", stated_on)
        said = plain_text("note", note, NOTE_LIMIT, "The note")
        with self._database.unit_of_work() as work:
            first, second = work.scanners.get(scanner), work.scanners.get(other)
            _of_one_maker(first.details, second.details, "other")
            work.scanners.add_calibration(
                scanner, other, stated_on, said, self._actor.name, self._now()
            )
            return work.scanners.get(scanner)

    @needs(Permission.CLINICAL_SETTINGS)
    def void_cross_calibration(self, scanner: ScannerId, number: int, reason: str) -> Scanner:
        """Take a statement of cross-calibration out of use; it stays on file with the reason.

        Raises:
            RefusedEntryError: There is no reason.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.scanners.void_calibration(number, said, self._actor.name, self._now())
            return work.scanners.get(scanner)

    @needs(Permission.VIEW)
    def precision_on(self, scanner: ScannerId, day: date) -> dict[str, PrecisionError]:
        """Return the precision error that counted at each site on ``day``."""
        with self._database.unit_of_work() as work:
            found = work.scanners.get(scanner)
        sites = {each.site for each in found.precision}
        known = {site: precision_on(found, site, day) for site in sorted(sites)}
        return {site: each for site, each in known.items() if each is not None}

    def _past(self, field: str, day: date) -> None:
        if day > clinic_day(self._now()):
            raise RefusedEntryError(field, "This day is in the future.")


def _checked(details: ScannerDetails) -> ScannerDetails:
    texts = {
        field.name: plain_text(
            field.name, getattr(details, field.name), TEXT_LIMIT, _LABELS[field.name]
        )
        for field in fields(details)
        if field.name in _LABELS
    }
    if not texts["name"]:
        raise RefusedEntryError("name", "Give the scanner a name, as it is called here.")
    return replace(details, **texts)  # type: ignore[arg-type]


def _alone(work: UnitOfWork, details: ScannerDetails, besides: ScannerId | None) -> None:
    """Refuse a name or a serial number that another scanner has."""
    for other in work.scanners.all():
        if other.id == besides:
            continue
        if other.details.name.casefold() == details.name.casefold():
            raise RefusedEntryError("name", "Another scanner has this name.")
        same_maker = one_maker(other.details.manufacturer, details.manufacturer)
        if details.serial and other.details.serial == details.serial and same_maker is not False:
            raise RefusedEntryError("serial", "Another scanner has this serial number.")


def _of_one_maker(first: ScannerDetails, second: ScannerDetails, field: str) -> None:
    if one_maker(first.manufacturer, second.manufacturer) is False:
        raise RefusedEntryError(
            field,
            f"{first.name} and {second.name} are of different makers. Their scans are never "
            "compared, so no cross-calibration between them can be stated.",
        )
