"""One entrance for working on MSBone: python3 dev.py run | test | check | bench | torture | wheel.

Needs Python 3.11 and nothing else. It is one file, and longer than our modules may be, because
it has to work before anything is installed.
"""

from __future__ import annotations  # so that an older Python reads on until the sentence for it

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "msbone-lock.json"
LOCKS = {"running": "requirements.txt", "development": "requirements-dev.txt"}

# What Qt and the tests need from a bare Debian or Ubuntu: the file asked for, and its package.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
LIBRARIES_OF_A_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
TOOLS_OF_THE_TESTS = {"pdftotext": "poppler-utils", "qpdf": "qpdf", "strace": "strace"}

# What is true of patients is proved by these alone, every line and every branch of it.
PROVING = ["tests/domain", "tests/rules", "tests/evidence", "tests/exchange"]
PROVED = [
    "--cov=msbone_desktop.domain",
    "--cov=msbone_desktop.rules",
    "--cov-branch",
    "--cov-fail-under=100",
    "--cov-report=term-missing:skip-covered",
]

CHECKS = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "--strict"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
}


class SetupError(Exception):
    """Setting up cannot go on; the message says what to do."""


def say(line: str) -> None:
    """Tell one step. Flushed, because the programs that we start write to the same place."""
    print(line, flush=True)


# ------------------------------------------------------------------------------ the computer


def complaint_about(version: tuple[int, ...]) -> str:
    """Return why this Python will not do, or nothing."""
    if version >= (3, 11):
        return ""
    found = ".".join(str(part) for part in version[:3])
    return f"MSBone needs Python 3.11 or newer; this one is {found}. Start dev.py with a newer one."


def has_display(platform: str, environment: dict[str, str]) -> bool:
    """Windows and macOS always have a screen to draw on; elsewhere the session tells."""
    if platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def wanted_packages(*, window: bool, tests: bool) -> list[str]:
    """Return the Debian packages that are not on this computer and have to be."""
    if not sys.platform.startswith("linux"):
        return []
    libraries = LIBRARIES | (LIBRARIES_OF_A_WINDOW if window else {})
    packages = [package for file, package in libraries.items() if not _loads(file)]
    if tests:
        packages += [pkg for tool, pkg in TOOLS_OF_THE_TESTS.items() if not shutil.which(tool)]
    if not _can_make_environments():
        packages.append("python3-venv")
    return packages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _can_make_environments() -> bool:
    try:
        import ensurepip  # noqa: F401  (Debian keeps it in a package of its own)
    except ImportError:
        return VENV.exists()
    return True


def rights() -> list[str] | None:
    """Return what to put before a command that installs packages; None if we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def line_to_type(packages: list[str]) -> str:
    """Return the command that a person with the rights can paste."""
    return "sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def install_packages(packages: list[str]) -> None:
    """Install system packages, or say what to type and stop."""
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise SetupError(
            "These are missing (names as in Debian); install them with your system's own "
            f"package tool, then start again: {' '.join(packages)}"
        )
    prefix = rights()
    if prefix is None:
        raise SetupError(f"Some system libraries are missing. Type:\n  {line_to_type(packages)}")
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    if _runs(install, quiet):
        return
    _runs([*prefix, "apt-get", "update"], quiet)  # a fresh system knows no packages yet
    if not _runs(install, quiet):
        raise SetupError(f"The system did not install them. Try:\n  {line_to_type(packages)}")


def _runs(command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.returncode == 0


# ------------------------------------------------------------------------------ .venv


def python_in(venv: Path, platform: str) -> Path:
    """Return where an environment keeps its interpreter."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def fingerprint(lock: Path) -> str:
    """Return what changes when the lock does, however git writes its line ends."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def is_installed(kind: str, stamp: Path, root: Path) -> bool:
    """Tell from the stamp alone whether the lock of this kind is what is installed."""
    try:
        installed = json.loads(stamp.read_text(encoding="utf-8"))
        return bool(installed[kind] == fingerprint(root / LOCKS[kind]))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_stamp(kind: str, stamp: Path, root: Path) -> None:
    """Note what was installed; what development needs includes what running needs."""
    kinds = LOCKS if kind == "development" else {kind: LOCKS[kind]}
    fingerprints = {name: fingerprint(root / lock) for name, lock in kinds.items()}
    stamp.write_text(json.dumps(fingerprints), encoding="utf-8")


def set_up(kind: str, *, window: bool = False, tests: bool = False) -> Path:
    """Bring the computer and .venv to what is needed, and return the Python to use."""
    install_packages(wanted_packages(window=window, tests=tests))
    python = python_in(VENV, sys.platform)
    if not python.exists():
        say("Making .venv")
        _must([sys.executable, "-m", "venv", str(VENV)], "The environment could not be made.")
    if not is_installed(kind, STAMP, ROOT):
        say(f"Installing what {LOCKS[kind]} lists (checked by hash; a minute or so)")
        STAMP.unlink(missing_ok=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        lock = ["--no-input", "--require-hashes", "--only-binary", ":all:", "-r", LOCKS[kind]]
        _must(pip + lock, "Not everything could be installed. Is there a connection?")
        write_stamp(kind, STAMP, ROOT)
    return python


def _must(command: list[str], complaint: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=clean(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SetupError(f"{complaint}\n{(done.stderr or done.stdout).strip()[-2000:]}")


def clean(**more: str) -> dict[str, str]:
    """Return the environment without what would mix another Python's modules with ours."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    return kept | more


