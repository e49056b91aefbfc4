"""Files that appear whole or not at all, and never in the place of another."""

import os
import tempfile
from pathlib import Path

from msbone_desktop.domain.errors import MsboneError


class FileExistsAlreadyError(MsboneError):
    """There is a file of that name already."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: there is a file of this name already. It was left as it is. "
            "Choose another name."
        )


class FileNotWrittenError(MsboneError):
    """The disk did not take the file."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: the file could not be written there (the disk may be full or the folder "
            "closed). No part of it was left behind. Choose another folder, or free some space."
        )


def write_new(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, which must not exist; on a failure nothing is left there.

    Raises:
        FileExistsAlreadyError: Something has that name already.
        FileNotWrittenError: The disk refused.
    """
    if path.exists() or path.is_symlink():
        raise FileExistsAlreadyError
    try:
        handle, name = tempfile.mkstemp(prefix=".msbone-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise FileNotWrittenError from error
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _take_name(draft, path)
    except OSError as error:
        raise FileNotWrittenError from error
    finally:
        draft.unlink(missing_ok=True)


def _take_name(draft: Path, path: Path) -> None:
    try:
        # A link, unlike a rename, never takes the place of a file made meanwhile.
        os.link(draft, path)
    except FileExistsError as error:
        raise FileExistsAlreadyError from error
    except OSError:
        # A disk without links (FAT on a stick): claim the name, then rename over our own claim.
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError as error:
            raise FileExistsAlreadyError from error
        try:
            draft.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
