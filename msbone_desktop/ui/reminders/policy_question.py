"""Asked once, on the work list: which findings start a yearly DXA in this clinic."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton

from msbone_desktop.domain.follow_up import FollowUpPolicy
from msbone_desktop.services.follow_up_policy import Candidate
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

WORDS = (
    "Which findings start a yearly DXA here? Nothing is on before you decide. The module itself "
    "names loss of motor function; everything else is this clinic's own policy and is labelled so."
)


class PolicyQuestion(Card):
    """``answered`` when the clinic has decided."""

    answered = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("Before the first list", kind="tint")
        self._workplace = workplace
        self._policy = FollowUpPolicy()
        self.boxes: dict[str, QCheckBox] = {}
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self._built = False

    def show_if_unasked(self, policy: FollowUpPolicy) -> None:
        """Stand on the page only while nobody has decided."""
        self._policy = policy
        if not policy.asked and not self._built:
            self._build(self._workplace.clinic.policy.candidates())
        self.setVisible(not policy.asked)

    def _build(self, candidates: tuple[Candidate, ...]) -> None:
        self._built = True
        self.column.addWidget(PlainLabel(WORDS, wrap=True))
        row, grid = QHBoxLayout(), QGridLayout()
        row.setSpacing(SPACE_12)
        for number, candidate in enumerate(candidates):
            box = QCheckBox(candidate_words(candidate))
            box.setChecked(candidate.recommended)
            box.setEnabled(not candidate.by_module)
            self.boxes[candidate.rule_id] = box
            grid.addWidget(box, number // 2, number % 2)
        self.column.addLayout(grid)
        decide = QPushButton("Dec&ide")
        decide.setProperty("kind", "primary")
        decide.clicked.connect(self._decide)
        row.addWidget(decide)
        row.addSpacing(SPACE_8)
        row.addWidget(PlainLabel("It can be changed in Settings at any time.", "caption"), 1)
        self.column.addWidget(self.problem)
        self.column.addLayout(row)

    def _decide(self) -> None:
        chosen = tuple(rule for rule, box in self.boxes.items() if box.isChecked())
        policy = replace(self._policy, annual_dxa_rules=chosen)
        save = self._workplace.clinic.policy.save
        self._workplace.runner.run(
            owner=self,
            work=lambda: save(policy, policy.version),
            on_success=self._kept,
            on_failure=self._report,
        )

    def _kept(self, policy: FollowUpPolicy) -> None:
        self.show_if_unasked(policy)
        self.answered.emit()

    def _report(self, error: BaseException) -> None:
        self.problem.setText(explain(error))
        self.problem.show()


def candidate_words(candidate: Candidate) -> str:
    """Return a finding with who says that it should start a yearly scan."""
    if candidate.by_module:
        return f"{candidate.title} (by the module, always on)"
    return f"{candidate.title} (recommended)" if candidate.recommended else candidate.title
