"""Handouts, letters, labels, lists, requests and forms: what they say, for whom, and where."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from pypdf import PdfReader

from msbone_desktop.domain.access import AccessCard, suggested_sites
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.documents import SubjectIdentity
from msbone_desktop.domain.errors import (
    CancelledError,
    KnowledgeError,
    RefusedEntryError,
    UnprintableTextError,
)
from msbone_desktop.domain.follow_up import Group, WorkList, WorkRow
from msbone_desktop.domain.papers import (
    AddressLabel,
    BlankFormContent,
    DxaRequestContent,
    HandoutContent,
    LabelBatch,
    LetterBatch,
    LetterContent,
    Made,
    PageSet,
    RequestReason,
    WorkListContent,
)
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.environment.resources import shipped
from msbone_desktop.reports.appearance import MILLIMETRE, PAPER
from msbone_desktop.reports.archival import archive
from msbone_desktop.reports.blank_form import build_blank_form
from msbone_desktop.reports.dxa_request import build_dxa_request
from msbone_desktop.reports.handout import build_handout
from msbone_desktop.reports.labels import build_labels
from msbone_desktop.reports.letters import build_letters
from msbone_desktop.reports.paper_texts import filled, label_sheets, load_texts
from msbone_desktop.reports.work_list import build_work_list
from msbone_desktop.services.knowledge import load_knowledge
from tests.reports.reading import page_texts, whole_text

FONTS = shipped("resources") / "fonts"
DOCUMENTS = shipped("resources") / "documents"
AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
TEXTS = load_texts(DOCUMENTS, "en", "handout")
VARIANTS = ("walking", "aid", "wheelchair")


def made(paper="A4", **changes):
    clinic = ClinicIdentity(
        name="Riverside MS Clinic", address="2 Hill\nTown", phone="01234 567890", paper=paper
    )
    values: dict[str, Any] = {
        "clinic": clinic,
        "at": AT,
        "by": "A. Desk",
        "software_version": "0.1.0",
    }
    return Made(**(values | changes))


def somebody(number=1, family="Ordinary", given="Ann"):
    return SubjectIdentity(
        patient=number,
        family_name=family,
        given_name=given,
        born="10 Mar 1964",
        sex="Female",
        clinic_id=f"MS-{number:05d}",
    )


def handout(**changes):
    values = {
        "made": made(),
        "subject": somebody(),
        "screened_on": date(2026, 11, 2),
        "released": tuple(TEXTS["findings"]),
        "unknown_fields": tuple(TEXTS["unknown"]),
        "next_dxa_on": date(2027, 1, 5),
        "labs_on": date(2027, 2, 6),
    }
    return HandoutContent(**(values | changes))


def body_of(text):
    """Leave out head and foot: names, addresses and page counts are no sentences."""
    start = text.index("What we noted")
    return re.sub(r"Ordinary, Ann · born.*?(?=What|Your|Stop|Keep|Call|Get|$)", " ", text[start:])


def syllables(word):
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^laeiouy]ed|[^laeiouy]e)$", "", word)
    return max(len(re.findall(r"[aeiouy]+", word)), 1)


def smog(sentences):
    """McLaughlin's grade, from every word of three syllables and more."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    hard = sum(syllables(word) >= 3 for word in words)
    return 1.0430 * (hard * 30 / len(sentences)) ** 0.5 + 3.1291


def sentences_of(variant):
    texts = TEXTS
    lines = [*texts["findings"].values(), texts["foot"], texts["noted"]["none"]]
    for section in texts["sections"]:
        if variant in section.get("variants", (variant,)):
            lines += section["lines"]
    lines += [texts["next"][name] for name in ("booked", "scan", "phone", "no_phone")]
    lines += texts["urgent"]["lines"] + texts["call"]["lines"]
    return [part for line in lines for part in re.split(r"(?<=[.?;])\s+", line) if part.strip()]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_handout_is_read_by_a_child_of_twelve(variant):
    sentences = sentences_of(variant)
    words = [len(re.findall(r"[A-Za-z']+", sentence)) for sentence in sentences]
    assert len(sentences) >= 30  # what the measure was made for
    assert smog(sentences) <= 7
    assert sum(words) / len(words) <= 15


def test_the_measure_of_reading_is_no_dummy():
    hard = ["Immobilisation contributes to secondary osteoporosis considerably."] * 30
    assert smog(hard) > 12


