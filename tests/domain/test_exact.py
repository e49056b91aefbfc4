"""Sums and products keep every digit, where Python's own decimals would round."""

from decimal import Decimal

import pytest

from msbone_desktop.domain.dxa_change import judge
from msbone_desktop.domain.exact import difference, product

D = Decimal
HAIR = D("1E-40")


def test_a_product_keeps_every_digit():
    long = D("0.0100000000000000000000000000000000000001")
    assert product(D("2.77"), long) == D("0.027700000000000000000000000000000000000277")


def test_a_difference_keeps_every_digit():
    long = D("0.9000000000000000000000000000000000000001")
    assert difference(long, D("0.9")) == HAIR
    assert difference(D("0.9"), long) == -HAIR


@pytest.mark.parametrize(
    ("newer", "precision", "verdict"),
    [
        ("0.8723", "0.01", "significant_loss"),
        ("0.8723", "0.0100000000000000000000000000000000000001", "within_LSC"),
        ("0.8723000000000000000000000000000000000001", "0.01", "within_LSC"),
        ("0.8722999999999999999999999999999999999999", "0.01", "significant_loss"),
    ],
)
def test_a_change_is_judged_by_every_digit(newer, precision, verdict):
    assert judge(D(newer), D("0.9"), D(precision), D("2.77")) == verdict
