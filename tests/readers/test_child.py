"""Reading in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import lawcheck
from lawcheck.errors import ReadError
from lawcheck.readers import Limits, read_bytes
from lawcheck.readers.base import read_here
from lawcheck.readers.child import read_apart

PAGE = "<html><body><p>清溪镇2023年法治政府建设情况报告。镇政府聘请法律顾问2名，审核合同28份。</p></body></html>".encode()
SLOW = """
from lawcheck.readers import base
import os, time
def read(data, name, limits):
    {body}
base.BUILT_IN["html"] = "sitecustomize:read"
"""


@pytest.fixture
def broken_reader(tmp_path, monkeypatch):
    """Give the child, and no other process, a reader of pages with this body."""

    def install(body: str) -> None:
        (tmp_path / "sitecustomize.py").write_text(
            "import sys\nif sys.argv[0] == '-m':\n    " + SLOW.format(body=body).replace("\n", "\n    ") + "\n",
            encoding="utf-8",
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        _new_child()

    yield install
    _new_child()


def _new_child() -> None:
    from lawcheck.readers import child

    child._CHILD.stop()


def test_the_result_is_the_same_as_in_this_process():
    assert read_apart(PAGE, "页.html", Limits()) == read_here(PAGE, "页.html", Limits())


def test_an_error_comes_home_with_its_code_and_words():
    with pytest.raises(ReadError) as apart:
        read_apart(b"<html><body></body></html>", "页.html", Limits())
    with pytest.raises(ReadError) as here:
        read_here(b"<html><body></body></html>", "页.html", Limits())
    assert str(apart.value) == str(here.value)
    assert (apart.value.what, apart.value.details()) == (here.value.what, here.value.details())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("time.sleep(3600)", "too-slow"),
        ("os._exit(11)", "reader-crashed"),
        ("os.kill(os.getpid(), 11)", "reader-crashed"),
        ("os.write(3, b'x' * 10_000_000); os._exit(0)", "reader-crashed"),
        ("bytes(2**34)", "too-big"),
        ("raise RuntimeError('inside')", "damaged"),
        ("return read(data, name, limits)", "too-deep"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="signals and memory limits are those of Linux")
def test_a_parser_that_breaks_takes_nothing_else_down(broken_reader, body, code):
    broken_reader(body)
    # Only the reader that never ends meets the limit of time: a busy machine may be slow with the others.
    limits = Limits(seconds=2.0 if code == "too-slow" else 60.0, memory_bytes=512 * 1024 * 1024)
    card = lawcheck.check(PAGE, name="页.html", limits=limits)
    assert card.error_code == code
    # The next file is read by a new child, or by the same one where that survived.
    other = lawcheck.check("一、主要举措\n镇政府聘请法律顾问2名。".encode(), name="报告.txt")
    assert other.error is None


def test_a_module_in_the_working_folder_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _new_child()
    assert read_bytes(PAGE, "页.html").text


def test_threads_share_the_child():
    with ThreadPoolExecutor(4) as pool:
        texts = {source.text for source in pool.map(lambda _: read_apart(PAGE, "页.html", Limits()), range(12))}
    assert len(texts) == 1
    assert threading.active_count() < 20


def test_no_time_limit_means_no_child():
    program = (
        "import sys, lawcheck; from lawcheck.readers import Limits\n"
        "card = lawcheck.check(sys.argv[1], limits=Limits(seconds=0))\n"
        "assert card.error is None and 'lawcheck.readers.child' not in sys.modules\n"
    )
    path = Path(__file__).parent / "files" / "page.html"
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