@pytest.mark.parametrize(
    ("variant", "size", "paper"), list(product(VARIANTS, (12, 14, 18), ("A4", "Letter")))
)
def test_every_handout_says_what_it_must_and_nothing_that_frightens(variant, size, paper):
    text = whole_text(
        archive(build_handout(handout(variant=variant, size=size, made=made(paper)), FONTS))
    )
    for wanted in (
        *("Why this matters", "DXA", "5 Jan 2027", "6 Feb 2027", "2 Nov 2026"),
        *("if you may be pregnant", "help to get on the table", "Do not stop a medicine"),
        *("01234 567890", "hit your head", "get your breath", "We could not check"),
        "does not replace advice",
    ):
        assert wanted in text
    body = body_of(text).lower()
    for forbidden in (
        *("%", "osteoporosis", "low risk", "risk", "safe", "level 1", "evidence", "percent"),
        *("prednis", "carbamaz", "phenyto", "fingolimod", "interferon", " iu", "mg", "ng/ml"),
        *("nmol", "die", "death", "mortal", "t-score"),
    ):
        assert forbidden not in body, forbidden


def test_each_variant_speaks_of_its_own_way_of_moving():
    texts = {v: whole_text(archive(build_handout(handout(variant=v), FONTS))) for v in VARIANTS}
    assert "Put the brakes on" in texts["wheelchair"]
    assert "Put the brakes on" not in texts["walking"]
    assert "Standing with help still counts" in texts["aid"]
    assert "Walk and stand each day" not in texts["wheelchair"]


def test_only_what_was_released_is_told():
    text = whole_text(archive(build_handout(handout(released=("FALL-6M",)), FONTS)))
    assert TEXTS["findings"]["FALL-6M"] in text
    assert TEXTS["findings"]["FX-FRAG"] not in text
    nothing = handout(released=(), unknown_fields=())
    assert "What we noted" not in whole_text(archive(build_handout(nothing, FONTS)))


def test_lines_without_a_date_are_left_out_not_printed_with_a_gap():
    bare = handout(next_dxa_on=None, labs_on=None, made=made(clinic=ClinicIdentity()))
    text = whole_text(archive(build_handout(bare, FONTS)))
    assert "{" not in text and "due on" not in text and "Ask at your clinic" in text
    assert "Your next blood test" not in text
    booked = handout(booked_on=date(2026, 12, 24))
    assert "Go to your bone scan on 24 Dec 2026" in whole_text(
        archive(build_handout(booked, FONTS))
    )


def test_large_type_is_large():
    def sizes(size):
        found = set()
        page = PdfReader(BytesIO(build_handout(handout(size=size), FONTS).pdf)).pages[0]
        page.extract_text(visitor_text=lambda *a: found.add(round(a[4], 1)))
        return found

    assert 18.0 in sizes(18) and 14.0 not in sizes(18)
    assert 14.0 in sizes(14)


def test_every_finding_that_can_be_told_is_one_of_the_rules():
    rules = load_knowledge(shipped("resources")).rulebook.rules
    files = {path.stem.upper() for path in (shipped("resources") / "rules").glob("*.toml")}
    assert len(files) > 25
    assert {rule for rule in TEXTS["findings"] if not rule.startswith("LIFE")} <= set(rules)
    assert {rule for rule in rules if rule.startswith(("MOB", "FALL", "FX", "STER"))} <= set(
        TEXTS["findings"]
    ) | {"MOB-NR"}


@pytest.mark.catalogue("D04")
def test_a_filled_in_word_is_never_read_as_a_pattern():
    assert filled("Dear {name},", {"name": "{phone} %s {0}"}) == "Dear {phone} %s {0},"
    assert filled("Call {phone}.", {"phone": ""}) is None


def test_a_language_without_texts_is_refused(tmp_path):
    with pytest.raises(KnowledgeError):
        load_texts(tmp_path, "xx", "handout")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "letter.toml").write_text("not toml")
    with pytest.raises(KnowledgeError):
        load_texts(tmp_path, "en", "letter")
    (tmp_path / "labels.toml").write_text("[[sheets]]\nid = 'x'\n")
    with pytest.raises(KnowledgeError):
        label_sheets(tmp_path)


# --- letters -------------------------------------------------------------------------------


def letter(number=1, **changes):
    values = {
        "subject": somebody(number, family=f"Person{number}"),
        "address": f"{number} Road\nTown",
        "kind": "dxa",
        "due_on": date(2026, 9, 1),
    }
    return LetterContent(**(values | changes))


def letters(*those, **changes):
    return LetterBatch(**({"made": made(), "letters": those} | changes))


def test_each_letter_has_pages_of_its_own_with_nobody_elses_name():
    batch = letters(*(letter(number) for number in range(1, 21)))
    raw, sets = build_letters(batch, FONTS)
    texts = page_texts(archive(raw))
    assert sets == tuple(PageSet(PatientId(number), number, 1) for number in range(1, 21))
    for page_set in sets:
        text = texts[page_set.first - 1]
        assert set(re.findall(r"Person\d+", text)) == {f"Person{page_set.patient}"}
        assert "Page 1 of 1" in text and f"MS-{page_set.patient:05d}" in text


