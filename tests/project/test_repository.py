"""What holds for the repository as a whole."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "msbone_desktop").rglob("*.py")
    if "_resources" not in path.parts and "_db" not in path.parts
)
PACKAGES = [path for path in (ROOT / "msbone_desktop").rglob("*") if path.is_dir()]
TEXTS = {".cfg", ".css", ".ini", ".json", ".md", ".py", ".qss", ".sql", ".toml", ".txt", ".yml", ""}

# Of package indexes only: a reference in the bibliography may well have an address.
REGISTRY = re.compile(
    r"https?://[^\s\"')]*(pypi\.|pythonhosted|/simple\b|npmjs|registry|artifactory|nexus|devpi)",
    re.IGNORECASE,
)


def _tracked() -> list[Path]:
    """Every file of the repository; of a copy without its history, every file that lies there."""
    listed = None
    if shutil.which("git"):
        command = ["git", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed is not None and listed.returncode == 0:
        return [
            path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()
        ]
    return [
        path
        for top in ROOT.iterdir()
        if top.name not in {".git", ".venv", "build", "dist"} and not top.name.endswith("_cache")
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file() and path.suffix in TEXTS
    ]


def test_no_tracked_file_names_a_package_registry():
    guilty = [
        path.name
        for path in _tracked()
        if path.suffix in TEXTS and REGISTRY.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_a_registry_would_be_noticed():
    assert REGISTRY.search("--index-url https://py" + "pi.org/simple")
    assert not REGISTRY.search("https://doi.org/10.1000/registered")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_pins_everything_by_version_and_hash(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if not line.startswith("    --hash=sha256:")]
    assert len(names) > 20
    assert all(re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==\S+ .*\\$", line) for line in names)


def _locked(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z]+\])?==(\S+)", text, re.MULTILINE))


def test_development_uses_the_very_versions_that_ship():
    running, development = _locked("requirements.txt"), _locked("requirements-dev.txt")
    assert running.items() <= development.items()


def test_every_library_that_is_declared_is_locked():
    wanted = {
        re.split(r"[\[<>=]", entry)[0].lower() for entry in PROJECT["project"]["dependencies"]
    }
    assert wanted <= set(_locked("requirements.txt"))


def test_every_library_that_ships_is_named_with_its_licence():
    text = (ROOT / "docs" / "third-party.md").read_text(encoding="utf-8").lower()
    missing = [name for name in _locked("requirements.txt") if name not in text]
    assert missing == []


def test_no_library_that_ships_forbids_our_licence():
    allowed_beside_another = ("pyside6-essentials", "pyside6-pdf", "shiboken6", "python-bidi")
    for name in _locked("requirements.txt"):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        licence = " ".join(about[key] for key in about if key.startswith("License"))
        if name not in allowed_beside_another:
            assert not re.search(r"\bA?GPL-|Affero", licence), name


@pytest.mark.parametrize("folder", ["resources", "db", "tests", "packaging"])
def test_a_folder_that_is_no_package_does_not_pretend_to_be_one(folder):
    assert list((ROOT / folder).rglob("__init__.py")) == []


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_a_folder_with_modules_is_a_package(folder):
    if any(folder.glob("*.py")):
        assert (folder / "__init__.py").read_text(encoding="utf-8").startswith('"""')


