"""The live panel: what the rules say about the answers on the left, as they are typed."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout

from msbone_desktop.domain.findings import Assessment
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.panel_delegate import PanelDelegate
from msbone_desktop.ui.screening.panel_model import PanelModel
from msbone_desktop.ui.screening.panel_rows import PanelRow, PanelWords, panel_rows

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindingsPanel(QFrame):
    """Conflicts, findings, questions and gaps; Enter opens the basis or goes to the field."""

    basis_wanted = Signal(str)
    """The id of a rule whose basis is to be shown."""
    field_wanted = Signal(str)
    """The fact to go to."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setProperty("kind", "canvas")
        self._words: PanelWords | None = None
        self.model = PanelModel()
        self._appearance = appearance
        self.view = _RowView(appearance)
        self.view.setModel(self.model)
        self.view.setAccessibleName("Findings")
        self.view.clicked.connect(self._chosen)
        self.view.basis_key.connect(self.show_basis)
        self.view.enter_key.connect(lambda: self._chosen(self.view.currentIndex()))
        hint = PlainLabel(
            "Enter or click: why a finding is here, or the field to fill in", "caption"
        )
        hint.setContentsMargins(16, 6, 16, 8)
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(hint)
        appearance.changed.connect(self._paint_ground)
        self._paint_ground()

    def use_words(self, words: PanelWords) -> None:
        """Take labels and evidence from ``words``."""
        self._words = words

    def show_assessment(self, assessment: Assessment) -> None:
        """Say what ``assessment`` says, changing only what changed."""
        if self._words is not None:
            self.model.show_rows(panel_rows(assessment, self._words))

    def clear(self) -> None:
        """Say nothing, until the screening asked for has been read."""
        self.model.show_rows(())

    def show_basis(self) -> None:
        """Open the basis of the finding in focus, or of the first one."""
        here = self.model.row(self.view.currentIndex())
        rows = [row for row in self.model.rows() if row.rule_id]
        chosen = here if here is not None and here.rule_id else (rows[0] if rows else None)
        if chosen is not None:
            self.basis_wanted.emit(chosen.rule_id)

    def go_to(self, rule_id: str) -> None:
        """Put the focus on a finding."""
        for place, row in enumerate(self.model.rows()):
            if row.rule_id == rule_id:
                self.view.setCurrentIndex(self.model.index(place))
        self.view.setFocus()

    def _paint_ground(self) -> None:
        """Stand a step back from the form, so that the cards carry the eye."""
        ground = self._appearance.tokens.sunken
        self.setStyleSheet(f"FindingsPanel, QListView {{ background: {ground}; border: none; }}")

    def _chosen(self, index: QModelIndex) -> None:
        row: PanelRow | None = self.model.row(index)
        if row is None:
            return
        if row.rule_id:
            self.basis_wanted.emit(row.rule_id)
        elif row.target:
            self.field_wanted.emit(row.target)


class _RowView(QListView):
    basis_key = Signal()
    enter_key = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.setItemDelegate(PanelDelegate(appearance, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(24)
        appearance.changed.connect(self._redraw)

    def event(self, event: QEvent) -> bool:
        """Keep F1 and Ctrl+I for the basis, whatever they mean to the window."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _asks_basis(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the basis, or do what Enter does to the line in focus."""
        if _asks_basis(event):
            self.basis_key.emit()
        elif event.key() in ENTER and not event.modifiers():
            self.enter_key.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the focus on a line at once, so that it is seen where the keyboard is."""
        super().focusInEvent(event)
        # Qt has made the first line the current one by now, without selecting it.
        if not self.selectionModel().hasSelection():
            places = range(self.model().rowCount())
            indexes = (self.model().index(place, 0) for place in places)
            can = Qt.ItemFlag.ItemIsSelectable
            first = next((index for index in indexes if index.flags() & can), None)
            if first is not None:
                self.setCurrentIndex(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the lines out for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._redraw()

    def _redraw(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _asks_basis(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier
    return event.key() == Qt.Key.Key_F1 or (
        event.key() == Qt.Key.Key_I and event.modifiers() == control
    )
