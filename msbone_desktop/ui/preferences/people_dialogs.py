"""What is asked about a person: name, role, passphrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from msbone_desktop.domain.accounts import ROLE_EXPLAINED, ROLE_WORDS, Account, Role
from msbone_desktop.domain.errors import WrongPassphraseError
from msbone_desktop.ui.form_dialog import FormDialog
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.unlock.new_passphrase import NewPassphrase
from msbone_desktop.ui.unlock.passphrase_field import PassphraseField
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.services.people import PeopleService

ADDING = (
    "The person unlocks with this name and passphrase, and changes the passphrase under Settings. "
    "Tell it by word of mouth."
)
RESETTING = (
    "{name} unlocks with this passphrase from now on, and changes it under Settings. The former "
    "one opens nothing any more."
)
READMITTING = "{name} works here again from now on, in the role of before ({role})."
CHANGING = "It holds from when {name} unlocks next."
OWN = "Your former passphrase opens nothing afterwards. Backups open with that of their day."


class RoleBox(QComboBox):
    """Offers the roles."""

    def __init__(self, chosen: Role = Role.NURSE) -> None:
        super().__init__()
        for role in Role:
            self.addItem(ROLE_WORDS[role], role)
        self.setCurrentIndex(list(Role).index(chosen))

    @property
    def role(self) -> Role:
        """The role that is chosen."""
        return list(Role)[self.currentIndex()]


def role_row(box: RoleBox) -> FormRow:
    """Return a row that says what the chosen role does."""
    row = FormRow("&Role", box, ROLE_EXPLAINED[box.role])
    box.currentIndexChanged.connect(lambda: row.help.setText(ROLE_EXPLAINED[box.role]))
    return row


class AddPersonDialog(FormDialog):
    """Lets somebody in."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent, workplace.runner, "Add a person", ADDING, "&Add")
        self._people: PeopleService = workplace.clinic.people
        self.name, self.role = QLineEdit(), RoleBox()
        self.name.setMaxLength(200)
        self.add("name", FormRow("&Name", self.name))
        self.add("role", role_row(self.role))
        self.passphrase = NewPassphrase(lambda: (self.name.text(), workplace.identity.name))
        _add_passphrase(self, self.passphrase)
        self.rows["name"].focus()

    def faults(self) -> Mapping[str, str]:
        """Ask for the name; the passphrase says itself what is wrong with it."""
        found = {} if self.name.text().strip() else {"name": "Enter the name of the person."}
        return found | _passphrase_faults(self.passphrase)

    def work(self) -> Callable[[], object]:
        """Add the person."""
        name, role, passphrase = self.name.text(), self.role.role, self.passphrase.text
        return lambda: self._people.add(name, role, passphrase)


class RoleDialog(FormDialog):
    """Gives somebody another role."""

    def __init__(self, parent: QWidget, workplace: Workplace, person: Account) -> None:
        about = CHANGING.format(name=person.name)
        super().__init__(parent, workplace.runner, f"Role of {person.name}", about, "&Change")
        self._people: PeopleService = workplace.clinic.people
        self._person = person
        self.role = RoleBox(person.role)
        self.add("role", role_row(self.role)).focus()

    def work(self) -> Callable[[], object]:
        """Change the role."""
        person, role = self._person, self.role.role
        return lambda: self._people.change_role(person.id, role, person.version)


class SetPassphraseDialog(FormDialog):
    """Sets a passphrase for somebody who forgot hers, or who comes back."""

    def __init__(self, parent: QWidget, workplace: Workplace, person: Account) -> None:
        if person.active:
            title, about, yes = f"New passphrase for {person.name}", RESETTING, "&Set"
        else:
            title, about, yes = f"Let {person.name} in again", READMITTING, "&Let in"
        about = about.format(name=person.name, role=ROLE_WORDS[person.role].lower())
        super().__init__(parent, workplace.runner, title, about, yes)
        self._people: PeopleService = workplace.clinic.people
        self._person = person
        self.passphrase = NewPassphrase(lambda: (person.name, workplace.identity.name))
        _add_passphrase(self, self.passphrase)
        self.passphrase.first.focus()

    def faults(self) -> Mapping[str, str]:
        """The passphrase says itself what is wrong with it."""
        return _passphrase_faults(self.passphrase)

    def work(self) -> Callable[[], object]:
        """Set the passphrase."""
        person, passphrase, people = self._person, self.passphrase.text, self._people
        if person.active:
            return lambda: people.reset_passphrase(person.id, passphrase)
        return lambda: people.readmit(person.id, person.version, passphrase)


class OwnPassphraseDialog(FormDialog):
    """Changes the passphrase of whoever works here now."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent, workplace.runner, "Change your passphrase", OWN, "&Change")
        self._people: PeopleService = workplace.clinic.people
        self.old = PassphraseField()
        self.add("old", FormRow("Passphrase until &now", self.old))
        name = workplace.clinic.actor.name
        self.passphrase = NewPassphrase(
            lambda: (name, workplace.identity.name), "New &passphrase", "New passphrase a&gain"
        )
        _add_passphrase(self, self.passphrase)
        self.rows["old"].focus()

    def faults(self) -> Mapping[str, str]:
        """Ask for the former passphrase."""
        found = {} if self.old.text() else {"old": "Enter the passphrase until now."}
        return found | _passphrase_faults(self.passphrase)

    def work(self) -> Callable[[], object]:
        """Change it."""
        old, new = self.old.text(), self.passphrase.text
        return lambda: self._people.change_own_passphrase(old, new)

    def _refused(self, error: BaseException) -> None:
        super()._refused(error)
        if isinstance(error, WrongPassphraseError):
            self.problem.hide()
            self.rows["old"].show_error("That is not your passphrase. Nothing was changed.")
            self.rows["old"].focus()
            self.old.selectAll()


def _add_passphrase(dialog: FormDialog, asked: NewPassphrase) -> None:
    dialog.rows["passphrase"], dialog.rows["again"] = asked.first, asked.again
    dialog.fields.addWidget(asked)
    asked.returned.connect(dialog.give)


def _passphrase_faults(asked: NewPassphrase) -> dict[str, str]:
    if asked.check() is None:
        return {}
    rows = {"passphrase": asked.first, "again": asked.again}
    return {name: row.error.text() for name, row in rows.items() if row.error.text()}
