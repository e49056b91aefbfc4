"""A clinic that works its DXA list for years, day by day, beside a simpler account of the same.

``python -m tests.simulated_clinic --patients 2000 --years 5`` prints what it did and fails when
one day differs. The account here shares no code with the engine: dates are counted by hand, and
what hides a reminder is kept as one day per patient.
"""

import argparse
import random
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.follow_up import (
    FollowUpFacts,
    FollowUpPolicy,
    Group,
    ReminderEvent,
    ReminderEventId,
)
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.work_list import ON_LIST, Rules, place

RULES = Rules(12, frozenset({"FX-FRAG"}))
POLICY = FollowUpPolicy(annual_dxa_rules=("MOB-65",))
START = date(2023, 3, 1)  # so that 29 February 2024 and 2028 are met
YEARLY = ("MOB-DECL", "MOB-65")


def a_year_later(day: date) -> date:
    """The same day of the next year; 28 February after a 29th."""
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass
class Simulated:
    """One patient, as the clinic's file and as the simple account know her."""

    facts: FollowUpFacts
    events: list[ReminderEvent] = field(default_factory=list)
    found: dict[str, date] = field(default_factory=dict)
    hidden_until: date | None = None
    booked_for: date | None = None
    done_on: date | None = None
    denied_on: date | None = None
    is_cancelled: bool = False
    is_suspended: bool = False
    leaves_on: date | None = None

    def due(self) -> date | None:
        """When the next scan is due, by hand."""
        scanned = self.done_on or self.facts.last_scan_on
        days = [self.found[rule] for rule in self.found if scanned is None]
        if scanned is not None and any(rule in self.found for rule in YEARLY):
            days.append(a_year_later(scanned))
        if self.done_on is not None:
            days.append(self.done_on + timedelta(days=14))
        if not days and self.is_asked:
            assert self.denied_on is not None
            days.append(self.denied_on if scanned is None else a_year_later(scanned))
        return min(days, default=None)

    @property
    def is_asked(self) -> bool:
        """Motor loss was denied, and nobody has ended its reminder since."""
        return self.denied_on is not None and not self.is_cancelled

    @property
    def gone(self) -> bool:
        """Nobody may be reminded."""
        return self.facts.deceased or self.facts.opted_out or self.facts.left_on is not None


@dataclass
class Figures:
    """What a run did; a run that did too little proves nothing."""

    days: int = 0
    looks: int = 0
    scans: int = 0
    dismissals: int = 0
    returns: int = 0
    first_days: int = 0
    clock_set_back: int = 0


