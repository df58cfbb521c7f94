"""Each reader imports its own extra and no other, and says which one is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.samples import SAMPLES

from lawcheck.errors import ReadError
from lawcheck.readers import Limits
from lawcheck.readers.base import read_here

OTHERS = {"selectolax", "pypdfium2", "olefile", "striprtf", "opencc"}
FILES = Path(__file__).parent / "files"
TEXT = "清溪镇2023年法治政府建设情况报告\n一、主要举措\n镇政府聘请法律顾问2名，审核合同28份。\n"
OWN = {
    "utf-8.txt": set(),
    "typed.docx": set(),
    "plain.ofd": set(),
    "site.html": {"selectolax"},
    "saved.mhtml": {"selectolax"},
    "pages.pdf": {"pypdfium2"},
}


def sample(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(SAMPLES[name](TEXT * 10))
    return path


def imported_by_reading(path: Path) -> set[str]:
    program = (
        "import sys; from pathlib import Path; from lawcheck.readers import Limits; from lawcheck.readers.base import read_here\n"
        "path = Path(sys.argv[1]); read_here(path.read_bytes(), path.name, Limits())\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", OWN)
def test_a_reader_imports_no_other_readers_dependency(name, tmp_path):
    modules = imported_by_reading(sample(name, tmp_path))
    assert modules & OTHERS == OWN[name]
    assert not modules & {"pydantic", "regex"}


@pytest.mark.parametrize(("suffix", "own"), [("doc", {"olefile"}), ("rtf", set())])
def test_the_readers_of_old_formats_neither(suffix, own):
    path = next(FILES.glob(f"*.{suffix}"))
    assert imported_by_reading(path) & OTHERS == own


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("site.html", "selectolax.lexbor", "html"), ("pages.pdf", "pypdfium2", "pdf")]
)
def test_a_missing_extra_is_named_in_one_line(name, module, extra, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReadError) as caught:
        read_here(SAMPLES[name](TEXT), name, Limits())
    assert caught.value.code == "missing-extra"
    assert f"'lawcheck-cn[{extra}]'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_extra_for_old_word_files_is_named_too(monkeypatch):
    monkeypatch.setitem(sys.modules, "olefile", None)
    with pytest.raises(ReadError, match=r"lawcheck-cn\[legacy\]"):
        read_here(next(FILES.glob("*.doc")).read_bytes(), "报告.doc", Limits())
