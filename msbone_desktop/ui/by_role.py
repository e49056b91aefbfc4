"""Leaves out of the window what a role may not do; the services refuse it as well."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.screenings import Actor


def leave_out(actor: Actor, permission: Permission, *widgets: QWidget | QAction) -> None:
    """Take ``widgets`` out of sight for good, unless the person may do what they are for.

    A button is moved into a holder that is never shown: pages show and hide their buttons by what
    is on them, and must not bring back what is not for this person. Call it when the page is laid
    out: a layout without a page would take the button back.
    """
    if actor.may(permission):
        return
    for widget in widgets:
        if isinstance(widget, QAction):
            widget.setVisible(False)
            widget.setEnabled(False)
            continue
        parent = widget.parentWidget()
        if parent is None:
            raise ValueError("A widget is left out of a page that is laid out.")
        holder = QWidget(parent)
        holder.hide()
        widget.setParent(holder)