IMPORTS = """
import importlib, os, pathlib, sys, threading

def refuse(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writes = flags is not None and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and not str(path).startswith("/dev/") and "__pycache__" not in str(path):
            raise SystemExit(f"{current} opens {path} for writing while it is imported")
    elif event in {"socket.connect", "os.mkdir", "sqlite3.connect", "subprocess.Popen"}:
        raise SystemExit(f"{current} does {event} while it is imported: {arguments}")

modules = sys.argv[1:]
# Libraries may look around while they load; what is watched is ours.
for library in ("PySide6.QtWidgets", "PySide6.QtPdfWidgets", "PySide6.QtPrintSupport",
                "PySide6.QtSvg", "sqlalchemy.orm", "alembic.command", "sqlcipher3.dbapi2",
                "cryptography.hazmat.primitives.kdf.argon2", "reportlab.platypus",
                "pikepdf.pdfa", "fontTools.ttLib", "bidi", "arabic_reshaper", "msgspec",
                "rapidfuzz", "platformdirs"):
    try:
        importlib.import_module(library)
    except ImportError:
        pass
sys.dont_write_bytecode = True
sys.addaudithook(refuse)
for current in modules:
    importlib.import_module(current)
    if threading.active_count() != 1:
        raise SystemExit(f"{current} starts a thread while it is imported")
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication
        if QCoreApplication.instance() is not None:
            raise SystemExit(f"{current} makes the application while it is imported")
"""


def _import_all(modules: list[str], folder: Path, paths: list[Path]):
    nowhere = str(folder / "no-such-home")
    environment = {
        "PATH": "",
        "HOME": nowhere,
        "USERPROFILE": nowhere,
        "PYTHONPATH": ":".join(map(str, paths)),
    }
    return subprocess.run(
        [sys.executable, "-c", IMPORTS, *modules],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_importing_any_module_does_nothing_and_needs_no_home(tmp_path):
    importable = [module for module in MODULES if not module.endswith("__main__")]
    done = _import_all(importable, tmp_path, [ROOT])
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "deed",
    [
        "open('left.txt', 'w')",
        "import os; os.mkdir('left')",
        "import threading, time; threading.Thread(target=time.sleep, args=(1,)).start()",
    ],
)
def test_a_module_that_does_something_while_imported_would_be_noticed(tmp_path, deed):
    (tmp_path / "guilty.py").write_text(deed, encoding="utf-8")
    assert _import_all(["guilty"], tmp_path, [tmp_path]).returncode != 0


def test_a_domain_module_brings_no_library_along():
    code = (
        "import sys, msbone_desktop.domain.findings, msbone_desktop.domain.screening;"
        "brought = {'PySide6', 'sqlalchemy', 'reportlab', 'msgspec'} & set(sys.modules);"
        "sys.exit(', '.join(brought) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_the_commands_of_the_readme_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python3 dev\.py (\w+)", readme))
    assert commands >= {"run", "test", "check", "bench", "wheel"}
    listed = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert all(re.search(rf"^  {command} ", listed, re.MULTILINE) for command in commands)


def test_the_readme_names_the_two_commands_before_anything_else_to_type():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = readme.split("```")[1]
    assert re.findall(r"python3 dev\.py (\w+)", first) == ["run", "test"]


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")))
def test_every_link_within_the_repository_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_version_is_written_once():
    assert "version" in PROJECT["project"]["dynamic"]
    source = (ROOT / "msbone_desktop" / "__init__.py").read_text(encoding="utf-8")
    assert len(re.findall(r"^__version__ = \"\d+\.\d+\.\d+\"$", source, re.MULTILINE)) == 1


def test_the_bundle_takes_its_data_from_the_wheels_table():
    table = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert table == {"resources": "msbone_desktop/_resources", "db": "msbone_desktop/_db"}
    specification = (ROOT / "packaging" / "msbone.spec").read_text(encoding="utf-8")
    assert '["force-include"]' in specification
    assert "_resources" not in specification


LONGEST_MODULE = 300
REASON = re.compile(r"Longer than our modules may be: \w.{30,}", re.DOTALL)


def test_a_module_is_short_or_says_why_it_is_not():
    without_reason, without_need = [], []
    for name in MODULES:
        text = (ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")
        says = bool(REASON.search(ast.get_docstring(ast.parse(text)) or ""))
        is_long = text.count("\n") > LONGEST_MODULE
        if is_long and not says:
            without_reason.append(name)
        if says and not is_long:
            without_need.append(name)
    assert (without_reason, without_need) == ([], [])
