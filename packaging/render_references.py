"""Write resources/evidence/references.json from the bibliography (run when a reference changes).

The bibliography is CSL-JSON. Each work also says how far it was verified, in ``custom``:
``verification``, ``not_verified`` (what to leave out) and ``authors_incomplete``. The reference
list is rendered here, once, so that the program neither formats citations nor needs a library
for it, and so that a person can read each line before it ships.

Usage: python packaging/render_references.py [--check]
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, TypeAlias

Work: TypeAlias = dict[str, Any]
Name: TypeAlias = dict[str, str]

EVIDENCE = Path(__file__).resolve().parents[1] / "resources" / "evidence"
BIBLIOGRAPHIES = ("module.csl.json", "guidelines.csl.json")
MODULE = "MSBEST 2019"
MOST_AUTHORS = 6

NOT_VERIFIED_WORDS = {
    *("title", "author", "personal-author", "co-authors", "given", "full-given", "issued"),
    *("container-title", "volume", "issue", "page", "end-page", "publisher", "publisher-place"),
    *("DOI", "PMID", "URL", "ISBN", "match-to-citation"),
}
"""What ``not_verified`` may name. The works hold initials at least wherever only the full given
names are in doubt, so "full-given" removes nothing from a list that prints initials."""


def author_year(work: Work) -> str:
    """Name a work the short way, as in "Brown & Josse 2002"."""
    if "citation-label" in work:
        return str(work["citation-label"])
    authors: list[Name] = work.get("author", [])
    family = [name["family"] for name in authors if "family" in name]
    names = family or [name["literal"] for name in authors]
    if len(names) == 2 and not work["custom"]["authors_incomplete"]:
        names = [f"{names[0]} & {names[1]}"]
    return f"{names[0]} {_year(work)}"


def without_unverified(work: Work) -> Work:
    """Copy a work without the parts that nobody verified."""
    left_out = set(work["custom"]["not_verified"])
    unknown = left_out - NOT_VERIFIED_WORDS
    if unknown:
        raise ValueError(f"{work['id']}: not_verified names {', '.join(sorted(unknown))}")
    kept = {key: value for key, value in work.items() if key not in left_out}
    authors: list[Name] = kept.get("author", [])
    if "personal-author" in left_out:
        authors = [name for name in authors if "literal" in name]
    if "given" in left_out:
        authors = [{key: part for key, part in a.items() if key != "given"} for a in authors]
    kept["author"] = authors
    if "end-page" in left_out and "page" in kept:
        kept["page"] = kept["page"].split("-")[0]
    return kept


def vancouver(work: Work) -> str:
    """Render one work for a numbered reference list."""
    short = author_year(work)
    if work["custom"]["verification"] == "unverified":
        return f"{short}, cited in {MODULE}"
    kept = without_unverified(work)
    if not _authors(kept) and "title" not in kept:
        # A year and a journal alone name nothing.
        parts = [f"{short}, cited in {MODULE}", _locator(kept)]
    else:
        named = f"Cited in {MODULE} as {short}" if _is_named_by_module_only(work) else ""
        parts = [_authors(kept), kept.get("title", ""), *_published(kept), named, _locator(kept)]
    return " ".join(_sentence(part) for part in parts if part)


def link(work: Work) -> str | None:
    """Give the address of a work: its DOI when there is one, else its PubMed record or page."""
    kept = without_unverified(work)
    if "DOI" in kept:
        return f"https://doi.org/{kept['DOI']}"
    if "PMID" in kept:
        return f"https://pubmed.ncbi.nlm.nih.gov/{kept['PMID']}/"
    return kept.get("URL")


def _is_named_by_module_only(work: Work) -> bool:
    """Whether the author or the year is known from the module's citation alone."""
    return bool(
        {"author", "personal-author", "issued", "match-to-citation"}
        & set(work["custom"]["not_verified"])
        and work["from_module"]
    )


def _authors(work: Work) -> str:
    shown = [_author(name) for name in work["author"][:MOST_AUTHORS]]
    if not shown:
        return ""
    if work["custom"]["authors_incomplete"] or len(work["author"]) > MOST_AUTHORS:
        shown.append("et al.")
    return ", ".join(shown)


def _author(name: Name) -> str:
    if "literal" in name:
        return name["literal"]
    given = name.get("given", "").replace("-", " ").replace(".", " ").split()
    initials = "".join(part[0] for part in given)
    return " ".join(part for part in (name["family"], initials, name.get("suffix", "")) if part)


def _published(work: Work) -> list[str]:
    """Give the sentences on where and when the work appeared."""
    if work["type"] == "article-journal":
        return [work.get("container-title", ""), _journal_part(work)]
    host = work.get("container-title", "")
    series = " ".join(filter(None, (work.get("collection-title"), work.get("number"))))
    version = f"Version {work['version']}" if "version" in work else ""
    imprint = ": ".join(filter(None, (work.get("publisher-place"), work.get("publisher"))))
    imprint = "; ".join(filter(None, (imprint, _year(work))))
    pages = f"p. {work['page']}" if "page" in work else ""
    return [f"In: {host}" if host else "", series, version, imprint, pages]


def _journal_part(work: Work) -> str:
    """Give year, volume, issue and pages, as in "2014;95(7):1283-1288"."""
    issue = f"({work['issue']})" if "issue" in work else ""
    volume = work.get("volume", "") + issue
    pages = work.get("page") or work.get("number", "")
    place = ":".join(filter(None, (volume, pages)))
    return ";".join(filter(None, (_year(work), place)))


def _locator(work: Work) -> str:
    if "DOI" in work:
        return f"doi:{work['DOI']}"
    if "PMID" in work:
        return f"PMID: {work['PMID']}"
    return f"Available from: {work['URL']}" if "URL" in work else ""


def _year(work: Work) -> str:
    return str(work["issued"]["date-parts"][0][0]) if "issued" in work else ""


def _sentence(part: str) -> str:
    # A full stop after an address or a DOI would be copied along with it.
    closed = part.endswith((".", "?", "!")) or part.startswith(("doi:", "Available from:"))
    return part if closed else f"{part}."


def read_works(evidence: Path = EVIDENCE) -> list[Work]:
    """Read both bibliographies; ``from_module`` marks the works that the module cites."""
    works: list[Work] = []
    for name in BIBLIOGRAPHIES:
        text = (evidence / "bibliography" / name).read_text(encoding="utf-8")
        from_module = name == BIBLIOGRAPHIES[0]
        works.extend({**work, "from_module": from_module} for work in json.loads(text))
    return works


def render(works: list[Work]) -> str:
    """Render the works as references.json, one work a line."""
    lines = [
        json.dumps(
            {
                "id": work["id"],
                "author_year": author_year(work),
                "text": vancouver(work),
                "verification": work["custom"]["verification"],
                "url": link(work),
            },
            ensure_ascii=False,
        )
        for work in works
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> int:
    """Write the file, or with ``--check`` only say whether it is up to date."""
    parser = argparse.ArgumentParser(description="Render the reference list that ships.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if out of date")
    arguments = parser.parse_args()
    shipped = EVIDENCE / "references.json"
    fresh = render(read_works())
    if not arguments.check:
        shipped.write_text(fresh, encoding="utf-8")
        return 0
    if shipped.exists() and shipped.read_text(encoding="utf-8") == fresh:
        return 0
    print(f"{shipped} is out of date: run python packaging/render_references.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
