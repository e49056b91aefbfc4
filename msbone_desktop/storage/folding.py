"""Names and numbers as they are compared: without accents, case, or signs between the parts.

Done here and not by the database: SQLite folds ASCII alone, and its full-text search leaves
ł, ø, ß and the dotless ı as they are.
"""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ŋ": "n",
        "ə": "e",
        "ĸ": "k",
    }
)
_JOINED = re.compile(r"['’‘ʼʻ`´.]")
_APOSTROPHE = re.compile(r"['’‘ʼʻ`´]")
_NOT_WORD = re.compile(r"[^\w%\\]+")
_NOT_LETTER = re.compile(r"[\W_]+")
SIGNS = "%_\\"
"""Mean something to other searches; here they are letters like any other."""
_FIRST_IDEOGRAPH = "\u2e80"


def fold(text: str) -> str:
    """Return ``text`` as compared: Łukasz as lukasz, Weiß as weiss, Yılmaz as yilmaz."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    # Casefold again: taking apart may have brought capitals back.
    return bare.casefold().translate(_LETTERS)


def key(text: str) -> str:
    """Return a name as sorted: folded, its parts one space apart, apostrophes gone."""
    return " ".join(_NOT_WORD.sub(" ", _JOINED.sub("", fold(text))).split())


def joined(text: str) -> str:
    """Return only the letters and digits of ``text``, folded: MS-0012 as ms0012."""
    return _NOT_LETTER.sub("", fold(text))


def digits(text: str) -> str:
    """Return the digits of ``text`` as ASCII."""
    return "".join(str(unicodedata.digit(each)) for each in text if each.isdecimal())


def name_words(family: str, given: str) -> list[str]:
    """Return every word by which a name is found.

    O'Brien is found as obrien and as brien; names written without spaces (王小明) also by family
    and given name in one.
    """
    words = key(family).split() + key(given).split()
    words += [sign for sign in SIGNS if sign in family + given]
    for part in _APOSTROPHE.split(fold(f"{family} {given}"))[1:]:
        words += key(part).split()[:1]
    if any(each >= _FIRST_IDEOGRAPH for each in family + given):
        words += [joined(family) + joined(given), joined(given) + joined(family)]
    return words


def typed_key(text: str) -> str:
    """Return what was typed as the key of a clinic ID; half a character, which SQL lacks, goes."""
    return fold(text.strip().encode("utf-8", "ignore").decode())


def search_words(
    family: str, given: str, clinic_id: str, phone: str, born_on: str | None
) -> list[str]:
    """Return the words under which a patient is filed.

    A telephone number is filed backwards after "#", so that its last digits are a prefix; a date
    of birth after "@".
    """
    words = [*name_words(family, given), joined(clinic_id), *key(clinic_id).split()]
    number = digits(phone)
    if number:
        words.append(f"#{number[::-1]}")
    if born_on:
        words.append(f"@{born_on}")
    return sorted({word for word in words if word})


# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = str.maketrans("авекмнорстухіѕјԁԛԝαβεηικνορτυχ", "abekmhopctyxisjdqwabenikvoptux")


def lookalike(text: str) -> str:
    """Return ``text`` with letters of other scripts as the Latin ones that they look like."""
    return fold(text).translate(_LOOKALIKES)