# ------------------------------------------------------------------------------ the commands


def run(arguments: list[str]) -> int:
    """Start the program on the demo clinic, or with the arguments given."""
    display = has_display(sys.platform, dict(os.environ))
    # What the program prints is for a pipe; what we say is for the person.
    with contextlib.redirect_stdout(sys.stderr if arguments else sys.stdout):
        python = set_up("running", window=display)
    environment = clean() if display else clean(QT_QPA_PLATFORM="offscreen")
    if not arguments and not display:
        say("No display here: screening a demo patient without a window instead.")
    arguments = arguments or (["--demo"] if display else ["--headless-demo"])
    return _become([str(python), "-m", "msbone_desktop", *arguments], environment)


def _become(command: list[str], environment: dict[str, str]) -> int:
    os.chdir(ROOT)
    if os.name != "nt":  # where exec would return to the prompt at once
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


def check(_arguments: list[str]) -> int:
    """Lint, format, types and import contracts."""
    python = set_up("development")
    return 0 if all(_checked(python)) else 1


def _checked(python: Path) -> list[bool]:
    return [_passes(name, [str(python), *command]) for name, command in CHECKS.items()]


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=clean(), capture_output=True, text=True, check=False
    )
    passed = done.returncode == 0
    if not passed:
        say((done.stdout + done.stderr).strip())
    say(f"{name:8} {'passed' if passed else 'FAILED'}  {time.monotonic() - started:5.1f} s")
    return passed


def test(arguments: list[str]) -> int:
    """Every check and every test; with arguments, only pytest with them."""
    python = set_up("development", tests=True)
    pytest = [str(python), "-m", "pytest"]
    environment = clean(QT_QPA_PLATFORM="offscreen", PYTHONUTF8="1")
    if arguments:
        return subprocess.call([*pytest, *arguments], cwd=ROOT, env=environment)
    started = time.monotonic()
    checks = _checked(python)
    parallel = [*pytest, "-q", "-n", "auto", "--dist", "worksteal"]
    proved, proof = _tested([*parallel, *PROVED, *PROVING], environment)
    status, closing = _tested([*parallel, *(f"--ignore={each}" for each in PROVING)], environment)
    words = "all checks passed" if all(checks) else "SOME CHECKS FAILED, see above"
    say(f"{words}; the whole took {time.monotonic() - started:.0f} s")
    say(f"domain and rules, with every branch: {proof}")
    say(f"everything else: {closing}")
    return proved or status or (0 if all(checks) else 1)


def _tested(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest, hand on what it says, and keep its last line for the end."""
    closing = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as pytest:
        assert pytest.stdout is not None
        for line in pytest.stdout:
            if closing:
                say(closing)
            closing = line.rstrip()
    return pytest.returncode, closing


def bench(arguments: list[str]) -> int:
    """Measure, each figure beside its floor in the same run."""
    python = set_up("development")
    environment = clean(QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    return subprocess.call(
        [str(python), str(ROOT / "packaging" / "bench"), *arguments], cwd=ROOT, env=environment
    )


def torture(arguments: list[str]) -> int:
    """Kill, unplug and spoil the program at work, and look whether anything saved is lost."""
    python = set_up("development", tests=True)
    environment = clean(QT_QPA_PLATFORM="offscreen", PYTHONUTF8="1")
    return _become([str(python), "-m", "tests.torture", *arguments], environment)


def wheel(_arguments: list[str]) -> int:
    """Build sdist and wheel into dist/, then start the program from the wheel."""
    python = set_up("development")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    say("Building sdist and wheel")
    build = [str(python), "-m", "build", "--no-isolation", "--outdir", "dist"]
    _must(build, "The build failed.")
    (built,) = (ROOT / "dist").glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        say(f"Starting {built.name} away from the checkout")
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
        _must([*install, str(built)], "The wheel could not be installed.")
        environment = clean(PYTHONPATH=folder, QT_QPA_PLATFORM="offscreen", MSBONE_HOME=folder)
        command = [str(python), "-m", "msbone_desktop", "--self-check"]
        return subprocess.call(command, cwd=folder, env=environment)


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "torture": torture,
    "wheel": wheel,
}


def usage() -> str:
    """Return the commands, one a line, in their own words."""
    commands = "\n".join(f"  {name:7} {action.__doc__}" for name, action in COMMANDS.items())
    return f"python3 dev.py COMMAND [ARGUMENT...]\n\n{commands}"


def main(arguments: list[str]) -> int:
    """Do one command and return the exit status."""
    complaint = complaint_about(sys.version_info[:3])
    if complaint:
        sys.exit(complaint)
    if arguments and arguments[0] in {"-h", "--help"}:
        print(usage())
        return 0
    if not arguments or arguments[0] not in COMMANDS:
        print(usage(), file=sys.stderr)
        return 2
    rest = arguments[2:] if arguments[1:2] == ["--"] else arguments[1:]
    try:
        return COMMANDS[arguments[0]](rest)
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
