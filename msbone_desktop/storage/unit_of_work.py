"""What one transaction can reach."""

import sqlalchemy as sa

from msbone_desktop.storage.access_cards import AccessCards
from msbone_desktop.storage.accounts import Accounts
from msbone_desktop.storage.audit_events import AuditEvents
from msbone_desktop.storage.audit_trail import Notes
from msbone_desktop.storage.batches import Batches, HandoutReleases
from msbone_desktop.storage.bin import Bin
from msbone_desktop.storage.calendar_entries import CalendarEntries
from msbone_desktop.storage.clinic_settings import ClinicSettings
from msbone_desktop.storage.documents import Documents
from msbone_desktop.storage.dxa_reports import DxaReports
from msbone_desktop.storage.dxa_scans import DxaScans
from msbone_desktop.storage.external_risks import ExternalRisks
from msbone_desktop.storage.facts import Facts
from msbone_desktop.storage.follow_up_policy import FollowUpPolicies
from msbone_desktop.storage.kept_work import KeptWorks
from msbone_desktop.storage.merges import Merges
from msbone_desktop.storage.patients import Patients
from msbone_desktop.storage.reminders import Reminders
from msbone_desktop.storage.scanners import Scanners
from msbone_desktop.storage.screenings import Screenings
from msbone_desktop.storage.trust_settings import TrustSettingsTable


class UnitOfWork:
    """The repositories of one transaction. Made by ``Database.unit_of_work``."""

    def __init__(self, connection: sa.Connection, audit: Notes) -> None:
        self.connection = connection
        self.audit = audit
        """Say here why something is changed, and what is done without changing a row."""
        self.history = AuditEvents(connection)
        self.accounts = Accounts(connection)
        self.patients = Patients(connection)
        self.bin = Bin(connection)
        self.merges = Merges(connection)
        self.screenings = Screenings(connection)
        self.facts = Facts(connection)
        self.dxa_scans = DxaScans(connection)
        self.clinic = ClinicSettings(connection)
        self.documents = Documents(connection)
        self.reminders = Reminders(connection)
        self.policy = FollowUpPolicies(connection)
        self.calendar_entries = CalendarEntries(connection)
        self.batches = Batches(connection)
        self.releases = HandoutReleases(connection)
        self.kept = KeptWorks(connection)
        self.trust = TrustSettingsTable(connection)
        self.scanners = Scanners(connection)
        self.access_cards = AccessCards(connection)
        self.external_risks = ExternalRisks(connection)
        self.dxa_reports = DxaReports(connection)
