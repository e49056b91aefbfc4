"""Builds the rule set of one profile from the shipped knowledge."""

import hashlib
from decimal import Decimal
from pathlib import Path

from msbone_desktop.domain.dxa import DxaLimits
from msbone_desktop.domain.errors import KnowledgeError, MsboneError
from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.motor_change import ChangeLimits
from msbone_desktop.domain.reminders import ReminderWindows
from msbone_desktop.domain.steroids import PulseLimits
from msbone_desktop.domain.vitamin_d import VitaminDEdges
from msbone_desktop.rules.conflicts import CONFLICTS
from msbone_desktop.rules.drugs import (
    DrugList,
    load_drugs,
    load_steroid_factors,
    load_steroid_names,
)
from msbone_desktop.rules.evidence_loading import load_evidence
from msbone_desktop.rules.facts import FactReader
from msbone_desktop.rules.knowledge import (
    Profile,
    Threshold,
    load_dictionary,
    load_profile,
    load_thresholds,
)
from msbone_desktop.rules.loading import Rule, RuleReader
from msbone_desktop.rules.notes import NoteLimits
from msbone_desktop.rules.remarks import RemarkMaker, read_remarks
from msbone_desktop.rules.rulebook import Limits, Rulebook, Texts
from msbone_desktop.rules.toml_files import read_toml
from msbone_desktop.rules.toml_kinds import TABLE, TEXT, expect_keys, require

RULE_SET_VERSION = "1.0"
DEFAULT_PROFILE = "module-2019"

_HASHED = (
    "facts.toml",
    "remarks.toml",
    "conflicts.toml",
    "rules",
    "thresholds",
    "drugs",
    "profiles",
)


