"""Reads a PDF back the way others would: with poppler, qpdf, pypdf and pikepdf."""

import shutil
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page on one line, in the order in which it is drawn."""
    return [_flat(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def whole_text(pdf: bytes) -> str:
    """Return the text of all pages on one line."""
    return " ".join(page_texts(pdf))


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def reading_order(pdf: bytes) -> list[str]:
    """Return the replacement texts of the structure tree, for text that is drawn turned round."""
    texts: list[str] = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        _collect(opened.Root.StructTreeRoot.K, texts)
    return texts


def _collect(node: pikepdf.Object, texts: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for kid in list(node):
            _collect(kid, texts)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        if "/ActualText" in node:
            texts.append(str(node.ActualText))
        if "/K" in node:
            _collect(node.K, texts)


def run(tool: str, pdf: bytes, folder: Path, *arguments: str) -> str:
    """Return what a command line ``tool`` says about ``pdf``; skip where it is not installed."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    command = [found, *[a.replace("FILE", str(file)) for a in arguments]]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
