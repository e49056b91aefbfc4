"""Where Tab goes next. Qt puts what is made later at the end of the window; people read down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget


def place_after(before: QWidget, part: QWidget) -> None:
    """Let Tab go from ``before`` through everything in ``part``; both stand in one window."""
    for widget in (part, *part.findChildren(QWidget)):
        is_here = widget.window() is before.window()  # the list that drops down is a window
        if is_here and _takes_keys(widget):
            QWidget.setTabOrder(before, widget)
            before = widget


def place_before(anchor: QWidget, part: QWidget) -> None:
    """Let Tab go through everything in ``part`` just before it comes to ``anchor``."""
    before = anchor.previousInFocusChain()
    # Qt puts nothing after a label, so that the one before that label is looked for.
    while before is not None and before is not anchor and not _takes_keys(before):
        before = before.previousInFocusChain()
    if before is not None:
        place_after(before, part)


def go_on(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next or previous control of ``window``; tell whether there is one.

    Qt's own Tab also stops at what only passes the keyboard on to a part of itself. So it leaves
    out what stands before that part, and comes back to it from behind for ever.
    """
    here: QWidget | None = window.focusWidget()  # none, whatever the stubs say
    start = here or window
    each = _following(start, forward=forward)
    while each is not None and each is not start:
        if each.window() is window and _takes_keys(each) and each.isVisible() and each.isEnabled():
            reason = Qt.FocusReason
            each.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)
            return True
        each = _following(each, forward=forward)
    return False


def _following(widget: QWidget, *, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()


def button_in_hand(part: QWidget) -> QPushButton | QToolButton | None:
    """Return the button inside ``part`` that has the keyboard; a box to tick is none."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QPushButton | QToolButton) and part.isAncestorOf(focused):
        return focused
    return None


def _takes_keys(widget: QWidget) -> bool:
    by_keyboard = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_keyboard and widget.focusProxy() is None
