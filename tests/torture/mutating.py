"""Ways to spoil a file."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

PAGE = 4096
_HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1e308, float("nan"), "", ".", "..", "../x", "a/b", "\0",
    "\ud800", "x" * 5000, [], {}, [[[[]]]], {"a": 1},
)  # fmt: skip
_DEEP = "[" * 60_000
Mutation = Callable[[bytes, Random], bytes]


def flipped(count: int) -> Mutation:
    """Return a mutation that changes so many bytes at random places."""

    def mutate(content: bytes, dice: Random) -> bytes:
        spoiled = bytearray(content)
        for _ in range(count):
            spoiled[dice.randrange(len(spoiled))] ^= dice.randint(1, 255)
        return bytes(spoiled)

    return mutate


def cut_at_a_page(content: bytes, dice: Random) -> bytes:
    return content[: PAGE * dice.randrange(len(content) // PAGE)]


def cut_at(page: int) -> Mutation:
    """Return a mutation that cuts a file off before a page."""
    return lambda content, _dice: content[: PAGE * page]


def cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def noise(content: bytes, dice: Random) -> bytes:
    return dice.randbytes(dice.randint(0, 3000))


def longer(content: bytes, dice: Random) -> bytes:
    return content + dice.randbytes(dice.choice((1, 80, PAGE)))


def doubled_piece(content: bytes, dice: Random) -> bytes:
    start = dice.randrange(len(content))
    piece = content[start : start + dice.randint(1, 200)]
    at = dice.randrange(len(content))
    return content[:at] + piece + content[at:]


def swapped_pages(content: bytes, dice: Random) -> bytes:
    """Two pages of a database change places: each is authentic, at another number."""
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    one, other = dice.sample(range(len(pages)), 2)
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def hostile_json(content: bytes, dice: Random) -> bytes:
    """One value of a JSON file is something else, or the whole is nested beyond reason."""
    if dice.random() < 0.03:
        return _DEEP.encode()
    whole = json.loads(content)
    places = list(_places(whole))
    holder, key = dice.choice(places)
    if dice.random() < 0.2 and isinstance(holder, dict):
        del holder[key]
    else:
        holder[key] = dice.choice(_HOSTILE)
    return json.dumps(whole).encode()


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        yield value, key
        if isinstance(inner, dict | list) and inner:
            yield from _places(inner)


ANY = (flipped(1), flipped(10), flipped(100), cut, noise, longer, doubled_piece)
DATABASE = (flipped(1), flipped(10), flipped(100), cut_at_a_page, cut, longer, swapped_pages)
JSON = (*ANY, hostile_json, hostile_json, hostile_json)
