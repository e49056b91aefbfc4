"""The colours of the program, by the part they play, in light, dark and high contrast."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One set of colours as ``#RRGGBB``.

    ``line`` separates without carrying meaning; ``outline`` is the edge of something that can be
    used, and stands out 3:1 from what is behind it. ``selected`` and ``hover`` lie behind text.
    """

    surface: str
    raised: str
    sunken: str
    ink: str
    ink_soft: str
    line: str
    outline: str
    accent: str
    accent_ink: str
    selected: str
    hover: str
    urgent: str
    high: str
    moderate: str
    low: str
    info: str
    unknown: str
    is_dark: bool = False


LIGHT = Tokens(
    surface="#FBFBFA",
    raised="#FFFFFF",
    sunken="#F1F2F0",
    ink="#1B1F22",
    ink_soft="#586169",
    line="#DCDFE0",
    outline="#7F878D",
    accent="#0B6E69",
    accent_ink="#FFFFFF",
    selected="#DCEEEC",
    hover="#E8EBE9",
    urgent="#A4161A",
    high="#A84209",
    moderate="#805300",
    low="#40566B",
    info="#2B5D8C",
    unknown="#6B4E8E",
)

DARK = Tokens(
    surface="#17191A",
    raised="#1F2224",
    sunken="#121415",
    ink="#ECEEEF",
    ink_soft="#A3ACB3",
    line="#33393D",
    outline="#78828A",
    accent="#4FC3B8",
    accent_ink="#0C1514",
    selected="#1D3B39",
    hover="#282D30",
    urgent="#FF8A80",
    high="#FFAB70",
    moderate="#F2C14E",
    low="#A9BDCF",
    info="#8EC5F2",
    unknown="#C9B0E8",
    is_dark=True,
)

SEVERITIES = ("urgent", "high", "moderate", "low", "info")
TEXT_COLOURS = ("ink", "ink_soft", "accent", *SEVERITIES, "unknown")
"""What words are written in, each on any of ``BACKGROUNDS``."""
BACKGROUNDS = ("surface", "raised", "sunken", "selected", "hover")


def strengthened(tokens: Tokens) -> Tokens:
    """Return ``tokens`` for a desktop that asks for high contrast: no soft ink, no faint line."""
    full = "#FFFFFF" if tokens.is_dark else "#000000"
    ground = "#000000" if tokens.is_dark else "#FFFFFF"
    return replace(
        tokens, ink=full, ink_soft=full, line=full, outline=full, surface=ground, raised=ground
    )


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def qt_palette(tokens: Tokens) -> QPalette:
    """Return the palette that Fusion draws with where the style sheet says nothing."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.surface,
        role.WindowText: tokens.ink,
        role.Base: tokens.raised,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.ink,
        role.PlaceholderText: tokens.ink_soft,
        role.Button: tokens.raised,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.urgent,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Mid: tokens.outline,
        role.Dark: tokens.ink_soft,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.accent_ink,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.ink,
    }
    palette = QPalette()
    for place, colour in colours.items():
        palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(tokens.ink_soft))
    return palette
