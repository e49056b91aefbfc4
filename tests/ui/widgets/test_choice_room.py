"""A chosen word is drawn bold, and nothing of it may be cut."""

from PySide6.QtGui import QFont, QFontMetrics

from msbone_desktop.ui.widgets.choice_editors import Segments


def test_choosing_a_word_neither_cuts_nor_moves_it(qtbot, qapp, appearance):
    appearance.apply(qapp, "light")
    row = Segments((("a", "Wheelchair part of the day"), ("b", "Wheelchair all day")))
    qtbot.addWidget(row)
    row.resize(900, 60)
    row.show()
    button = row.buttons["a"]
    before = button.width()
    row.choose("a")
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    needed = QFontMetrics(bold).horizontalAdvance(button.text()) + 26
    assert before == button.width() >= needed
