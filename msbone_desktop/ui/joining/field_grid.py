"""Both records side by side, field by field; where they differ, one of the two is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from msbone_desktop.domain.merging import FieldChoice, MergePreview
from msbone_desktop.domain.patients import Patient
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_16
from msbone_desktop.ui.joining.wording import label_of, value_words, wrapped_words
from msbone_desktop.ui.plain_label import PlainLabel

KEPT, TAKEN = 0, 1


class FieldGrid(QWidget):
    """Those that differ come first. What the kept record lacks is taken unless staff say no."""

    def __init__(self, preview: MergePreview) -> None:
        super().__init__()
        self.choices: dict[str, QButtonGroup] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_16)
        grid.setVerticalSpacing(SPACE_4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        heads = ("", _head("Kept", preview.kept), _head("Other", preview.other))
        for column, head in enumerate(heads):
            grid.addWidget(PlainLabel(head, "strong", wrap=True), 0, column)
        row = 1
        for choice in preview.fields:
            if choice.differs:
                self._add(grid, row, choice)
                row += 1
        alike = [choice for choice in preview.fields if not choice.differs]
        if alike:
            words = ", ".join(label_of(choice.field) for choice in alike)
            same = PlainLabel(f"The same on both: {words}.", "caption", wrap=True)
            grid.addWidget(same, row, 0, 1, 3)

    def taken(self) -> frozenset[str]:
        """Return the fields that the kept record takes from the other."""
        return frozenset(
            field for field, group in self.choices.items() if group.checkedId() == TAKEN
        )

    def _add(self, grid: QGridLayout, row: int, choice: FieldChoice) -> None:
        label = label_of(choice.field)
        name = PlainLabel(label, "soft", wrap=True)
        name.setContentsMargins(0, SPACE_8, 0, 0)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        group = QButtonGroup(self)
        for which, values, record in (
            (KEPT, choice.kept, "kept record"),
            (TAKEN, choice.other, "other record"),
        ):
            button = QRadioButton(wrapped_words(choice.field, values))
            button.setAccessibleName(f"{label}, {record}: {value_words(choice.field, values)}")
            group.addButton(button, which)
            grid.addWidget(button, row, 1 + which, Qt.AlignmentFlag.AlignTop)
        group.button(TAKEN if choice.suggests_other else KEPT).setChecked(True)
        self.choices[choice.field] = group


def _head(which: str, patient: Patient) -> str:
    return f"{which}: {patient.details.clinic_id}\n{patient.name}"