def test_a_letter_that_needs_two_pages_counts_its_own():
    long = letter(2, address="Line of an address\n" * 70)
    raw, sets = build_letters(letters(letter(1), long, letter(3)), FONTS)
    assert [page_set.pages for page_set in sets][0::2] == [1, 1]
    assert sets[1].pages > 1 and sets[2].first == 2 + sets[1].pages
    texts = page_texts(archive(raw))
    assert f"Page 2 of {sets[1].pages}" in texts[2]
    assert all(
        "Person1" not in text and "Person3" not in text for text in texts[1 : sets[2].first - 1]
    )


def test_a_letter_says_what_why_how_and_that_it_may_be_refused():
    text = whole_text(archive(build_letters(letters(letter()), FONTS)[0]))
    for wanted in ("bone scan (DXA)", "1 Sep 2026", "please call 01234 567890", "transport"):
        assert wanted in text
    assert "do not want to be reminded" in text
    own = letters(letter(number=1), booking_words="use the green door.", transport_words="taxi.")
    text = whole_text(archive(build_letters(own, FONTS)[0]))
    assert "use the green door." in text and "Getting here: taxi." in text


def test_the_second_letter_says_that_there_was_a_first():
    second = letters(LetterContent(
        subject=somebody(), address="x", kind="dxa", due_on=date(2026, 9, 1), number=2
    ))  # fmt: skip
    assert "have not heard from you" in whole_text(archive(build_letters(second, FONTS)[0]))


def test_the_window_of_the_envelope_shows_name_and_address_alone():
    raw, _ = build_letters(letters(letter()), FONTS)
    seen = []
    page = PdfReader(BytesIO(raw.pdf)).pages[0]
    page.extract_text(visitor_text=lambda t, cm, tm, *_: seen.append((t.strip(), tm[4], tm[5])))
    top = PAPER["A4"][1]
    window = [
        text
        for text, x, y in seen
        if text and x < 110 * MILLIMETRE and 40 * MILLIMETRE < top - y < 85 * MILLIMETRE
    ]
    assert " ".join(window) == "Ann Person1 1 Road Town"


def test_cancelling_between_two_letters_leaves_nothing():
    told = []
    with pytest.raises(CancelledError):
        build_letters(
            letters(*(letter(n) for n in range(1, 6))),
            FONTS,
            progress=lambda done, of: told.append((done, of)),
            cancelled=lambda: len(told) >= 3,
        )
    assert told == [(0, 5), (1, 5), (2, 5)]


# --- labels --------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", label_sheets(DOCUMENTS), ids=lambda sheet: sheet.id)
def test_labels_stand_where_the_sheet_has_them(sheet):
    names = [f"Label{n:03d}" for n in range(sheet.columns * sheet.rows)]
    people = tuple(
        AddressLabel(patient=PatientId(n), name=name, address="1 Road\nTown")
        for n, name in enumerate(names)
    )
    raw = build_labels(LabelBatch(made=made(), sheet=sheet, labels=people), FONTS)
    assert raw.pages == 1
    page = PdfReader(BytesIO(archive(raw))).pages[0]
    size = tuple(round(float(v), 1) for v in page.mediabox[2:])
    assert size == tuple(round(v, 1) for v in PAPER[sheet.paper])
    seen: dict[str, tuple[float, float]] = {}

    def see(text, _cm, tm, *_):
        seen.setdefault(text.strip(), (tm[4], tm[5]))

    page.extract_text(visitor_text=see)
    for place, name in enumerate(names):
        row, column = divmod(place, sheet.columns)
        left = (sheet.left + column * sheet.step_x) * MILLIMETRE
        top = PAPER[sheet.paper][1] - (sheet.top + row * sheet.step_y) * MILLIMETRE
        x, y = seen[name]
        assert x - left == pytest.approx(3 * MILLIMETRE, abs=0.3)
        assert 0 < top - y < sheet.height * MILLIMETRE / 2


def test_labels_begin_at_the_first_free_one_and_go_on_to_the_next_sheet():
    sheet = label_sheets(DOCUMENTS)[0]
    people = tuple(
        AddressLabel(patient=PatientId(n), name=f"P{n}", address="1 Road") for n in range(3)
    )
    raw = build_labels(LabelBatch(made=made(), sheet=sheet, labels=people, start=20), FONTS)
    texts = page_texts(archive(raw))
    assert ["P0" in texts[0], "P1" in texts[0], "P2" in texts[1]] == [True] * 3
    for start in (0, 22):
        with pytest.raises(RefusedEntryError):
            build_labels(LabelBatch(made=made(), sheet=sheet, labels=people, start=start), FONTS)