class UnknownProfileError(MsboneError):
    """No profile has this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"The profile '{name}' is not known. Known profiles: {', '.join(known)}.")


def profile_names(resources: Path) -> tuple[str, ...]:
    """Return the ids of the shipped profiles."""
    return tuple(sorted(path.stem for path in (resources / "profiles").glob("*.toml")))


def load_rulebook(
    resources: Path, profile: str = DEFAULT_PROFILE, evidence: EvidenceLibrary | None = None
) -> Rulebook:
    """Read the rule set.

    Args:
        resources: The folder of shipped knowledge.
        profile: Id of the profile laid over the module.
        evidence: The evidence library, when it is loaded already.

    Raises:
        UnknownProfileError: There is no such profile.
        KnowledgeError: A file is faulty; nobody must be screened with half a rule set.
    """
    names = profile_names(resources)
    if profile not in names:
        raise UnknownProfileError(profile, names)
    library = load_evidence(resources / "evidence") if evidence is None else evidence
    overlay = load_profile(resources / "profiles" / f"{profile}.toml")
    dictionary = load_dictionary(resources / "facts.toml")
    thresholds = load_thresholds(resources / "thresholds")
    _check_sources(thresholds, library)
    shared = frozenset(thresholds)
    thresholds.update(overlay.values)
    reader = RuleReader(dictionary, thresholds, library)
    every = reader.read_folder(resources / "rules")
    _check_profile(overlay, every, shared | reader.asked)
    rules = {
        rule.id: rule
        for rule in every.values()
        if rule.status == "active" and (not rule.only_in_profiles or rule.id in overlay.adds)
    }
    factors = load_steroid_factors(resources / "drugs" / "steroids.toml")
    drugs = _drug_lists(resources / "drugs")
    limits = _limits(thresholds)
    texts = read_remarks(read_toml(resources / "remarks.toml"))
    remarks = RemarkMaker(
        texts,
        drugs["antiepileptics"],
        drugs["disease_modifying_therapies"],
        _number(thresholds, "vitamin_d_factor"),
        _edge(thresholds, "vitamin_d_concern"),
    )
    facts = FactReader(
        factors, drugs["antiepileptics"], drugs["disease_modifying_therapies"], limits.changes
    )
    return Rulebook(
        version=RULE_SET_VERSION,
        profile=overlay,
        rules=rules,
        dictionary=dictionary,
        facts=facts,
        remarks=remarks,
        limits=limits,
        texts=Texts(conflicts=_conflict_messages(resources), notes=texts.notes),
        steroid_factors=factors,
        drugs=drugs,
        source_hash=_hash(resources),
    )


def _check_sources(thresholds: dict[str, Threshold], library: EvidenceLibrary) -> None:
    for threshold in thresholds.values():
        if threshold.source != "design" and threshold.source not in library.references:
            problem = f"the source '{threshold.source}' of '{threshold.name}' does not exist"
            raise KnowledgeError("thresholds", 1, problem)


def _check_profile(profile: Profile, rules: dict[str, Rule], thresholds: frozenset[str]) -> None:
    """Refuse a profile that adds or changes what does not exist: it would change nothing."""
    for rule_id in profile.adds:
        if rule_id not in rules:
            problem = f"the rule '{rule_id}' does not exist"
            raise KnowledgeError(f"{profile.id}.toml", 1, problem)
    for name in profile.values:
        if name not in thresholds:
            problem = f"nothing reads the threshold '{name}'"
            raise KnowledgeError(f"{profile.id}.toml", 1, problem)


def _conflict_messages(resources: Path) -> dict[str, str]:
    file = read_toml(resources / "conflicts.toml")
    expect_keys(file, file.content, dict.fromkeys(CONFLICTS, TABLE))
    require(file, file.content, CONFLICTS)
    for code, table in file.content.items():
        expect_keys(file, table, {"message": TEXT}, code)
        require(file, table, ("message",), code)
    return {code: table["message"] for code, table in file.content.items()}


def _drug_lists(folder: Path) -> dict[str, DrugList]:
    return {
        "antiepileptics": load_drugs(
            folder / "antiepileptics.toml",
            frozenset({"named_by_module", "extension", "other"}),
            {},
        ),
        "disease_modifying_therapies": load_drugs(
            folder / "disease_modifying_therapies.toml",
            frozenset({"fingolimod", "interferon_beta", "other"}),
            {"interferon beta": "interferon_beta"},
        ),
        "steroid_courses": load_steroid_names(folder / "steroids.toml"),
    }


def _number(thresholds: dict[str, Threshold], name: str) -> Decimal:
    value = thresholds[name].value if name in thresholds else None
    if not isinstance(value, Decimal):
        raise KnowledgeError("thresholds", 1, f"the threshold '{name}' is missing")
    return value


def _edge(thresholds: dict[str, Threshold], name: str) -> dict[str, Decimal]:
    value = thresholds[name].value if name in thresholds else None
    if not isinstance(value, dict):
        raise KnowledgeError("thresholds", 1, f"the threshold '{name}' is missing")
    return value


def _limits(thresholds: dict[str, Threshold]) -> Limits:
    def number(name: str) -> Decimal:
        return _number(thresholds, name)

    def whole(name: str) -> int:
        return int(number(name))

    def edge(name: str) -> dict[str, Decimal]:
        return _edge(thresholds, f"vitamin_d_{name}")

    return Limits(
        dxa=DxaLimits(
            number("t_score_osteoporosis"),
            number("t_score_normal"),
            number("z_score_low"),
            whole("t_score_age_men"),
            number("least_significant_change_factor"),
        ),
        windows=ReminderWindows(
            whole("dxa_yearly_interval"), whole("dxa_due_soon_window"), whole("dxa_grace_window")
        ),
        pulses=PulseLimits(
            whole("pulse_longest"), number("pulse_oral_dose"), whole("exposure_window")
        ),
        notes=NoteLimits(whole("stale_after"), whole("egfr_kidney")),
        changes=ChangeLimits(
            number("edss_change_from_low"),
            number("edss_change_from_high"),
            number("edss_change_line"),
            number("walk_worse_by"),
            number("timed_up_and_go_worse_by"),
            whole("change_window"),
            whole("relapse_window"),
        ),
        vitamin_d_factor=_number(thresholds, "vitamin_d_factor"),
        vitamin_d=VitaminDEdges(
            edge("severe"),
            edge("low"),
            edge("sufficient_2011"),
            edge("ideal_low"),
            edge("ideal_high"),
            edge("upper_limit"),
        ),
        frax_ages=(whole("frax_lowest_age"), whole("frax_highest_age")),
    )


def _hash(resources: Path) -> str:
    """Digest the knowledge that decides findings, independent of line ends and platform."""
    digest = hashlib.sha256()
    for name in _HASHED:
        path = resources / name
        for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
            digest.update(file.name.encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
