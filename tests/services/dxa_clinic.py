"""A clinic on a real file for the tests of scans and what belongs to them."""

from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from msbone_desktop.domain.scanners import ScannerDetails
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import load_knowledge

NEW, OLD = date(2026, 6, 1), date(2024, 6, 1)


@cache
def knowledge():
    return load_knowledge(shipped("resources"))


def hologic(name="Room 3", **more):
    values = {"manufacturer": "Hologic", "model": "Horizon", "serial": f"S-{name}", **more}
    return ScannerDetails(name=name, **values)


def hip(bmd="0.800", **more):
    return DxaSite("total_hip", "left", Decimal(bmd), Decimal("-2.0"), **more)


def scan(*sites, on=NEW, **more):
    return DxaScan(performed_on=on, sites=sites or (hip(),), **more)


def pdf(pages=1, *, password="", script=False, launch=False, named=False):
    made = Pdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if script:
        made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    if launch:
        made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("x.exe")))
    if named:
        tree = Array([String("first"), Dictionary(JS=String("app.alert(1)"))])
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=tree))
    out = BytesIO()
    made.save(out, encryption=Encryption(owner=password, user=password) if password else False)
    return out.getvalue()