def test_a_long_address_is_set_smaller_and_one_that_cannot_fit_is_refused():
    sheet = label_sheets(DOCUMENTS)[2]

    def build(lines):
        label = AddressLabel(patient=PatientId(1), name="Ann Ordinary", address="A line\n" * lines)
        return build_labels(LabelBatch(made=made(), sheet=sheet, labels=(label,)), FONTS)

    assert whole_text(archive(build(5))).count("A line") == 5
    with pytest.raises(RefusedEntryError, match="does not fit"):
        build(40)


# --- list, request, form -------------------------------------------------------------------


def work_list(count):
    rows = tuple(
        WorkRow(
            person=PatientRow(
                id=PatientId(n),
                family_name=f"Row{n:04d}",
                given_name="Ann",
                born_on=None,
                sex_for_reference=None,
                clinic_id=f"c{n}",
                ms_course=None,
                edss=None,
                edss_on=None,
                last_screened_on=None,
                last_dxa_on=None,
                has_draft=False,
                deceased=False,
            ),
            group=Group.NOT_ON_LIST,
            reminder=None,
            why_not="wants no reminders: asked",
            phone="555 1234",
        )
        for n in range(count)
    )
    listed = WorkList(
        kind="dxa", on=date(2026, 11, 22), rows=rows, patients=count, due=0,
        not_due=0, excluded=count, counts={Group.NOT_ON_LIST: count},
    )  # fmt: skip
    return WorkListContent(made=made(), listed=listed, rows=rows)


def test_the_list_on_paper_holds_every_row_that_is_shown_and_counts_them():
    texts = page_texts(archive(build_work_list(work_list(180), FONTS)))
    text = " ".join(texts)
    assert len(set(re.findall(r"Row\d{4}", text))) == 180
    assert "180 shown. 180 patients = 0 on the list + 0 not due + 180 left out" in text
    assert len(texts) > 2 and all("Last contact" in page for page in texts)
    assert "Nobody is shown" in whole_text(archive(build_work_list(work_list(0), FONTS)))


def request(**changes):
    card = changes.pop("card", AccessCard())
    values = {
        "made": made(),
        "subject": somebody(),
        "phone": "555",
        "address": "1 Road\nTown",
        "reasons": (RequestReason(title="Motor loss", value="found", label="Expert opinion"),),
        "sites": suggested_sites(card, None, ()),
        "questions": ("whether a pregnancy is possible",),
        "card": card,
    }
    return DxaRequestContent(**(values | changes))


def test_what_is_not_known_on_the_card_is_never_printed_as_no():
    text = whole_text(archive(build_dxa_request(request(), FONTS)))
    assert text.count("not asked") == 11
    assert "Motor loss" in text and "Expert opinion" in text
    assert "Whether a pregnancy is possible" in text
    card = AccessCard(metal_left_hip=True, pump=False, transfer="hoist", note="Bring the sling.")
    text = whole_text(archive(build_dxa_request(request(card=card), FONTS)))
    for wanted in ("with a hoist", "Bring the sling.", "Please leave out", "metalwork in the left"):
        assert wanted in text


def test_the_paper_form_asks_everything_that_the_screen_asks_with_no_unit_chosen():
    knowledge = load_knowledge(shipped("resources"))
    dictionary = knowledge.rulebook.dictionary
    questionnaire = knowledge.questionnaire
    content = BlankFormContent(made=made(), questionnaire=questionnaire, dictionary=dictionary)
    texts = page_texts(archive(build_blank_form(content, FONTS)))
    text = " ".join(texts)
    for section in questionnaire.sections:
        for question in section.questions:
            assert question.label in text
    assert "Circle: ng/mL or nmol/L" in text
    assert all("Name ____" in page and "Born ____" in page for page in texts)
    assert "Not known" in text and "Declined" in text


def test_a_name_that_no_font_covers_is_refused_on_every_paper():
    who = somebody(family="Ann\U00016910")
    for build in (
        lambda: build_handout(handout(subject=who), FONTS),
        lambda: build_letters(letters(letter(subject=who)), FONTS),
        lambda: build_dxa_request(request(subject=who), FONTS),
    ):
        with pytest.raises(UnprintableTextError):
            build()


def test_the_same_content_gives_the_same_bytes_and_says_demo_where_it_is_one():
    demo = made(clinic=ClinicIdentity(name="Demo", is_demo=True))
    for build in (
        lambda: archive(build_handout(handout(made=demo), FONTS)),
        lambda: archive(build_letters(letters(letter(), made=demo), FONTS)[0]),
        lambda: archive(build_dxa_request(request(made=demo), FONTS)),
    ):
        first = build()
        assert first == build()
        assert all("DEMO" in text for text in page_texts(first))


def test_no_text_of_a_paper_names_a_person_in_its_title_or_metadata():
    raw, _ = build_letters(letters(letter()), FONTS)
    reader = PdfReader(BytesIO(archive(raw)))
    assert (
        "Person1" not in str(reader.metadata)
        and str(reader.metadata and reader.metadata.title) == "Your bone health check"
    )
