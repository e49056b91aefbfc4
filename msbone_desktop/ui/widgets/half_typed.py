"""What stands in a field and is no answer, or not yet: kept with the draft, and put back.

Answers are kept as answers. Text that cannot be read, and entries that are not whole, are none;
but somebody typed them, so they are there again when the draft is opened.
"""

from typing import Any

from msbone_desktop.ui.form_memory import put_back, values_of
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.list_field import ListField


def half_typed_in(field: AnswerField) -> list[list[Any]]:
    """Return the contents of each unfinished entry, or of a field that cannot be read."""
    if not field.problem():
        return []
    if isinstance(field, ListField):
        return [values_of(row) for row in field.editor.rows if row.problem()]
    return [values_of(field.editor)]


def put_half_typed(field: AnswerField, kept: object) -> None:
    """Put back what ``half_typed_in`` returned; what does not fit the field is passed over."""
    for values in kept if isinstance(kept, list) else []:
        if not isinstance(values, list):
            continue
        if isinstance(field, ListField):
            row = field.editor.new_row()
            put_back(row, values)
            row.show_problems()
        else:
            put_back(field.editor, values)
            field.complain()
