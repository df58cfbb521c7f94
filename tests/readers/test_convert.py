"""Conversion by LibreOffice, which .ci/run installs; elsewhere these tests need it on the path."""

from __future__ import annotations

import io
import os
import shutil
import stat
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import lawcheck
from lawcheck.readers import Limits, convert

LINES = ["清溪镇2023年法治政府建设情况报告", "一、主要举措", "镇政府聘请法律顾问2名，审核合同28份。"]
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def odt(body: str) -> bytes:
    """A minimal OpenDocument text."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.3"><office:body><office:text>'
        f"{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


REPORT = odt("".join(f"<text:p>{line}</text:p>" for line in LINES))


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program of ours in LibreOffice's place."""

    def install(script: str) -> None:
        path = tmp_path / "bin" / "soffice"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")

    return install


def test_without_being_asked_nothing_is_converted():
    card = lawcheck.check(REPORT, name="报告.odt")
    assert card.error_code == "unsupported"
    assert "--convert" in str(card.error)


@needs_libreoffice
def test_an_odt_is_read_when_the_user_asks_for_it():
    card = lawcheck.check(REPORT, name="报告.odt", convert=True)
    assert card.error is None
    assert card["legal-counsel"].status == "covered"
    assert card.extraction is not None
    assert card.extraction.converted_by == "LibreOffice"
    assert any("LibreOffice" in text for text in card.notes)


@needs_libreoffice
def test_nothing_is_fetched_while_converting():
    asked: list[str] = []

    class Seen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Seen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        where = f"http://127.0.0.1:{server.server_port}/seen.png"
        frame = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{where}" xlink:type="simple"/></draw:frame>'
        body = "".join(f"<text:p>{line}</text:p>" for line in LINES)
        card = lawcheck.check(odt(f"<text:p>{frame}</text:p>{body}"), name="报告.odt", convert=True)
    finally:
        server.shutdown()
        server.server_close()
    assert card.error is None
    assert asked == []


def test_what_is_no_document_is_not_given_to_libreoffice():
    assert lawcheck.check(b"\x89PNG\r\n", name="图.odt", convert=True).error_code == "unsupported"


def test_a_program_that_ends_well_without_a_file_has_failed(program):
    program("exit 0")
    assert lawcheck.check(REPORT, name="报告.odt", convert=True).error_code == "convert"


def test_a_program_that_never_ends_is_stopped_with_all_that_it_started(program, tmp_path):
    program(f"sleep 600 & echo $! > {tmp_path}/pid; wait")
    card = lawcheck.check(REPORT, name="报告.odt", convert=True, limits=Limits(seconds=3))
    assert card.error_code == "too-slow"
    pid = int(Path(tmp_path, "pid").read_text(encoding="utf-8"))
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z"


def test_without_libreoffice_the_message_says_so(monkeypatch):
    monkeypatch.setattr(convert, "_PROGRAMS", ("no-such-program",))
    card = lawcheck.check(REPORT, name="报告.odt", convert=True)
    assert card.error_code == "convert"
    assert "LibreOffice" in str(card.error)
