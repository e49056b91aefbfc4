"""The printed code: drawn from all its characters, and told apart from what was mistyped."""

import random

import pytest

from msbone_desktop.domain.recovery import (
    ALPHABET,
    GROUPS,
    MistypedError,
    draw_code,
    key_id,
    read_code,
)

CODE = draw_code(random.Random(7).randrange)


def test_a_code_is_nine_groups_of_four_and_reads_back():
    assert len(CODE.groups) == GROUPS and {len(group) for group in CODE.groups} == {4}
    assert set(CODE.secret) <= set(ALPHABET)
    assert read_code(CODE.printed) == CODE == read_code(CODE.secret)


def test_case_gaps_and_look_alikes_do_not_matter():
    zeros = draw_code(lambda _: 0)
    ones = draw_code(lambda _: 1)
    assert read_code(zeros.printed.replace("0", "o")) == zeros
    assert read_code(ones.printed.replace("1", "l")) == read_code(ones.printed.replace("1", "I"))
    assert read_code(CODE.printed.lower().replace(" ", "-\t–")) == CODE


def test_every_character_is_drawn_once_for_each_place():
    asked: list[int] = []

    def below(limit: int) -> int:
        asked.append(limit)
        return 0

    draw_code(below)
    assert asked == [32] * 27


@pytest.mark.parametrize("place", range(36))
def test_any_one_wrong_character_names_its_group(place):
    for other in set(ALPHABET) - {CODE.secret[place]}:
        typed = CODE.secret[:place] + other + CODE.secret[place + 1 :]
        with pytest.raises(MistypedError) as refused:
            read_code(typed)
        assert refused.value.groups == (place // 4 + 1,)


def test_groups_and_characters_that_changed_places_are_noticed():
    swapped = [CODE.groups[1], CODE.groups[0], *CODE.groups[2:]]
    with pytest.raises(MistypedError) as refused:
        read_code(" ".join(swapped))
    assert refused.value.groups == (1, 2)
    group = CODE.groups[4]
    assert group[0] != group[1]
    turned = [*CODE.groups[:4], group[1] + group[0] + group[2:], *CODE.groups[5:]]
    with pytest.raises(MistypedError) as refused:
        read_code(" ".join(turned))
    assert refused.value.groups == (5,)


@pytest.mark.parametrize("typed", ["", CODE.secret[:-1], CODE.secret + "0"])
def test_of_a_wrong_length_no_group_is_blamed(typed):
    with pytest.raises(MistypedError) as refused:
        read_code(typed)
    assert refused.value.groups == ()


def test_a_character_of_no_code_is_refused_in_its_group():
    with pytest.raises(MistypedError) as refused:
        read_code("U" + CODE.secret[1:])
    assert refused.value.groups == (1,)


def test_a_group_is_confirmed_by_its_number_from_one():
    assert CODE.confirms(1, CODE.groups[0].lower()) and CODE.confirms(9, f" {CODE.groups[8]} ")
    assert not CODE.confirms(2, CODE.groups[0])


def test_the_code_stays_out_of_what_is_logged():
    assert not any(group in repr(CODE) for group in CODE.groups)


def test_a_sheet_is_told_by_the_slot_that_it_opens():
    assert key_id("3f2a91c0ffee") == "3F2A-91C0"
