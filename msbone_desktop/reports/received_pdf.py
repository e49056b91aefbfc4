"""Looks into a PDF that came from elsewhere before it is kept. Nothing in it is run."""

from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, PdfError, Stream

from msbone_desktop.domain.errors import RefusedEntryError

MOST_PAGES = 200
_DEEPEST = 40
_RUNS = frozenset({"/JavaScript", "/Launch"})


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        RefusedEntryError: It is no PDF that opens, asks for a password, has no pages or too many,
            or holds something that runs when it is opened.
    """
    if b"%PDF-" not in content[:1024]:
        raise _refused("This file is not a PDF. Nothing was attached.")
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            runs = any(_runs(each) for each in _dictionaries(pdf))
    except PasswordError:
        raise _refused(
            "This PDF is locked with a password. Nothing was attached. Save it without the "
            "password, then attach that copy."
        ) from None
    except (PdfError, RecursionError, ValueError):
        raise _refused("This PDF is damaged and cannot be opened. Nothing was attached.") from None
    if not 0 < pages <= MOST_PAGES:
        raise _refused(f"This PDF has {pages} pages; a report has 1 to {MOST_PAGES}.")
    if runs:
        raise _refused(
            "This PDF holds a program (JavaScript, or a command to start one). Nothing was "
            "attached. Print it to a new PDF, then attach that."
        )
    return pages


def _refused(sentence: str) -> RefusedEntryError:
    return RefusedEntryError("report", sentence)


def _dictionaries(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    waiting: list[tuple[Object, int]] = [(pdf.trailer, 0), *((each, 0) for each in pdf.objects)]
    while waiting:
        found, depth = waiting.pop()
        inner: list[Object] = []
        if isinstance(found, Dictionary | Stream):
            yield found
            inner = list(found.values())
        elif isinstance(found, Array):
            inner = list(found)
        if depth < _DEEPEST:
            # What has a number of its own is on the list already.
            waiting += [
                (each, depth + 1)
                for each in inner
                if isinstance(each, Dictionary | Array) and not each.is_indirect
            ]


def _runs(found: Dictionary | Stream) -> bool:
    kind = found.get(Name.S)
    return (isinstance(kind, Name) and str(kind) in _RUNS) or Name.JS in found