class Clinic:
    """Runs the days."""

    def __init__(self, patients: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.people = [self._person(number) for number in range(1, patients + 1)]
        self.figures = Figures()
        self._number = 0

    def _person(self, number: int) -> Simulated:
        added = START - timedelta(days=self.dice.randrange(900))
        facts = FollowUpFacts(patient=PatientId(number), added_on=added)
        person = Simulated(facts)
        if self.dice.random() < 0.6:
            self._screen(person, added)
        if self.dice.random() < 0.4:
            scanned = date(2024, 2, 29) if number % 40 == 0 else added
            self._scan(person, min(scanned, START))
        if self.dice.random() < 0.1:
            person.leaves_on = START + timedelta(days=self.dice.randrange(1800))
        return person

    def run(self, years: int) -> Figures:
        """Look and work every day."""
        for offset in range(years * 365 + 2):
            on = START + timedelta(days=offset)
            for person in self.people:
                self._live(person, on)
            self._look(on)
            if offset % 97 == 96:
                self._look_with_the_clock_set_back(on)
            self.figures.days += 1
        return self.figures

    def _live(self, person: Simulated, on: date) -> None:
        chance = self.dice.random()
        if person.leaves_on == on:
            change = self.dice.choice(("deceased", "opted_out", "left_on"))
            value: Any = PartialDate.of(on) if change == "left_on" else True
            person.facts = replace(person.facts, **{change: value})
        elif chance < 0.004:
            self._screen(person, on)
        elif on == date(2024, 2, 29) and chance < 0.2:
            self._scan(person, on)
        if person.booked_for == on and self.dice.random() < 0.7:
            self._scan(person, on)

    def _screen(self, person: Simulated, on: date) -> None:
        """Find, deny, or leave unanswered each of three findings."""
        for rule in (*YEARLY, "FX-FRAG"):
            word = self.dice.choices(("yes", "no", "not asked"), (0.3, 0.3, 0.4))[0]
            if word == "yes":
                person.found.setdefault(rule, on)
            elif word == "no" and rule in person.found:
                del person.found[rule]
                if rule == "MOB-DECL":
                    person.denied_on, person.is_cancelled = on, False
            if rule == "MOB-DECL" and word == "yes":
                person.denied_on = None
        known = dict(person.found)
        triggered = frozenset(rule for rule in known if self.dice.random() < 0.7)
        person.facts = replace(
            person.facts,
            screened_on=on,
            since=known,
            triggered=triggered,
            unanswered=frozenset(known) - triggered,
            ended={} if person.denied_on is None else {"MOB-DECL": person.denied_on},
        )

    def _scan(self, person: Simulated, on: date) -> None:
        person.facts = replace(person.facts, last_scan_on=on)
        person.hidden_until = person.booked_for = person.done_on = None
        if hasattr(self, "figures"):
            self.figures.scans += 1

    def _look(self, on: date) -> None:
        counts = dict.fromkeys(Group, 0)
        excluded = 0
        for person in self.people:
            found = place(person.facts, "dxa", person.events, POLICY, RULES, on)
            counts[found.group] += 1
            excluded += found.is_excluded
            self._compare(person, found.group, on)
            if found.group in ON_LIST:
                self._work(person, found.group, on)
            elif person.is_suspended and self.dice.random() < 0.01:
                person.is_suspended = False
                self._log(person, "resumed", on, None)
        due = sum(counts[group] for group in ON_LIST)
        not_due = counts[Group.UPCOMING] + counts[Group.NOT_ON_LIST] - excluded
        assert due + not_due + excluded == len(self.people), on
        self.figures.looks += len(self.people)

    def _compare(self, person: Simulated, group: Group, on: date) -> None:
        due = person.due()
        who = (person.facts.patient, on, group, due)
        if person.gone or person.is_suspended or due is None:
            assert group is Group.NOT_ON_LIST, who
            return
        days = (on - due).days
        booked = person.booked_for
        if booked is not None and on <= booked + timedelta(days=14):
            assert group is Group.BOOKED, who
            return
        if days < -30:
            assert group is Group.UPCOMING, who
            return
        self.figures.first_days += days == 0
        if person.hidden_until is not None and on < person.hidden_until:
            assert group is Group.NOT_ON_LIST, who
            return
        self.figures.returns += on in (
            person.hidden_until,
            booked and booked + timedelta(days=15),
        )
        if person.facts.last_scan_on is None and person.done_on is None:
            wanted = Group.NEVER_SCANNED
        elif days < 0:
            wanted = Group.DUE_SOON
        else:
            wanted = Group.DUE if days <= 30 else Group.OVERDUE
        assert group is wanted, (*who, wanted)

    def _work(self, person: Simulated, group: Group, on: date) -> None:
        if self.dice.random() > 0.03:
            return
        if group is Group.BOOKED:
            self._work_on_booking(person, on)
            return
        if person.is_asked and not person.found and person.done_on is None:
            if self.dice.random() < 0.5:
                person.is_cancelled, person.hidden_until = True, None
                self._log(person, "cancelled", on, None)
            else:
                self._log(person, "kept", on, None)
            return
        choices: tuple[tuple[Any, int, int], ...] = (
            ("contacted", 7, 28),
            ("snoozed", 1, 90),
            ("declined", 100, 200),
            ("not_appropriate", 50, 400),
            ("booked", 1, 40),
            ("done", 0, 0),
            ("suspended", 0, 0),
        )
        action, least, most = self.dice.choice(choices)
        until = on + timedelta(days=self.dice.randint(least, most))
        self._log(person, action, on, until if most else None)
        if action == "suspended":
            person.is_suspended = True
            return
        # What is done last counts; a booking ends what hid the reminder, and the other way round.
        person.hidden_until = None if action == "booked" else until
        person.booked_for = until if action == "booked" else None
        if action == "done":
            person.done_on, person.hidden_until = on, on + timedelta(days=14)

    def _work_on_booking(self, person: Simulated, on: date) -> None:
        """A call about it changes nothing; whoever did not come is open again at once."""
        assert person.booked_for is not None
        if on > person.booked_for and self.dice.random() < 0.5:
            person.booked_for = None
            self._log(person, "did_not_attend", on, None)
        else:
            self._log(person, "contacted", on, on + timedelta(days=9))

    def _log(self, person: Simulated, action: Any, on: date, until: date | None) -> None:
        self._number += 1
        person.events.append(
            ReminderEvent(
                id=ReminderEventId(self._number),
                patient=person.facts.patient,
                kind="dxa",
                action=action,
                on_day=on,
                until_day=until,
                reason="simulated",
            )
        )
        self.figures.dismissals += 1

    def _look_with_the_clock_set_back(self, on: date) -> None:
        """What was completed stays completed when the computer believes it is last year."""
        wrong = on - timedelta(days=400)
        for person in self.people:
            found = place(person.facts, "dxa", person.events, POLICY, RULES, wrong)
            scanned = person.facts.last_scan_on
            if scanned is not None and scanned > wrong:
                assert found.group in (Group.UPCOMING, Group.NOT_ON_LIST), (person, wrong)
                self.figures.clock_set_back += 1


def main() -> int:
    """Run, and print what was done."""
    parser = argparse.ArgumentParser(prog="simulated_clinic", description=__doc__)
    parser.add_argument("--patients", type=int, default=2000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    started = time.monotonic()
    figures = Clinic(asked.patients, asked.seed).run(asked.years)
    print(f"{asked.patients} patients, {figures}, {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
