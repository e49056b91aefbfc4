"""Texts that are shown beside the findings and are no rules."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from string import Formatter
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.findings import DxaReading, Remark, SteroidPulses
from msbone_desktop.domain.vitamin_d import BANDS, in_other_unit
from msbone_desktop.rules.drugs import DrugList
from msbone_desktop.rules.facts import Sheet
from msbone_desktop.rules.toml_files import TomlFile
from msbone_desktop.rules.toml_kinds import TABLE, TEXT, TEXTS, expect_keys, require

_TREATMENT_RULES = frozenset({"MOB-65", "FX-FRAG", "STER-LT"})
_LOW_CATEGORIES = frozenset(
    {"T_osteoporosis_range", "T_low_bone_mass_osteopenia", "Z_below_expected_for_age"}
)
_KEYS = {
    "belongs_to": TEXT,
    "message": TEXT,
    "label": TEXT,
    "statements": TEXTS,
    "references": TEXTS,
}
_FILLED_IN: dict[str, frozenset[str]] = {
    "STER-PULSE": frozenset({"count", "grams", "without_dose"}),
    "AED-OTHER": frozenset({"drugs"}),
    "DRUG-NOT-RECOGNISED": frozenset({"drugs"}),
    "VITD-BAND": frozenset({"value", "unit", "other", "band"}),
    "VITD-IDEAL": frozenset(),
    "VITD-CONCERN": frozenset(),
    "VITD-DOSE": frozenset(),
    "DMT-OTHER": frozenset({"drugs"}),
    "DXA-SCORE": frozenset(),
    "TX-NOTE": frozenset(),
    "FRAX-AGE": frozenset(),
    "FRAX-MS": frozenset(),
}
"""Each text, and what is filled in where it has braces."""
_NOTES = (
    "OLDER_THAN_12_MONTHS",
    "DURING_RELAPSE",
    "KIDNEY_DISEASE_MAY_EXPLAIN",
    "CHECK_ENTRY_HIGH",
    "CHECK_ENTRY_LOW",
)


@dataclass(frozen=True, slots=True)
class RemarkTexts:
    """The texts by code, the words of the vitamin D bands, and the messages of notes."""

    texts: dict[str, dict[str, Any]]
    bands: dict[str, str]
    notes: dict[str, str]


def read_remarks(file: TomlFile, library: EvidenceLibrary, rules: frozenset[str]) -> RemarkTexts:
    """Read the texts.

    Raises:
        KnowledgeError: A text that is missing or that nothing shows, braces around what is not
            filled in, or evidence or a rule that does not exist. Found here, so that no
            screening stops for want of a text.
    """
    expect_keys(file, file.content, dict.fromkeys((*_FILLED_IN, "bands", "notes"), TABLE))
    require(file, file.content, (*_FILLED_IN, "bands", "notes"))
    content = dict(file.content)
    bands, notes = content.pop("bands"), content.pop("notes")
    for name, table, codes in (("bands", bands, BANDS), ("notes", notes, _NOTES)):
        expect_keys(file, table, dict.fromkeys(codes, TEXT), name)
        require(file, table, codes, name)
    for code, table in content.items():
        expect_keys(file, table, _KEYS, code)
        require(file, table, ("message", "label"), code)
        _check_evidence(file, table, code, library)
        if "belongs_to" in table and table["belongs_to"] not in rules:
            raise file.refuse(
                f"the rule '{table['belongs_to']}' does not exist", code, "belongs_to"
            )
        for braced in _braces(file, table["message"], code):
            if braced not in _FILLED_IN[code]:
                raise file.refuse(f"nothing fills in '{braced}'", code, "message")
    return RemarkTexts(content, bands, notes)


def _check_evidence(
    file: TomlFile, table: dict[str, Any], code: str, library: EvidenceLibrary
) -> None:
    known: dict[str, Collection[str]] = {
        "statements": library.statements,
        "references": library.references,
    }
    for key, ids in known.items():
        for index, named in enumerate(table.get(key, ())):
            if named not in ids:
                raise file.refuse(f"'{named}' is not among the {key}", code, key, index)


def _braces(file: TomlFile, message: str, code: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(message) if name is not None]
    except ValueError as fault:
        raise file.refuse(f"braces: {fault}", code, "message") from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkContext:
    """What the remarks are made from."""

    sheet: Sheet
    fired: frozenset[str]
    """Ids of the rules that are triggered."""
    pulses: SteroidPulses | None
    band: str | None
    dxa: DxaReading
    frax: str


class RemarkMaker:
    """Makes the remarks of one assessment."""

    def __init__(
        self,
        texts: RemarkTexts,
        antiepileptics: DrugList,
        therapies: DrugList,
        factor: Decimal,
        concern: dict[str, Decimal],
    ) -> None:
        self._bands = texts.bands
        self._unfilled = {
            code: Remark(
                code,
                table["message"] if _FILLED_IN[code] else table["message"].format(),
                table["label"],
                tuple(table.get("statements", ())),
                table.get("belongs_to"),
                tuple(table.get("references", ())),
            )
            for code, table in texts.texts.items()
        }
        self._antiepileptics = antiepileptics
        self._therapies = therapies
        self._factor = factor
        self._concern = concern

    def make(self, context: RemarkContext) -> tuple[Remark, ...]:
        """Return the remarks that apply, in a fixed order."""
        return (
            *self._pulses(context.pulses),
            *self._drugs(context.sheet),
            *self._vitamin_d(context),
            *self.of_scan(context.dxa),
            *self._treatment(context),
        )

    def _filled(self, code: str, **filled: object) -> Remark:
        text = self._unfilled[code]
        return replace(text, message=text.message.format(**filled))

    def _pulses(self, pulses: SteroidPulses | None) -> Iterator[Remark]:
        if pulses is None or not pulses.count:
            return
        grams = format((pulses.prednisone_equivalent_mg / 1000).normalize(), "f")
        lacking = pulses.without_dose
        note = f", without {lacking} whose dose is not known" if lacking else ""
        yield self._filled("STER-PULSE", count=pulses.count, grams=grams, without_dose=note)

    def _drugs(self, sheet: Sheet) -> Iterator[Remark]:
        taken = sheet.record.antiepileptics
        names = [] if isinstance(taken, Absence) else [entry.drug.strip() for entry in taken]
        therapies = sheet.record.disease_modifying_therapies
        given = [] if isinstance(therapies, Absence) else [name.strip() for name in therapies]
        other = [n for n in names if self._antiepileptics.class_of(n) == "other"]
        if other:
            yield self._filled("AED-OTHER", drugs=", ".join(other))
        unread = [n for n in names if self._antiepileptics.class_of(n) is None]
        unread += [n for n in given if self._therapies.class_of(n) is None]
        if unread:
            yield self._filled("DRUG-NOT-RECOGNISED", drugs=", ".join(unread))
        others = [n for n in given if self._therapies.class_of(n) == "other"]
        if others:
            yield self._filled("DMT-OTHER", drugs=", ".join(others))

    def _vitamin_d(self, context: RemarkContext) -> Iterator[Remark]:
        result, band = context.sheet.newest_vitamin_d, context.band
        if result is not None and band is not None:
            number, unit = in_other_unit(result, self._factor)
            yield self._filled(
                "VITD-BAND",
                value=result.value,
                unit=result.unit,
                other=f"{number} {unit}",
                band=self._bands[band],
            )
            if band in ("B4_100_150", "B5_150_250"):
                yield self._unfilled["VITD-IDEAL"]
            if result.value > self._concern[result.unit]:
                yield self._unfilled["VITD-CONCERN"]
        if "VITD-LOW" in context.fired:
            yield self._unfilled["VITD-DOSE"]

    def of_scan(self, reading: DxaReading) -> Iterator[Remark]:
        """Return what the reading of a scan rests on; nothing where no score was read."""
        if reading.basis is not None:
            yield self._unfilled["DXA-SCORE"]

    def _treatment(self, context: RemarkContext) -> Iterator[Remark]:
        if context.fired & _TREATMENT_RULES or context.dxa.category in _LOW_CATEGORIES:
            yield self._unfilled["TX-NOTE"]
        if context.frax == "caution_no_ms":
            yield self._unfilled["FRAX-MS"]
        elif context.frax == "not_valid_age":
            yield self._unfilled["FRAX-AGE"]
