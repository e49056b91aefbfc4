"""Lines that hold Arabic or Hebrew, put into the order in which they are drawn.

A PDF draws from left to right. Each line is shaped and turned by itself, after the text was cut
into lines in the order in which it is read.
"""

import re
from functools import lru_cache
from typing import Any

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NUMBER_AFTER = re.compile("([\u0590-\u08ff])(?=[ ,;:.()\u00b7\u00a0]*[0-9])")
"""In a line from left to right, a number after a name does not become part of the name."""
_ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")


def runs_right_to_left(text: str) -> bool:
    """Tell whether any of ``text`` is read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def shaped(text: str) -> str:
    """Return ``text`` with each Arabic letter in the form that its neighbours ask for."""
    if not _ARABIC.search(text):
        return text
    return str(_reshaper().reshape(text))


def drawing_order(line: str) -> str:
    """Return one shaped line in the order in which it is drawn, from left to right."""
    from bidi import get_base_level, get_display

    if get_base_level(line) == 0:
        line = _NUMBER_AFTER.sub("\\1\u200e", line)
    return str(get_display(shaped(line)))


@lru_cache(maxsize=1)
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # Vowel signs are part of a name; the single-glyph word ligatures are not in every font.
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
