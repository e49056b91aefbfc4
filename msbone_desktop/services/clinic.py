"""One unlocked clinic: its services, until it is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.domain.work_list import ON_LIST
from msbone_desktop.services.access import AccessService
from msbone_desktop.services.audit import AuditService, begin_session, end_session
from msbone_desktop.services.backups import BackupService, backup_service
from msbone_desktop.services.bin import BinService
from msbone_desktop.services.calendar_export import CalendarExportService
from msbone_desktop.services.documents import DocumentService
from msbone_desktop.services.dxa import DxaService
from msbone_desktop.services.dxa_reports import DxaReportService
from msbone_desktop.services.evidence import EvidenceService
from msbone_desktop.services.external_risks import ExternalRiskService
from msbone_desktop.services.follow_up_policy import FollowUpPolicyService
from msbone_desktop.services.history import HistoryService
from msbone_desktop.services.kept_work import KeptWorkService
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.merging import MergeService
from msbone_desktop.services.papers import PaperService
from msbone_desktop.services.patients import PatientService
from msbone_desktop.services.people import PeopleService
from msbone_desktop.services.reminders import ReminderService
from msbone_desktop.services.rule_recall import RuleRecallService
from msbone_desktop.services.scanners import ScannerService
from msbone_desktop.services.screening import ScreeningService
from msbone_desktop.services.settings import SettingsService
from msbone_desktop.services.timeline import TimelineService
from msbone_desktop.services.today import TodayService
from msbone_desktop.services.what_changed import ChangeService
from msbone_desktop.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """Everything that staff can do in one session."""

    actor: Actor
    identity: ClinicIdentity
    patients: PatientService
    screenings: ScreeningService
    dxa: DxaService
    dxa_reports: DxaReportService
    scanners: ScannerService
    access: AccessService
    external_risks: ExternalRiskService
    evidence: EvidenceService
    documents: DocumentService
    settings: SettingsService
    reminders: ReminderService
    policy: FollowUpPolicyService
    calendar: CalendarExportService
    papers: PaperService
    timeline: TimelineService
    changes: ChangeService
    rule_recall: RuleRecallService
    bin: BinService
    merging: MergeService
    backups: BackupService
    audit: AuditService
    history: HistoryService
    people: PeopleService
    kept: KeptWorkService
    today: TodayService
    database: Database

    def close(self) -> None:
        """Close the file and drop its key."""
        try:
            end_session(self.database)
        except MsboneError:
            pass  # the disk is full or gone: what was saved is saved, and the file is let go
        finally:
            self.database.close()


def open_clinic(
    database: Database, actor: Actor, now: Callable[[], datetime], knowledge: Knowledge
) -> Clinic:
    """Build the services on an open file, and enter in its history that it was opened."""
    begin_session(database, actor, now, knowledge)
    screenings = ScreeningService(database, knowledge, actor, now)
    settings = SettingsService(database, actor, now)
    reminders = ReminderService(database, knowledge, actor, now)
    access = AccessService(database, actor, now)

    def is_on_a_list(patient: PatientId) -> bool:
        return reminders.place_of(patient).group in ON_LIST

    audit = AuditService(database, actor, now, is_on_a_list)
    return Clinic(
        actor=actor,
        identity=settings.identity(),
        patients=PatientService(database, now, actor),
        screenings=screenings,
        dxa=DxaService(database, knowledge, actor, now),
        dxa_reports=DxaReportService(database, actor, now),
        scanners=ScannerService(database, knowledge, actor, now),
        access=access,
        external_risks=ExternalRiskService(database, actor, now),
        evidence=EvidenceService(knowledge),
        documents=DocumentService(database, knowledge, screenings, reminders, actor, now),
        settings=settings,
        reminders=reminders,
        policy=FollowUpPolicyService(database, knowledge, actor, now),
        calendar=CalendarExportService(database, reminders, actor, now),
        papers=PaperService(database, knowledge, screenings, reminders, access, actor, now),
        timeline=TimelineService(database, knowledge, actor, now),
        changes=ChangeService(database, knowledge, screenings, actor, now),
        rule_recall=RuleRecallService(database, knowledge, screenings, actor),
        bin=BinService(database, actor, now),
        merging=MergeService(database, actor, now),
        backups=backup_service(database, actor, now),
        audit=audit,
        history=HistoryService(database, knowledge, actor, now),
        kept=KeptWorkService(database, actor, now),
        people=PeopleService(database, knowledge, actor, now),
        today=TodayService(database, knowledge, reminders, actor, now, audit.note_viewed),
        database=database,
    )
