"""A dialog that gives the keyboard back to the window it came from."""

from PySide6.QtWidgets import QDialog

from msbone_desktop.ui.keyboard_order import go_on


class Dialog(QDialog):
    """Where no window manager runs, nobody else would, and the next key would go nowhere."""

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - as Qt calls it
        """Go with Tab through every control, in the order in which they stand."""
        return go_on(self, forward=next)

    def done(self, result: int) -> None:
        """Close, and let the window go on."""
        super().done(result)
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()
