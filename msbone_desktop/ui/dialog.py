"""A dialog that gives the keyboard back to the window it came from."""

from PySide6.QtWidgets import QDialog


class Dialog(QDialog):
    """Where no window manager runs, nobody else would, and the next key would go nowhere."""

    def done(self, result: int) -> None:
        """Close, and let the window go on."""
        super().done(result)
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()
