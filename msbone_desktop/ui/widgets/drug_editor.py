"""An editor for medicines: completes from the drug list, and keeps what it does not know."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from msbone_desktop.ui.widgets.editors import WordsEditor

NOT_RECOGNISED = "Not recognised: no rule can use it."

CompleteDrug: TypeAlias = Callable[[str], tuple[tuple[str, str], ...]]
"""From the first letters to pairs of the generic name and the text to offer."""
RecognisesDrug: TypeAlias = Callable[[str], bool]


class DrugEditor(WordsEditor):
    """A generic name; a brand that is typed is shown as its generic."""

    line_width = 240

    def __init__(self, complete: CompleteDrug, recognises: RecognisesDrug) -> None:
        super().__init__(longest=100)
        self._complete, self._recognises = complete, recognises
        self._brand = ""
        self._offered: dict[str, str] = {}
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.activated.connect(self._take)
        self.line.setCompleter(self._completer)
        self.line.setPlaceholderText("Generic or brand name")
        self.left.connect(self._settle)

    def show_value(self, value: Any) -> None:
        """Show a name."""
        self._brand = ""
        super().show_value(value)

    def echo(self) -> str:
        """Say which brand was typed, or that no rule knows the name."""
        if self.blank() or self.problem():
            return ""
        if not self._recognises(self.value()):
            return NOT_RECOGNISED
        return f"{self._brand} is {self.value()}." if self._brand else ""

    def _typed(self) -> None:
        self._brand = ""
        self._offer()
        super()._typed()

    def _offer(self) -> None:
        text = self.line.text().strip()
        found = self._complete(text)[:12] if text else ()
        self._offered = {shown: generic for generic, shown in found}
        self._names.setStringList(list(self._offered))

    def _take(self, shown: str) -> None:
        generic = self._offered.get(shown)
        if generic is not None:
            self.line.setText(generic)
            self.understand()
            self.edited.emit()

    def _settle(self) -> None:
        """Turn a whole brand name into its generic."""
        text = self.line.text().strip()
        if not text or self.problem():
            return
        exact = text.casefold()
        for generic, shown in self._complete(text):
            names = {name.strip().casefold() for name in re.split(r"[(),—]", shown)}
            if exact in names and generic.casefold() != exact:
                self._brand = text
                self.line.setText(generic)
                self.understand()
                self.edited.emit()
                return
