"""The command that assesses screenings from files and from standard input."""

import io
import json

import pytest

from msbone_desktop.app.commands.assess import run

PROFILE = "module-2019"


def _screening(name, **more):
    return {"id": name, "assessed_on": "2026-11-22", **more}


def _line(name, **more):
    return json.dumps(_screening(name, **more)).encode() + b"\n"


def _run(*inputs, profile=PROFILE, stdin=b""):
    out = io.BytesIO()
    status = run([str(name) for name in inputs], profile, out, io.BytesIO(stdin))
    written = out.getvalue()
    assert not written or written.endswith(b"\n")
    return status, [json.loads(line) for line in written.splitlines()]


def _ids(assessments):
    return [assessment["id"] for assessment in assessments]


def _complaint(capsys):
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 and said.err.endswith("\n")
    return said.err


def test_one_screening_and_many_keep_their_order(tmp_path):
    one, many, lines = tmp_path / "b.json", tmp_path / "a.json", tmp_path / "c.jsonl"
    one.write_text(json.dumps(_screening("1"), indent=2), encoding="utf-8")
    many.write_text(json.dumps([_screening("3"), _screening("2")]), encoding="utf-8")
    lines.write_bytes(_line("5") + b"\n  \n" + _line("4"))
    status, found = _run(one, many, lines, "-", stdin=_line("6"))
    assert (status, _ids(found)) == (0, ["1", "3", "2", "5", "4", "6"])
    assert {assessment["profile"] for assessment in found} == {PROFILE}


def test_a_fault_in_any_screening_is_exit_1(tmp_path):
    status, found = _run("-", stdin=_line("1", bmi="24") + _line("2") + b"7\n")
    assert (status, _ids(found)) == (1, ["1", "2", None])
    assert [len(assessment["errors"]) for assessment in found] == [1, 0, 1]


def test_an_id_comes_back_as_it_was_given():
    given = b'{"id": {"a": [1.50, null]}, "assessed_on": "2026-11-22"}\n'
    status, found = _run("-", stdin=given)
    assert (status, _ids(found)) == (1, [{"a": [1.5, None]}])


def test_what_stood_before_a_bad_line_has_been_written(tmp_path, capsys):
    lines = tmp_path / "c.jsonl"
    lines.write_bytes(_line("1") + b"\n" + _line("2") + b'{"id": NaN}\n' + _line("3"))
    status, found = _run(lines)
    assert (status, _ids(found)) == (2, ["1", "2"])
    said = _complaint(capsys)
    assert str(lines) in said and "line 4" in said


def test_a_bad_line_on_standard_input(capsys):
    status, found = _run("-", stdin=_line("1", bmi="24") + b"{]\n")
    assert (status, _ids(found)) == (2, ["1"])
    assert "standard input, line 2" in _complaint(capsys)


def test_a_line_that_breaks_off_is_named_by_its_own_number(capsys):
    assert _run("-", stdin=_line("1") + b"{\n")[0] == 2
    assert "standard input, line 2" in _complaint(capsys)


def test_a_file_is_read_whole_before_anything_of_it_is_written(tmp_path, capsys):
    good, bad = tmp_path / "a.json", tmp_path / "b.json"
    good.write_text(json.dumps(_screening("1")), encoding="utf-8")
    bad.write_text(json.dumps([_screening("2")])[:-1] + ",\n]", encoding="utf-8")
    status, found = _run(good, bad)
    assert (status, _ids(found)) == (2, ["1"])
    assert str(bad) in _complaint(capsys)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"", b"[" * 100_000, b"NaN"])
def test_what_is_not_json_is_exit_2(tmp_path, capsys, raw):
    path = tmp_path / "a.json"
    path.write_bytes(raw)
    assert _run(path) == (2, [])
    assert f"{path}, line 1" in _complaint(capsys)


def test_a_file_that_is_not_there_and_a_folder_are_exit_2(tmp_path, capsys):
    for path in (tmp_path / "none.json", tmp_path / "none.jsonl", tmp_path):
        assert _run(path) == (2, [])
        assert str(path) in _complaint(capsys)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + _line("1"))
    assert _run(path)[0] == 0


def test_an_unknown_profile_is_exit_2_and_nothing_is_written(capsys):
    assert _run("-", profile="module-2099", stdin=_line("1")) == (2, [])
    assert "module-2099" in _complaint(capsys)


def test_nothing_in_is_nothing_out():
    assert _run("-") == (0, [])


def test_lines_stream(monkeypatch):
    """Each assessment has been written before the next line is read."""
    out, seen = io.BytesIO(), []

    class Slow(io.BytesIO):
        def __next__(self):
            seen.append(out.getvalue().count(b"\n"))
            return super().__next__()

    assert run(["-"], PROFILE, out, Slow(_line("1") + _line("2"))) == 0
    assert seen == [0, 1, 2]
