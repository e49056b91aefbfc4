"""Turns drawn pages into a PDF for the archive: tagged PDF/UA-1 and PDF/A-2b.

Nothing is written to disk on the way, and no person is named in the metadata.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, String
from pikepdf.pdfa import prepare, resolve_save_kwargs

from msbone_desktop.reports.structure import Element, write_structure

FLAVOUR = "2b"
PROGRAM = "MSBone Desktop"


@dataclass(frozen=True, slots=True)
class RawPages:
    """Pages as drawn, with the structure that is to be added to them."""

    pdf: bytes
    document: Element
    title: str
    language: str
    prepared_at: datetime
    software_version: str
    pages: int


def archive(raw: RawPages, *, claims_ua: bool = True) -> bytes:
    """Return the finished PDF. The same pages give the same bytes.

    ``claims_ua``: state PDF/UA in the metadata. A validator that knows no extension schemas has
    to see the file without this statement.
    """
    with Pdf.open(BytesIO(raw.pdf)) as pdf:
        for page in pdf.pages:
            if Name.Trans in page.obj:
                del page.obj.Trans
        write_structure(pdf, raw.document)
        pdf.Root.Lang = String(raw.language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        prepare(pdf, FLAVOUR)
        _write_metadata(pdf, raw, claims_ua=claims_ua)
        output = BytesIO()
        options = resolve_save_kwargs(
            FLAVOUR, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate
        )
        pdf.save(output, **options)
    return output.getvalue()


def _write_metadata(pdf: Pdf, raw: RawPages, *, claims_ua: bool) -> None:
    """Replace what reportlab and pikepdf wrote, so that nothing depends on the clock."""
    moment = raw.prepared_at.isoformat(timespec="seconds")
    program = f"{PROGRAM} {raw.software_version}".strip()
    packet = _PACKET.format(
        title=escape(raw.title),
        language=escape(raw.language),
        moment=moment,
        program=escape(program),
        ua=_UA if claims_ua else "",
    )
    pdf.Root.Metadata = pdf.make_stream(packet.encode("utf-8"))
    pdf.Root.Metadata.Type = Name.Metadata
    pdf.Root.Metadata.Subtype = Name.XML
    stamp = String(_pdf_date(raw.prepared_at))
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo[Name.Title] = String(raw.title)
    pdf.docinfo[Name.Creator] = String(program)
    pdf.docinfo[Name.Producer] = String(PROGRAM)
    pdf.docinfo[Name.CreationDate] = stamp
    pdf.docinfo[Name.ModDate] = stamp


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<pdf:Producer>MSBone Desktop</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>{ua}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

# PDF/A allows a property of another standard only with the schema that describes it.
_UA = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
