from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette

from msbone_desktop.domain.findings import Severity
from msbone_desktop.ui.appearance import SEVERITY_ICONS, Appearance, style_sheet
from msbone_desktop.ui.icons import IconShelf
from msbone_desktop.ui.palette import (
    BACKGROUNDS,
    DARK,
    LIGHT,
    TEXT_COLOURS,
    contrast,
    strengthened,
)

RESOURCES = Path(__file__).parents[2] / "resources"
SCHEMES = [LIGHT, DARK, strengthened(LIGHT), strengthened(DARK)]


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("text", TEXT_COLOURS)
def test_every_text_colour_can_be_read_on_every_background(tokens, background, text):
    assert contrast(getattr(tokens, text), getattr(tokens, background)) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES)
def test_the_words_on_the_primary_button_can_be_read(tokens):
    assert contrast(tokens.accent_ink, tokens.accent) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_the_edge_of_a_field_stands_out_from_the_page(tokens, background):
    assert contrast(tokens.outline, getattr(tokens, background)) >= 3


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", SCHEMES)
def test_the_style_sheet_names_no_colour_that_does_not_exist(tokens):
    assert "@" not in style_sheet(RESOURCES, tokens)


@pytest.mark.parametrize("scheme, tokens", [("light", LIGHT), ("dark", DARK)])
def test_the_marks_inside_controls_have_the_colours_of_the_palette(scheme, tokens):
    for file in (RESOURCES / "icons" / scheme).glob("*.svg"):
        colour = (
            tokens.ink_soft
            if file.stem in ("chevron-up", "chevron-down", "close")
            else tokens.accent_ink
        )
        assert f'stroke="{colour}"' in file.read_text()


def test_each_icon_of_the_family_is_tinted(qapp):
    appearance = Appearance(RESOURCES)
    for file in (RESOURCES / "icons").glob("*.svg"):
        image = appearance.icon(file.stem, "#FF0000").pixmap(24, 24).toImage()
        painted = {
            QColor(image.pixelColor(x, y)).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert painted <= {"#ff0000", "#fe0000"}, file.stem


def test_each_severity_has_a_shape_of_its_own():
    assert {severity: severity.word for severity in Severity} == SEVERITY_ICONS
    assert len({(RESOURCES / "icons" / f"{s.word}.svg").read_text() for s in Severity}) == 5


def test_the_colours_change_while_the_program_runs(qapp):
    appearance = Appearance(RESOURCES)
    seen = []
    appearance.changed.connect(lambda: seen.append(appearance.tokens))
    appearance.apply(qapp, "dark")
    appearance.apply(qapp, "light")
    assert (DARK in seen, seen[-1]) == (True, LIGHT)


@pytest.mark.parametrize("ground, tokens", [("#F0F0F0", LIGHT), ("#202020", DARK)])
def test_the_first_window_goes_by_the_palette_of_the_desktop(qapp, ground, tokens):
    before = qapp.palette(), qapp.styleSheet()
    try:
        qapp.setStyleSheet("")
        qapp.setPalette(QPalette(QColor(ground)))
        appearance = Appearance(RESOURCES)
        appearance.begin(qapp, "system")
        assert appearance.tokens == tokens
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])


@pytest.mark.parametrize("scheme, tokens", [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_scheme_is_worn_from_the_first_window_on(qapp, scheme, tokens):
    appearance = Appearance(RESOURCES)
    appearance.begin(qapp, scheme)
    assert appearance.tokens == tokens


def test_a_second_look_takes_back_what_the_first_one_got_wrong(qapp):
    before = qapp.palette()
    try:
        qapp.setPalette(QPalette(QColor("#202020")))
        appearance = Appearance(RESOURCES)
        appearance.begin(qapp, "system")
        changes = []
        appearance.changed.connect(lambda: changes.append(appearance.tokens))
        appearance.apply(qapp, "system")
        appearance.apply(qapp, "system")
        assert changes == [LIGHT]
    finally:
        qapp.setPalette(before)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_picture_is_as_sharp_as_the_screen(qapp, ratio):
    picture = IconShelf(RESOURCES / "icons").picture("bone", LIGHT.accent, 32, ratio)
    assert (picture.width(), picture.devicePixelRatio()) == (32 * ratio, ratio)
    colours = {picture.toImage().pixelColor(x, y).name() for x in range(32) for y in range(32)}
    assert LIGHT.accent.lower() in colours
