"""The printed references say what their data say, and nothing that nobody verified."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "resources" / "evidence"


def _renderer() -> ModuleType:
    # By path: the folder's name is also that of a library.
    path = ROOT / "packaging" / "render_references.py"
    specification = importlib.util.spec_from_file_location("render_references", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


RENDERER = _renderer()
WORKS: list[dict[str, Any]] = RENDERER.read_works()
SHIPPED = {
    reference["id"]: reference
    for reference in json.loads((EVIDENCE / "references.json").read_text(encoding="utf-8"))
}
PRINTED_IN_FULL = [
    work
    for work in WORKS
    if work["custom"]["verification"] != "unverified"
    and "title" in RENDERER.without_unverified(work)
]


def _work(**changes: Any) -> dict[str, Any]:
    custom = {"verification": "verified", "not_verified": [], "authors_incomplete": False}
    custom.update(changes.pop("custom", {}))
    return {
        "id": "sample2020",
        "type": "article-journal",
        "title": "A title",
        "author": [{"family": "Berg", "given": "Anna-Lena K."}],
        "container-title": "A Journal",
        "volume": "7",
        "issue": "3",
        "page": "101-109",
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1000/x",
        "from_module": True,
        **changes,
        "custom": custom,
    }


def test_the_shipped_list_is_a_fresh_rendering() -> None:
    assert (EVIDENCE / "references.json").read_text(encoding="utf-8") == RENDERER.render(WORKS)


def test_the_list_holds_the_module_its_46_works_and_56_guidelines() -> None:
    assert len(WORKS) == len(SHIPPED) == 47 + 56


@pytest.mark.parametrize("work", PRINTED_IN_FULL, ids=lambda work: str(work["id"]))
def test_year_volume_and_whole_pages_agree_with_the_data(work: dict[str, Any]) -> None:
    text = SHIPPED[work["id"]]["text"]
    left_out = work["custom"]["not_verified"]
    if "issued" in work and "issued" not in left_out:
        assert re.search(rf"\b{work['issued']['date-parts'][0][0]}\b", text)
    if "volume" in work:
        assert re.search(rf"[ ;]{work['volume']}[(:.]", text)
    if "page" in work:
        page = work["page"].split("-")[0] if "end-page" in left_out else work["page"]
        assert re.search(rf"[:;]{page}\.( |$)|p\. {page}\.( |$)", text), text
    if "DOI" in work:
        assert text.endswith(f"doi:{work['DOI']}")
    assert work["title"] in text


@pytest.mark.parametrize(
    "work",
    [w for w in PRINTED_IN_FULL if RENDERER.without_unverified(w)["author"]],
    ids=lambda work: str(work["id"]),
)
def test_six_authors_at_most_are_named_and_the_rest_are_et_al(work: dict[str, Any]) -> None:
    text = SHIPPED[work["id"]]["text"]
    authors = RENDERER.without_unverified(work)["author"]
    names = [author.get("family") or author["literal"] for author in authors]
    head = text[: text.index(work["title"])]
    assert all(name in head for name in names[:6])
    expected = len(names) > 6 or work["custom"]["authors_incomplete"]
    assert head.endswith("et al. ") is expected


@pytest.mark.parametrize(
    "work",
    [work for work in WORKS if work["custom"]["verification"] == "unverified"],
    ids=lambda work: str(work["id"]),
)
def test_an_unverified_work_is_printed_as_author_and_year_only(work: dict[str, Any]) -> None:
    shipped = SHIPPED[work["id"]]
    assert shipped["text"] == f"{shipped['author_year']}, cited in MSBEST 2019"
    assert shipped["url"] is None


def test_no_two_works_share_a_short_name() -> None:
    names = [reference["author_year"] for reference in SHIPPED.values()]
    assert len(set(names)) == len(names)


def test_no_reference_shows_an_empty_part() -> None:
    for reference in SHIPPED.values():
        assert not re.search(r"\.\.|;;|: ?;|,,| ,|\(\)|;\.|None", reference["text"]), reference


def test_a_journal_article_is_rendered_in_vancouver_style() -> None:
    assert RENDERER.vancouver(_work()) == (
        "Berg ALK. A title. A Journal. 2020;7(3):101-109. doi:10.1000/x"
    )


def test_a_title_that_ends_with_a_question_mark_gets_no_full_stop() -> None:
    assert "A title? A Journal" in RENDERER.vancouver(_work(title="A title?"))


def test_unverified_parts_are_left_out() -> None:
    work = _work(custom={"not_verified": ["volume", "issue", "page", "DOI"]})
    assert RENDERER.vancouver(work) == "Berg ALK. A title. A Journal. 2020."
    assert RENDERER.link(work) is None


def test_an_unverified_end_page_leaves_the_first_page() -> None:
    work = _work(custom={"not_verified": ["end-page"]})
    assert ":101. " in RENDERER.vancouver(work)


def test_an_author_known_from_the_module_alone_is_said_to_be_so() -> None:
    work = _work(custom={"not_verified": ["author"]})
    assert RENDERER.vancouver(work) == (
        "A title. A Journal. 2020;7(3):101-109. Cited in MSBEST 2019 as Berg 2020. doi:10.1000/x"
    )


def test_a_not_verified_word_that_the_renderer_does_not_know_stops_it() -> None:
    with pytest.raises(ValueError, match="sample2020: not_verified names colour"):
        RENDERER.vancouver(_work(custom={"not_verified": ["colour"]}))


def test_the_data_carry_no_trace_of_how_they_were_checked() -> None:
    for work in WORKS:
        assert set(work["custom"]) == {"verification", "not_verified", "authors_incomplete"}
