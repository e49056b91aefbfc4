"""The model of a disk forgets what nobody synced, and nothing else."""

from random import Random

import pytest

from tests.torture.recording import Copied, Cut, Made, Moved, Opened, Removed, Synced, Wrote
from tests.torture.wrecks import Disk

ROUNDS = 60


@pytest.fixture
def kept(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    return folder


def contents(kept, *events):
    """Return every content of the disk that the dice lead to: name to bytes, sorted."""
    found = set()
    for seed in range(ROUNDS):
        disk = Disk("/c", kept, Random(seed))
        for event in events:
            disk.play(event)
        found.add(tuple(sorted(disk.wreck(Random(seed)))))
    return found


def only(name, *values):
    return {((name, value),) for value in values}


def test_a_write_is_kept_or_dropped_until_the_file_is_synced(kept):
    opened, wrote = Opened("/c/a", 1, False), Wrote(1, 0, b"new")
    assert contents(kept, opened, wrote) == only("a", b"old", b"new")
    assert contents(kept, opened, wrote, Synced(1)) == only("a", b"new")


def test_writes_are_dropped_one_by_one_and_page_by_page(kept):
    two = b"x" * 4096 + b"y" * 4096
    found = contents(kept, Opened("/c/a", 1, False), Wrote(1, 0, two))
    middle = {content[2000:2001] + content[-1:] for ((_, content),) in found}
    assert middle >= {b"xy", b"x" + b"x", b"\0y"}


def test_a_cut_off_file_may_come_back(kept):
    assert contents(kept, Opened("/c/a", 1, True)) == only("a", b"old", b"")
    assert contents(kept, Opened("/c/a", 1, False), Cut(1, 1), Synced(1)) == only("a", b"o")


def test_a_new_name_lasts_once_its_folder_was_synced(kept):
    made = [Made("/c/b", 1), Opened("/c/b", 1, False)]
    maybe = {(("a", b"old"),), (("a", b"old"), ("b", b""))}
    assert contents(kept, *made) == maybe
    assert contents(kept, *made, Synced(1)) == maybe  # some systems, not all
    assert contents(kept, *made, Opened("/c", 2, False), Synced(2)) == {(("a", b"old"), ("b", b""))}


def test_names_reach_the_disk_in_the_order_of_the_calls(kept):
    found = contents(kept, Made("/c/b", 1), Made("/c/d", 2), Removed("/c/a"))
    names = {tuple(name for name, _ in each) for each in found}
    assert names == {("a",), ("a", "b"), ("a", "b", "d"), ("b", "d")}


def test_a_renamed_file_takes_what_it_holds_along(kept):
    events = [Made("/c/b", 1), Opened("/c/b", 1, False), Wrote(1, 0, b"new"), Synced(1)]
    found = contents(kept, *events, Moved("/c/b", "/c/a"))
    assert {dict(each)["a"] for each in found} == {b"old", b"new"}
    assert all(dict(each).get("b") in {None, b"new"} for each in found)


def test_a_folder_is_renamed_with_what_is_in_it(kept):
    events = [
        Made("/c/d", None),
        Made("/c/d/f", 1),
        Opened("/c", 2, False),
        Opened("/c/d", 3, False),
    ]
    found = contents(kept, *events, Synced(2), Synced(3), Moved("/c/d", "/c/e"))
    assert {tuple(dict(each)) for each in found} == {("a", "d", "d/f"), ("a", "e", "e/f")}


def test_what_the_system_copied_by_itself_is_known(kept):
    events = [Opened("/c/a", 1, False), Made("/c/b", 2), Opened("/c/b", 2, False)]
    found = contents(
        kept, *events, Copied(1, 1, 2, 0, 2), Synced(2), Opened("/c", 3, False), Synced(3)
    )
    assert found == {(("a", b"old"), ("b", b"ld"))}
