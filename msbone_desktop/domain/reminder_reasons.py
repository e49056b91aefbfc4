"""Why something is due, and from when: the reasons of one patient, the strongest first.

An answer that is missing ends no reason: motor loss that was found stays one until a clinician
says that there is none (rules of the module; the windows and the policy are the clinic's own).
"""

from datetime import date, timedelta

from msbone_desktop.domain.calendar import add_months, day_words
from msbone_desktop.domain.follow_up import FollowUpFacts, FollowUpPolicy, Reason, Source

MOTOR_LOSS = "MOB-DECL"


def dxa_reasons(
    facts: FollowUpFacts,
    policy: FollowUpPolicy,
    *,
    on: date,
    yearly_months: int,
    baseline_rules: frozenset[str],
    scanned_on: date | None,
) -> tuple[Reason, ...]:
    """Return every reason for a DXA.

    Args:
        facts: What is on record.
        policy: Which findings start a yearly scan in this clinic.
        on: The day to look from.
        yearly_months: Months between yearly scans.
        baseline_rules: Findings that call for a first scan.
        scanned_on: The last scan, recorded here or done elsewhere.
    """
    present = facts.triggered | facts.unanswered

    def yearly(rule: str, source: Source, words: str) -> Reason:
        start = facts.since.get(rule, facts.screened_on or on)
        due = start if scanned_on is None else add_months(scanned_on, yearly_months)
        return Reason(source=source, due_on=due, rule_id=rule, words=words)

    reasons = []
    if MOTOR_LOSS in present:
        words = (
            "motor loss was found; whether it goes on was not recorded since"
            if MOTOR_LOSS in facts.unanswered
            else "motor function or walking is being lost"
        )
        reasons.append(yearly(MOTOR_LOSS, Source.MODULE, words))
    if facts.interval_months is not None:
        due = facts.interval_set_on or facts.added_on
        if scanned_on is not None:
            due = add_months(scanned_on, facts.interval_months)
        words = f"every {facts.interval_months} months for this person"
        reasons.append(Reason(source=Source.CLINICIAN, due_on=due, words=words))
    if scanned_on is None:
        reasons += [
            Reason(
                source=Source.EXTENSION,
                due_on=facts.since.get(rule, facts.screened_on or on),
                rule_id=rule,
                words="a first scan is suggested",
            )
            for rule in sorted(present & baseline_rules)
        ]
    reasons += [
        yearly(rule, Source.POLICY, "this clinic scans yearly for this finding")
        for rule in policy.annual_dxa_rules
        if rule in present and rule != MOTOR_LOSS
    ]
    return tuple(reasons)


def ended_reason(
    facts: FollowUpFacts, *, yearly_months: int, scanned_on: date | None
) -> Reason | None:
    """Return the reminder that is left when motor loss was denied, to be kept or cancelled."""
    denied = facts.ended.get(MOTOR_LOSS)
    if denied is None:
        return None
    due = denied if scanned_on is None else add_months(scanned_on, yearly_months)
    words = "motor loss is no longer recorded: keep or cancel this reminder?"
    return Reason(source=Source.MODULE, due_on=due, rule_id=MOTOR_LOSS, words=words)


def awaited_reason(done_on: date, *, wait: timedelta) -> Reason:
    """Return the reminder to ask for the report of a scan that was done elsewhere."""
    return Reason(
        source=Source.CLINICIAN,
        due_on=done_on + wait,
        words=f"done elsewhere on {day_words(done_on)}; its report is not here",
    )


def review_reason(facts: FollowUpFacts, policy: FollowUpPolicy) -> Reason:
    """Return when the yearly bone review is due: counted from the newest signed screening."""
    if facts.screened_on is None:
        return Reason(source=Source.POLICY, due_on=facts.added_on, words="never screened")
    due = add_months(facts.screened_on, policy.review_months)
    words = f"this clinic reviews every {policy.review_months} months"
    return Reason(source=Source.POLICY, due_on=due, words=words)
