"""What a disk may hold after a power cut, by a model of what the system promises.

- What was written to a file lasts once that file was synced. Of what was written since, each piece
  of a page or of a sector is kept or dropped by the dice.
- What was done to names (made, renamed, removed) reaches the disk in order: a syncing of a folder
  makes everything last that was done up to its newest change; of the rest a beginning lasts.
- Syncing a new file makes its name last too on some systems and not on others: the dice decide.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture.recording import (
    Copied,
    Cut,
    Event,
    Linked,
    Made,
    Moved,
    Opened,
    Removed,
    Synced,
    Told,
    Wrote,
)

_SECTOR, _PAGE = 512, 4096
_Names = dict[int, dict[str, int]]
_Change = tuple[tuple[int, str, int | None], ...]
"""What one call did to names: folder, name, and the node that it names now or None."""


@dataclass
class _File:
    lasting: bytearray = field(default_factory=bytearray)
    waiting: list[Wrote | Cut] = field(default_factory=list)

    def sync(self) -> None:
        for each in self.waiting:
            _apply(self.lasting, each)
        self.waiting.clear()

    def seen(self) -> bytearray:
        """Return what the running program would read."""
        content = bytearray(self.lasting)
        for each in self.waiting:
            _apply(content, each)
        return content


def _apply(content: bytearray, change: Wrote | Cut) -> None:
    if isinstance(change, Cut):
        del content[change.length :]
        content.extend(bytes(change.length - len(content)))
        return
    end = change.offset + len(change.content)
    content.extend(bytes(max(0, end - len(content))))
    content[change.offset : end] = change.content


class Disk:
    """A folder on a disk that can lose its power.

    Args:
        root: The folder as it was named in the recording.
        kept: A copy of it from before the recording; that much lasts.
        dice: Decide what the model leaves open.
    """

    def __init__(self, root: Path | str, kept: Path, dice: Random) -> None:
        self._root, self._dice = str(root), dice
        self._files: dict[int, _File] = {}
        self._seen: _Names = {0: {}}
        self._lasting: _Names = {0: {}}
        self._waiting: list[_Change] = []
        self._open: dict[int, int] = {}
        self._nodes = 0
        self._read(kept, 0)
        self._lasting = {folder: dict(names) for folder, names in self._seen.items()}

    def _read(self, folder: Path, node: int) -> None:
        for each in sorted(folder.iterdir()):
            self._nodes += 1
            number = self._nodes
            self._seen[node][each.name] = number
            if each.is_dir():
                self._seen[number] = {}
                self._read(each, number)
            else:
                self._files[number] = _File(bytearray(each.read_bytes()))

    def play(self, event: Event) -> None:
        """Let one recorded call happen; what concerns other folders is passed over."""
        match event:
            case Made(path, handle):
                self._make(path, handle)
            case Opened(path, handle, emptied):
                self._opened(path, handle, emptied)
            case Wrote(handle):
                self._wait(handle, event)
            case Copied():
                self._copy(event)
            case Cut(handle):
                self._wait(handle, event)
            case Synced(handle):
                self._sync(handle)
            case Moved(old, new) | Linked(old, new):
                self._rename(old, new, keep=isinstance(event, Linked))
            case Removed(path):
                self._remove(path)
            case Told():
                pass

    def wreck(self, dice: Random) -> Iterator[tuple[str, bytes | None]]:
        """Yield what lies on the disk when the power fails now; None stands for a folder."""
        names = {folder: dict(inside) for folder, inside in self._lasting.items()}
        for change in self._waiting[: dice.randint(0, len(self._waiting))]:
            _rename_in(names, change)
        mood = dice.choice(("none", "all", "some", "some", "some", "first"))
        yield from self._lying(names, 0, "", mood, dice)

    def _lying(
        self, names: _Names, folder: int, prefix: str, mood: str, dice: Random
    ) -> Iterator[tuple[str, bytes | None]]:
        for name, node in names.get(folder, {}).items():
            path = f"{prefix}{name}"
            if node in self._files:
                yield path, _torn(self._files[node], mood, dice)
            else:
                yield path, None
                yield from self._lying(names, node, f"{path}/", mood, dice)

    def _find(self, path: str) -> tuple[int, str] | None:
        """Return the folder and the name in it; None when it lies elsewhere."""
        if not path.startswith(f"{self._root}/"):
            return None
        *above, name = path[len(self._root) + 1 :].split("/")
        folder = 0
        for each in above:
            folder = self._seen[folder][each]
        return folder, name

    def _change(self, *change: tuple[int, str, int | None]) -> None:
        _rename_in(self._seen, change)
        self._waiting.append(change)

    def _make(self, path: str, handle: int | None) -> None:
        place = self._find(path)
        if place is None or place[1] in self._seen[place[0]]:
            return
        self._nodes += 1
        if handle is None:
            self._seen[self._nodes] = {}
        else:
            self._files[self._nodes] = _File()
        self._change((*place, self._nodes))

    def _opened(self, path: str, handle: int, emptied: bool) -> None:
        if path == self._root:
            self._open[handle] = 0
            return
        place = self._find(path)
        if place is None:
            return
        node = self._seen[place[0]].get(place[1])
        if node is None:
            return
        self._open[handle] = node
        if emptied:
            self._files[node].waiting.append(Cut(handle, 0))

    def _wait(self, handle: int, event: Wrote | Cut) -> None:
        if (node := self._open.get(handle)) is None:
            return
        file = self._files[node]
        if isinstance(event, Wrote) and event.offset < 0:  # at the end
            event = Wrote(handle, len(file.seen()), event.content)
        file.waiting.append(event)

    def _copy(self, event: Copied) -> None:
        if event.handle not in self._open:
            return
        source = self._files[self._open[event.source]].seen()
        content = bytes(source[event.start : event.start + event.length])
        self._wait(event.handle, Wrote(event.handle, event.offset, content))

    def _sync(self, handle: int) -> None:
        node = self._open.get(handle)
        if node is None:
            return
        if node in self._files:
            self._files[node].sync()
            if self._dice.random() < 0.5:
                self._settle(lambda change: any(each[2] == node for each in change))
        else:
            self._settle(lambda change: any(each[0] == node for each in change))

    def _settle(self, concerned: Callable[[_Change], bool]) -> None:
        """Make names last up to the newest change that is concerned."""
        upto = max((n for n, each in enumerate(self._waiting, 1) if concerned(each)), default=0)
        for change in self._waiting[:upto]:
            _rename_in(self._lasting, change)
        del self._waiting[:upto]

    def _rename(self, old: str, new: str, *, keep: bool) -> None:
        source, target = self._find(old), self._find(new)
        if source is None or target is None:
            assert source is target, "renamed into or out of the folder"
            return
        node = self._seen[source[0]][source[1]]
        changes: list[tuple[int, str, int | None]] = [(*target, node)]
        if not keep:
            changes.insert(0, (*source, None))
        self._change(*changes)

    def _remove(self, path: str) -> None:
        if (place := self._find(path)) is not None:
            self._change((*place, None))


def _rename_in(names: _Names, change: _Change) -> None:
    for folder, name, node in change:
        inside = names.setdefault(folder, {})
        if node is None:
            inside.pop(name, None)
        else:
            inside[name] = node


def _torn(file: _File, mood: str, dice: Random) -> bytes:
    """Return what lasts of a file when some of its newest writes do."""
    if mood == "none" or not file.waiting:
        return bytes(file.lasting)
    if mood == "all":
        return bytes(file.seen())
    kept = bytearray(file.lasting)
    size = dice.choice((_SECTOR, _PAGE))
    first = dice.randint(0, len(file.waiting)) if mood == "first" else None
    for number, change in enumerate(file.waiting):
        if first is not None:
            if number < first:
                _apply(kept, change)
        elif isinstance(change, Cut):
            if dice.random() < 0.5:
                _apply(kept, change)
        else:
            for piece in _pieces(change, size):
                if dice.random() < 0.5:
                    _apply(kept, piece)
    return bytes(kept)


def _pieces(change: Wrote, size: int) -> Iterator[Wrote]:
    """Cut a write where sectors or pages of the file end."""
    start = change.offset
    end = start + len(change.content)
    while start < end:
        stop = min(end, (start // size + 1) * size)
        piece = change.content[start - change.offset : stop - change.offset]
        yield Wrote(change.handle, start, piece)
        start = stop
