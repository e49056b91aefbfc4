"""Where the shipped knowledge and the migrations lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(folder: str) -> Path:
    """Return the folder ``resources`` or ``db`` of this installation.

    A wheel and a bundle carry it inside the package as ``_resources`` or ``_db``; a checkout has
    it beside the package.

    Raises:
        FileNotFoundError: This copy of the program lacks the folder.
    """
    for candidate in (_PACKAGE / f"_{folder}", _PACKAGE.parent / folder):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"This copy of MSBone lacks its folder '{folder}'. Reinstall MSBone.")
