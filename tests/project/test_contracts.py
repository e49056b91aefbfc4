"""Each import contract catches the breach it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = (
    "app", "ui", "services", "storage", "rules", "reports", "exchange", "environment", "domain",
)  # fmt: skip
LINT = "from importlinter.cli import lint_imports_command as c; c()"


@pytest.fixture
def tree(tmp_path):
    """A package of our layers with nothing in them, under our contracts."""
    package = tmp_path / "msbone_desktop"
    for folder in (package, *(package / layer for layer in LAYERS)):
        folder.mkdir()
        (folder / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _verdict(tree: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_an_innocent_tree_keeps_every_contract(tree):
    assert "0 broken" in _verdict(tree)


@pytest.mark.parametrize(
    "module, breach, contract",
    [
        ("storage", "msbone_desktop.ui", "Imports point down"),
        ("storage", "msbone_desktop.rules", "Imports point down"),
        ("exchange", "msbone_desktop.reports", "Imports point down"),
        ("domain", "msbone_desktop.environment", "Imports point down"),
        ("services", "PySide6.QtCore", "Only the window and the program's start know Qt"),
        ("reports", "PySide6.QtGui", "Only the window and the program's start know Qt"),
        ("services", "sqlalchemy", "Only storage knows SQL"),
        ("ui", "sqlite3", "Only storage knows SQL"),
        ("services", "reportlab.platypus", "Only reports lay out pages"),
        ("ui", "msbone_desktop.storage", "Screens ask services, never the layers below them"),
        ("ui", "msbone_desktop.rules", "Screens ask services, never the layers below them"),
        ("domain", "msgspec", "What is true of patients needs nothing but Python"),
        ("rules", "sqlalchemy", "What is true of patients needs nothing but Python"),
    ],
)
def test_a_breach_is_caught_by_its_contract(tree, module, breach, contract):
    guilty = tree / "msbone_desktop" / module / "guilty.py"
    guilty.write_text(f"import {breach}\n", encoding="utf-8")
    assert f"{contract} BROKEN" in _verdict(tree)


def test_a_new_package_has_to_be_given_its_place(tree):
    (tree / "msbone_desktop" / "helpers").mkdir()
    (tree / "msbone_desktop" / "helpers" / "__init__.py").touch()
    assert "Imports point down BROKEN" in _verdict(tree) or "helpers" in _verdict(tree)
