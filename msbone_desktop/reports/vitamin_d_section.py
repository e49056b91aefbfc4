"""Vitamin D: the newest result in both units, and how far the sources agree about it."""

from decimal import Decimal

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.documents import SummaryContent
from msbone_desktop.domain.screening import VitaminDResult
from msbone_desktop.reports.appearance import BODY, SMALL, SMALL_INK, STRONG
from msbone_desktop.reports.blocks import Stack, Text
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.lines import Span
from msbone_desktop.reports.references_section import Citations
from msbone_desktop.reports.wording import day, number, rounded

NMOL_PER_NG = Decimal("2.496")

BANDS = {
    "B0_lt30": "Below 30 nmol/L (12 ng/mL): below every target; at risk of deficiency (IOM 2011).",
    "B1_30_50": "From 30 to below 50 nmol/L (12 to 20 ng/mL): below every target that the module "
    "quotes.",
    "B2_50_75": "From 50 to below 75 nmol/L (20 to 30 ng/mL): enough for some sources, not for "
    "others.",
    "B3_75_100": "From 75 to below 100 nmol/L (30 to 40 ng/mL): enough for most sources.",
    "B4_100_150": "From 100 to 150 nmol/L (40 to 60 ng/mL): the range that the module reports as "
    "ideal.",
    "B5_150_250": "Above 150 and up to 250 nmol/L (60 to 100 ng/mL): above the range reported as "
    "ideal, up to the upper limit that the module quotes.",
    "B6_gt250": "Above 250 nmol/L (100 ng/mL): above the upper limit that the module quotes.",
}
_DISAGREEMENT = (
    "Sources disagree about how much is enough: at least 50 (IOM 2011, Norwegian Directorate), 75 "
    "(Steffensen 2011) or 100 nmol/L (Hiremath 2009). The Endocrine Society no longer endorses "
    "targets (2024)."
)
_ABSENT = {
    Absence.NOT_ASKED: "25(OH)D: not recorded.",
    Absence.UNKNOWN: "25(OH)D: asked, not known.",
    Absence.DECLINED: "25(OH)D: declined.",
    Absence.INVALID: "25(OH)D: entered, but not understood.",
}


def vitamin_d_section(
    composer: Composer, content: SummaryContent, citations: Citations
) -> tuple[Text, Stack]:
    """Return heading and body of the vitamin D block; it says in words when there is no result."""
    composer = composer.about("the vitamin D section")
    remarks = [r for r in content.assessment.remarks if r.code.startswith("VITD")]
    lines = [_result_line(content)]
    band = content.assessment.vitamin_d_band
    if band and not any(remark.code == "VITD-BAND" for remark in remarks):
        lines.append(P(BANDS.get(band, band), before=1))
        lines.append(P(_DISAGREEMENT, SMALL, before=1))
    lines += [
        P(citations.remark(remark), SMALL_INK, before=2)
        for remark in sorted(remarks, key=lambda remark: remark.code != "VITD-BAND")
    ]
    blocks = [composer.text(line) for line in lines]
    return composer.heading("Vitamin D"), Stack(blocks, before=3)


def _result_line(content: SummaryContent) -> Paragraph:
    results = content.record.vitamin_d
    if isinstance(results, Absence):
        return P(_ABSENT[results])
    usable = [(result.sampled_on, place, result) for place, result in enumerate(results)]
    if not usable:
        return P("25(OH)D: no result recorded.")
    newest = max(usable, key=lambda entry: entry[:2])[2]
    assay = f", {newest.assay}" if newest.assay else ""
    spans = (
        Span("25(OH)D ", BODY),
        Span(f"{number(newest.value)} {newest.unit}", STRONG),
        Span(f" as reported = {_in_other_unit(newest)}", BODY),
        Span(f" ({day(newest.sampled_on)}{assay})", SMALL),
    )
    return Paragraph(spans)


def _in_other_unit(result: VitaminDResult) -> str:
    if result.unit == "nmol/L":
        return f"{rounded(result.value / NMOL_PER_NG, 1)} ng/mL"
    return f"{rounded(result.value * NMOL_PER_NG, 1)} nmol/L"
