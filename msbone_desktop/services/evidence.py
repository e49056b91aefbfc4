"""What the evidence says, and which rules rest on it."""

from msbone_desktop.domain.evidence import EvidenceLibrary, Statement
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import open_to_all


class EvidenceService:
    """Reads the shipped evidence; everything is in memory."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.library: EvidenceLibrary = knowledge.library
        self._rules = knowledge.rulebook.rules

    @open_to_all
    def rules_resting_on(self, statement_id: str) -> tuple[str, ...]:
        """Return the titles of the rules that name the statement, in alphabetical order."""
        return tuple(
            sorted(
                rule.title
                for rule in self._rules.values()
                if any(support.statement_id == statement_id for support in rule.support)
            )
        )

    @open_to_all
    def rules_behind(self, rule_id: str) -> tuple[Statement, ...]:
        """Return the statements behind a rule, in the rule's order; none for an unknown rule."""
        rule = self._rules.get(rule_id)
        if rule is None:
            return ()
        return tuple(self.library.statements[support.statement_id] for support in rule.support)
