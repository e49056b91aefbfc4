"""Everything clinical that ships: rules, form and evidence, read once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.questionnaire import Questionnaire
from msbone_desktop.rules.evidence_loading import load_evidence
from msbone_desktop.rules.questionnaire_loading import load_questionnaire
from msbone_desktop.rules.rulebook import Rulebook
from msbone_desktop.rules.rulebook_loading import DEFAULT_PROFILE, load_rulebook


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The rule set of one profile, the form that feeds it, and the evidence behind it."""

    rulebook: Rulebook
    questionnaire: Questionnaire
    library: EvidenceLibrary
    resources: Path


KnowledgeSource: TypeAlias = Callable[[], Knowledge]


def load_knowledge(resources: Path, profile: str = DEFAULT_PROFILE) -> Knowledge:
    """Read all of it.

    Raises:
        KnowledgeError: A file is faulty; nobody may be screened with half a rule set.
    """
    library = load_evidence(resources / "evidence")
    rulebook = load_rulebook(resources, profile, library)
    form = load_questionnaire(resources / "questionnaires" / "screening.toml", rulebook.dictionary)
    return Knowledge(rulebook, form, library, resources)


def knowledge_source(resources: Path) -> KnowledgeSource:
    """Return a function that reads the knowledge at its first call and keeps it."""

    @cache
    def source() -> Knowledge:
        return load_knowledge(resources)

    return source
