"""Builds the rule set of one profile from the shipped knowledge."""

import hashlib
from pathlib import Path

from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.domain.evidence import EvidenceLibrary
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
    load_thresholds,
    read_profile,
)
from msbone_desktop.rules.limit_loading import read_limits
from msbone_desktop.rules.loading import Rule, RuleReader
from msbone_desktop.rules.remarks import RemarkMaker, read_remarks
from msbone_desktop.rules.rulebook import Rulebook, Texts
from msbone_desktop.rules.toml_files import TomlFile, read_toml
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
    profile_file = read_toml(resources / "profiles" / f"{profile}.toml")
    overlay = read_profile(profile_file, profile)
    dictionary = load_dictionary(resources / "facts.toml")
    thresholds = load_thresholds(resources / "thresholds")
    _check_sources(thresholds, library)
    shared = frozenset(thresholds)
    thresholds.update(overlay.values)
    reader = RuleReader(dictionary, thresholds, library)
    every = reader.read_folder(resources / "rules")
    _check_profile(profile_file, overlay, every, shared | reader.asked, library)
    rules = {
        rule.id: rule
        for rule in every.values()
        if rule.status == "active" and (not rule.only_in_profiles or rule.id in overlay.adds)
    }
    steroids = dictionary.fields["steroid_courses.drug"].words
    factors = load_steroid_factors(resources / "drugs" / "steroids.toml", steroids)
    drugs = _drug_lists(resources / "drugs")
    limits = read_limits(thresholds)
    texts = read_remarks(read_toml(resources / "remarks.toml"), library, frozenset(every))
    remarks = RemarkMaker(
        texts,
        drugs["antiepileptics"],
        drugs["disease_modifying_therapies"],
        limits.vitamin_d_factor,
        limits.vitamin_d_concern,
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
            raise threshold.refuse(f"the reference '{threshold.source}' does not exist")


def _check_profile(
    file: TomlFile,
    profile: Profile,
    rules: dict[str, Rule],
    thresholds: frozenset[str],
    library: EvidenceLibrary,
) -> None:
    """Refuse a profile without a source, and one that adds or changes what does not exist."""
    if profile.source not in library.references:
        raise file.refuse(f"the reference '{profile.source}' does not exist", "source")
    for index, rule_id in enumerate(profile.adds):
        if rule_id not in rules:
            raise file.refuse(f"the rule '{rule_id}' does not exist", "adds", index)
    for name, threshold in profile.values.items():
        if name not in thresholds:
            raise threshold.refuse(f"nothing reads the threshold '{name}'")


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


def _hash(resources: Path) -> str:
    """Digest the knowledge that decides findings, independent of line ends and platform."""
    digest = hashlib.sha256()
    for name in _HASHED:
        path = resources / name
        for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
            digest.update(file.name.encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
