"""Lines, rows and charts by themselves."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msbone_desktop.domain.charting import Mark, Threshold
from msbone_desktop.domain.documents import TrendBand, TrendPoint, TrendSeries
from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.findings import Severity
from msbone_desktop.reports.appearance import BODY, GROUP, STRONG
from msbone_desktop.reports.bidirectional import drawing_order
from msbone_desktop.reports.blocks import Stack
from msbone_desktop.reports.columns import Columns
from msbone_desktop.reports.composition import Composer, P
from msbone_desktop.reports.discussion_section import load_discussion
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.lines import Span, TypeSetter
from msbone_desktop.reports.trend_chart import trend_chart
from tests.reports.content import FONTS, IMMOBILITY, assessment, finding

DISCUSSION = FONTS.parent / "documents" / "discussion.toml"


@pytest.fixture
def setter():
    return TypeSetter(load_fonts(FONTS), "a test")


def lines(setter, width, *spans):
    return [line.text for line in setter.lines(setter.words(spans), width)]


def test_text_is_cut_at_spaces_and_keeps_its_words(setter):
    text = "one two three four five six seven eight nine ten"
    made = lines(setter, 80, Span(text, BODY))
    assert len(made) > 1
    assert " ".join(made) == text


def test_no_line_is_wider_than_asked(setter):
    words = setter.words([Span("Q" * 300 + " and a few more words behind it", BODY)])
    assert all(line.width <= 60.01 for line in setter.lines(words, 60))


def test_spans_that_touch_stay_one_word(setter):
    assert lines(setter, 400, Span("T", STRONG), Span("-score", BODY)) == ["T-score"]
    assert lines(setter, 400, Span("T ", STRONG), Span("score", BODY)) == ["T score"]


def test_an_end_of_line_in_the_text_ends_the_line(setter):
    assert lines(setter, 400, Span("one\r\ntwo\nthree", BODY)) == ["one", "two", "three"]


def test_han_text_may_be_cut_between_any_two_signs(setter):
    made = lines(setter, 40, Span("王小明王小明王小明", BODY))
    assert len(made) > 1
    assert "".join(made) == "王小明王小明王小明"


def test_a_line_from_right_to_left_is_turned_after_it_was_cut(setter):
    (line,) = setter.lines(setter.words([Span("שרה כהן", BODY)]), 400)
    assert line.read_as == "שרה כהן"
    assert "".join(run.text for run in line.segments[0].runs) == drawing_order("שרה כהן")
    assert drawing_order("שרה כהן") == "ןהכ הרש"


def test_a_combining_mark_is_joined_to_its_letter(setter):
    assert lines(setter, 400, Span("Zoe\u0308", BODY)) == ["Zoë"]


def test_fonts_remember_no_text():
    load_fonts(FONTS).runs("Nowak-Øvergård", "regular", "a test")
    assert "Nowak" not in repr(vars(load_fonts(FONTS)))


def test_a_single_value_makes_no_chart(setter):
    alone = TrendSeries("Hip", "g/cm²", (TrendPoint(date(2026, 1, 1), Decimal("0.8")),))
    assert trend_chart(setter, [alone], (100, 80)) is None
    with_gaps = hip(("0.80", False), (None, False), (None, False))
    assert trend_chart(setter, [with_gaps], (100, 80)) is None


def hip(*values, band=None):
    points = tuple(
        TrendPoint(date(2020 + 2 * n, 6, 1), None if v is None else Decimal(v), breaks)
        for n, (v, breaks) in enumerate(values)
    )
    return TrendSeries("Total hip", "g/cm²", points, band)


class Drawn:
    """Remembers what a chart draws."""

    def __init__(self):
        self.lines, self.boxes, self.words, self.places = [], [], [], []

    def line(self, *ends):
        self.lines.append(ends)

    def ruled_line(self, x1, y1, x2, y2, colour, width=0.5):
        pass

    def filled_box(self, x, y, width, height, colour):
        self.boxes.append((round(x, 1), round(width, 1)))

    def show(self, run, x, y, size, colour):
        self.words.append(run.text)
        self.places.append(x)

    def __getattr__(self, _name):
        return lambda *_, **__: None


def drawn(figure):
    canvas = Drawn()
    figure._paint(canvas, 0.0, 0.0)
    return canvas


def test_scans_that_cannot_be_compared_are_not_joined_and_a_gap_stays_a_gap(setter):
    joined = trend_chart(
        setter, [hip(("0.80", False), ("0.79", False), ("0.78", False))], (176, 104)
    )
    assert len(drawn(joined).lines) == 2
    broken = trend_chart(
        setter, [hip(("0.80", False), ("0.79", True), ("0.78", False))], (176, 104)
    )
    assert len(drawn(broken).lines) == 1
    gap = trend_chart(setter, [hip(("0.80", False), (None, False), ("0.78", False))], (176, 104))
    assert drawn(gap).lines == []


def test_the_band_relapses_and_steroids_stand_on_the_time_axis_and_are_told(setter):
    band = TrendBand(date(2020, 6, 1), Decimal("0.77"), Decimal("0.83"))
    marks = (
        Mark("relapse", date(2021, 1, 1), None, "relapse"),
        Mark("steroids", date(2021, 1, 2), date(2021, 1, 6), "methylprednisolone"),
        Mark("relapse", date(2019, 1, 1), None, "relapse"),
        Mark("steroids", date(2010, 1, 1), date(2010, 2, 1), "prednisone"),
    )
    chart: Any = trend_chart(
        setter, [hip(("0.80", False), ("0.79", False), band=band)], (176, 104), marks
    )
    seen = drawn(chart)
    assert "".join(seen.words).count("error band shaded · relapse dotted · steroids grey") == 1
    assert len(seen.boxes) == 2  # one course, one band
    assert "No more than measurement error: 0.77 to 0.83." in chart._alt
    assert "Marked: relapse from 1 Jan 2021, methylprednisolone from 2 Jan 2021 to 6 Jan 2021." in (
        chart._alt
    )
    assert "2019" not in chart._alt and "prednisone from" not in chart._alt.replace(
        "methylprednisolone", ""
    )
    plain = drawn(trend_chart(setter, [hip(("0.80", False), ("0.79", False))], (176, 104)))
    assert not any("shaded" in words for words in plain.words)


def test_limits_are_dashed_and_told_and_their_words_cover_no_point(setter):
    limits = (Threshold(Decimal("0.80"), "upper"), Threshold(Decimal("0.70"), "lower"))
    chart: Any = trend_chart(
        setter, [hip(("0.80", False), ("0.79", False))], (176, 104), (), limits
    )
    seen = drawn(chart)
    assert "Limits: upper, lower." in chart._alt
    places = dict(zip(seen.words, seen.places, strict=True))
    assert places["upper"] > places["lower"] + 20


def test_a_point_is_printed_once_for_all_rules_that_bring_it():
    table = load_discussion(DISCUSSION)
    falls = tuple(
        finding(rule, rule, Severity.LOW, "") for rule in ("FALL-6M", "FALL-REC", "FALL-INJ")
    )
    texts = table.for_findings(assessment(falls))["Physiotherapy and falls"]
    assert len(texts) == len(set(texts)) == 1


def test_points_are_no_orders_and_name_no_dose():
    for point in load_discussion(DISCUSSION).points:
        assert not re.search(r"\d\s*(mg|µg|mcg|IU|g)\b", point.text), point.text
        assert not point.text.startswith(("Give", "Start", "Stop", "Prescribe", "Take"))


def test_a_point_for_a_group_that_does_not_exist_is_refused(tmp_path: Path):
    file = tmp_path / "discussion.toml"
    file.write_text('[groups]\n[[points]]\ngroup = "x"\nrules = []\ntext = "y"\n')
    with pytest.raises(KnowledgeError, match="no group 'x'"):
        load_discussion(file)


def test_findings_without_points_leave_the_section_out():
    assert load_discussion(DISCUSSION).for_findings(assessment(())) == {}
    assert "Bone assessment" in load_discussion(DISCUSSION).for_findings(assessment((IMMOBILITY,)))


def test_a_double_name_is_cut_at_its_hyphen_first(setter):
    made = lines(setter, 60, Span("Wolfeschlegel-Featherstone", BODY))
    assert made == ["Wolfeschlegel-", "Featherstone"]
    assert lines(setter, 400, Span("Wolfeschlegel-Featherstone", BODY)) == [
        "Wolfeschlegel-Featherstone"
    ]


def test_a_number_after_a_name_from_right_to_left_stays_behind_it():
    assert drawing_order("Signed by שרה, 22 Nov").replace("\u200e", "") == "Signed by הרש, 22 Nov"


def test_only_an_address_may_be_parted_behind_a_stroke(setter):
    text = "doi:10.1177/1352458512"
    assert lines(setter, 60, Span(text, BODY, "https://example.org")) == [
        "doi:10.1177/",
        "1352458512",
    ]
    assert lines(setter, 60, Span("x and/or/nothing", BODY))[-1] == "and/or/nothing"


def test_the_space_behind_a_name_from_right_to_left_stays_between_it_and_what_follows(setter):
    (line,) = setter.lines(setter.words([Span("שרה", STRONG), Span(" · born", STRONG)]), 400)
    drawn = ["".join(run.text for run in segment.runs) for segment in line.segments]
    assert drawn == ["הרש", " ", "· born"]
    assert line.text == "שרה · born"


class Place:
    """Notes where each block of a column would be drawn."""

    def __init__(self, height, before=0.0, heading=False):
        self.height, self.before, self.keep_with_next = height, before, heading
        self.at = (0.0, 0.0)

    def arrange(self, width):
        return self.height

    def cut(self, height, *, anywhere=False):
        return None

    def draw(self, canvas, x, top):
        self.at = (x, top)


def drawn_columns(columns, width=216.0):
    height = columns.arrange(width)
    columns.draw(None, 0.0, 0.0)
    return height


def test_columns_are_read_down_the_first_and_are_as_low_as_they_can_be():
    blocks = [Place(10.0, before=2.0) for _ in range(5)]
    assert drawn_columns(Columns(blocks)) == pytest.approx(34.0)
    assert [block.at for block in blocks] == [
        (0.0, 0.0),
        (0.0, -12.0),
        (0.0, -24.0),
        (116.0, 0.0),
        (116.0, -12.0),
    ]


def test_a_heading_never_ends_a_column():
    blocks = [Place(10), Place(10), Place(10, heading=True), Place(10), Place(10), Place(10)]
    drawn_columns(Columns(blocks))
    assert blocks[2].at[0] == blocks[3].at[0]


def test_over_a_page_break_both_columns_are_filled_before_the_page_is_turned():
    blocks = [Place(10.0) for _ in range(9)]
    columns = Columns(blocks, before=5.0)
    columns.arrange(216.0)
    parts = columns.cut(30.0)
    assert parts is not None
    head, tail = parts
    assert (drawn_columns(head), drawn_columns(tail)) == (30.0, 20.0)
    assert (head.before, tail.before) == (5.0, 0.0)
    assert [block.at[0] for block in blocks] == [0.0] * 3 + [116.0] * 3 + [0.0] * 2 + [116.0]
    assert columns.cut(5.0) is None


def group(setter, title, points):
    composer = Composer(setter)
    texts = [P(f"{title} {n}", BODY) for n in range(points)]
    return Stack([composer.text(P(title, GROUP), "H3"), composer.bullets(texts)], before=5)


def test_a_group_is_not_parted_between_columns_unless_it_is_longer_than_the_page(setter):
    groups = [group(setter, "a", 2), group(setter, "b", 7), group(setter, "c", 1)]
    columns = Columns(groups, whole=True)
    columns.arrange(400.0)
    assert [half.blocks for half in columns._halves] == [groups[:1], groups[1:]]
    alone = Columns([group(setter, "a", 40)], whole=True)
    alone.arrange(400.0)
    assert alone.cut(100.0) is None
    assert alone.cut(100.0, anywhere=True) is not None
