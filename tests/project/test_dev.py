"""dev.py sets up only what changed, and says plainly what it cannot do."""

import importlib.util
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    specification = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


dev = _load()


@pytest.fixture
def checkout(tmp_path):
    for name in dev.LOCKS.values():
        (tmp_path / name).write_bytes(f"{name}==1\n".encode())
    return tmp_path


def test_an_old_python_is_told_so_in_one_line():
    complaint = dev.complaint_about((3, 9, 2))
    assert "3.11" in complaint
    assert "3.9.2" in complaint
    assert "\n" not in complaint


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2), (4, 0, 0)])
def test_a_python_that_is_new_enough_is_taken(version):
    assert dev.complaint_about(version) == ""


def test_what_is_installed_is_not_installed_again(checkout):
    stamp = checkout / "stamp"
    assert not dev.is_installed("running", stamp, checkout)
    dev.write_stamp("running", stamp, checkout)
    assert dev.is_installed("running", stamp, checkout)


def test_a_changed_lock_is_installed_again(checkout):
    stamp = checkout / "stamp"
    dev.write_stamp("running", stamp, checkout)
    (checkout / dev.LOCKS["running"]).write_text("other==2\n", encoding="utf-8")
    assert not dev.is_installed("running", stamp, checkout)


def test_what_development_needs_includes_what_running_needs(checkout):
    stamp = checkout / "stamp"
    dev.write_stamp("development", stamp, checkout)
    assert dev.is_installed("running", stamp, checkout)
    dev.write_stamp("running", stamp, checkout)
    assert not dev.is_installed("development", stamp, checkout)


@pytest.mark.parametrize("garbage", [b"", b"[]", b"{", b"null", b"\xff\xfe"])
def test_a_spoiled_stamp_means_install_again(checkout, garbage):
    stamp = checkout / "stamp"
    stamp.write_bytes(garbage)
    assert not dev.is_installed("running", stamp, checkout)


def test_line_ends_of_a_windows_checkout_change_nothing(checkout):
    lock = checkout / "lock"
    lock.write_bytes(b"a==1\nb==2\n")
    before = dev.fingerprint(lock)
    lock.write_bytes(b"a==1\r\nb==2\r\n")
    assert dev.fingerprint(lock) == before


@pytest.mark.parametrize(
    "platform, python", [("win32", "Scripts/python.exe"), ("linux", "bin/python")]
)
def test_the_interpreter_is_where_the_platform_puts_it(platform, python):
    assert dev.python_in(Path("venv"), platform) == Path("venv") / python


@pytest.mark.parametrize(
    "platform, environment, expected",
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_missing_display_is_noticed(platform, environment, expected):
    assert dev.has_display(platform, environment) is expected


def test_only_missing_libraries_are_asked_for(monkeypatch):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "_loads", lambda file: file != "libEGL.so.1")
    monkeypatch.setattr(dev.shutil, "which", lambda tool: None if tool == "qpdf" else tool)
    monkeypatch.setattr(dev, "_can_make_environments", lambda: True)
    assert dev.wanted_packages(window=True, tests=False) == ["libegl1"]
    assert dev.wanted_packages(window=False, tests=True) == ["libegl1", "qpdf"]


def test_windows_and_macos_are_never_asked_for_debian_packages(monkeypatch):
    monkeypatch.setattr(dev.sys, "platform", "darwin")
    monkeypatch.setattr(dev, "_loads", lambda _file: False)
    assert dev.wanted_packages(window=True, tests=True) == []


def test_without_rights_the_exact_line_is_printed_and_nothing_is_run(monkeypatch):
    monkeypatch.setattr(dev, "rights", lambda: None)
    monkeypatch.setattr(dev.shutil, "which", lambda tool: tool)
    monkeypatch.setattr(dev, "_runs", lambda *_: pytest.fail("ran something"))
    with pytest.raises(dev.SetupError) as refusal:
        dev.install_packages(["libegl1", "qpdf"])
    line = "sudo apt-get install -y --no-install-recommends libegl1 qpdf"
    assert str(refusal.value).splitlines()[-1].strip() == line


def test_a_system_without_apt_is_told_the_names(monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda _tool: None)
    with pytest.raises(dev.SetupError, match="libegl1"):
        dev.install_packages(["libegl1"])


def test_a_fresh_system_is_asked_to_look_up_packages_first(monkeypatch):
    ran = []

    def runs(command, _environment):
        ran.append(command[1])
        return "update" in ran and command[1] == "install"

    monkeypatch.setattr(dev, "rights", list)
    monkeypatch.setattr(dev.shutil, "which", lambda tool: tool)
    monkeypatch.setattr(dev, "_runs", runs)
    dev.install_packages(["qpdf"])
    assert ran == ["install", "update", "install"]


def test_another_pythons_modules_are_kept_out(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    assert "PYTHONPATH" not in dev.clean()
    assert dev.clean(PYTHONPATH="here")["PYTHONPATH"] == "here"


@pytest.mark.parametrize("arguments, status", [(["--help"], 0), ([], 2), (["rnu"], 2)])
def test_the_commands_are_listed_for_whoever_asks_or_errs(arguments, status):
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    for command in ("run", "test", "check", "bench", "wheel"):
        assert re.search(rf"^  {command} ", done.stdout + done.stderr, re.MULTILINE)


def test_it_starts_before_anything_is_installed():
    # -S leaves out site-packages: only the standard library is there.
    command = [sys.executable, "-I", "-S", str(ROOT / "dev.py"), "--help"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_pytests_closing_line_is_handed_back_for_the_end(capsys):
    command = [sys.executable, "-c", "print('one'); print('two'); print('3 passed in 1s')"]
    assert dev._tested(command, dict(os.environ)) == (0, "3 passed in 1s")
    assert capsys.readouterr().out.split() == ["one", "two"]


@pytest.mark.parametrize(
    ("proof", "others", "checks", "status"),
    [(0, 0, True, 0), (1, 0, True, 1), (0, 1, True, 1), (0, 0, False, 1)],
)
def test_everything_has_to_pass_and_domain_and_rules_to_be_covered_wholly(
    monkeypatch, capsys, proof, others, checks, status
):
    commands = []

    def tested(command, _environment):
        commands.append(command)
        covered = "--cov-fail-under=100" in command
        return (proof, "40 passed") if covered else (others, "2 passed")

    monkeypatch.setattr(dev, "set_up", lambda *_, **__: Path("python"))
    monkeypatch.setattr(dev, "_checked", lambda _: [True, checks])
    monkeypatch.setattr(dev, "_tested", tested)
    assert dev.test([]) == status
    covering, rest = commands
    assert {"--cov=msbone_desktop.domain", "--cov=msbone_desktop.rules"} <= set(covering)
    assert "--cov-branch" in covering
    assert {f"--ignore={folder}" for folder in dev.PROVING} <= set(rest)
    assert set(dev.PROVING) <= set(covering)
    assert all((ROOT / folder).is_dir() for folder in dev.PROVING)
    said = capsys.readouterr().out
    assert "40 passed" in said and "2 passed" in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mark on files")
def test_the_automatic_run_is_the_same_test_command():
    script = ROOT / ".ci" / "run"
    assert "python3 dev.py test" in script.read_text(encoding="utf-8")
    assert script.stat().st_mode & stat.S_IXUSR
