"""What stands in the fields of a form, as plain values, and back again.

A form that is locked away is torn down with the program. It is built again the same way, so that
its fields come in the same order; where they do not, nothing is filled in.
"""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)


def values_of(form: QWidget) -> list[Any]:
    """Return what every field of ``form`` holds. Passphrases are left out."""
    return [_value(field) for field in _fields(form)]


def put_back(form: QWidget, values: list[Any]) -> bool:
    """Fill ``form`` as if somebody typed; tell whether it has these fields."""
    fields = _fields(form)
    if len(fields) != len(values) or any(
        type(_value(field)) is not type(value) for field, value in zip(fields, values, strict=True)
    ):
        return False
    for field, value in zip(fields, values, strict=True):
        if _value(field) != value:
            _put(field, value)
    return True


def focus_name(window: QWidget) -> str:
    """Return what the field with the keyboard is called."""
    focus: QWidget | None = window.focusWidget()
    return "" if focus is None else focus.accessibleName()


def focus_by_name(window: QWidget, name: str) -> bool:
    """Give the keyboard to the field of that name; tell whether there is one in sight."""
    for widget in window.findChildren(QWidget):
        if (
            name
            and widget.accessibleName() == name
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisibleTo(window)
            and widget.isEnabled()
        ):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
    return False


def _fields(form: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in form.findChildren(QWidget)
        if (
            isinstance(widget, QLineEdit)
            and widget.echoMode() == QLineEdit.EchoMode.Normal
            and not isinstance(widget.parent(), QComboBox)
        )
        or isinstance(widget, QPlainTextEdit | QComboBox)
        or (isinstance(widget, QAbstractButton) and widget.isCheckable())
    ]


def _value(field: QWidget) -> Any:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QComboBox):
        return field.currentIndex()
    return isinstance(field, QAbstractButton) and field.isChecked()


def _put(field: QWidget, value: Any) -> None:
    if isinstance(field, QLineEdit):
        field.setText(value)
        field.textEdited.emit(value)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(value)
        field.activated.emit(value)
    elif isinstance(field, QAbstractButton):
        field.click()


def close_dialogs() -> None:
    """Cancel every dialog and close every menu that is open; nothing of them is carried out."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        following = QApplication.activePopupWidget()
        if following is popup:
            break
        popup = following
    for window in QApplication.topLevelWidgets():
        reject = getattr(window, "reject", None)
        if reject is not None and window.isVisible():
            reject()
