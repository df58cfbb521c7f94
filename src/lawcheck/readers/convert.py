"""Documents that only LibreOffice opens, converted to .docx by it when the user asks.

LibreOffice fetches remote pictures, follows links and ends with exit code 0 when it has failed. So it gets a profile of
its own for each run, no network (a namespace without one where the system has them, and a proxy that leads nowhere), no
macros, a time limit, and success is judged by the file that it wrote.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath

from lawcheck.errors import ReadError
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SECONDS = 4
"""How many times the limit for reading one file a conversion may take: LibreOffice starts slowly."""

CONVERTIBLE = frozenset(
    f"read.unsupported.{kind}" for kind in ("odt", "uof", "xml", "word-xml", "works", "ole")
) | {"read.old-word"}
"""Refusals after which LibreOffice may be asked."""

_SETTINGS = (
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


def convertible(error: ReadError) -> bool:
    """Say whether a refused file is one that LibreOffice may be able to open."""
    return not CONVERTIBLE.isdisjoint(error.keys)


def to_docx(data: bytes, name: str, limits: Limits) -> tuple[bytes, str]:
    """Return a document as .docx, and the program that converted it.

    Raises:
        ReadError: LibreOffice is not there, failed, or took too long.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise refused("convert", name, detail="absent")
    with tempfile.TemporaryDirectory(prefix="lawcheck-", ignore_cleanup_errors=True) as folder:
        # A name of our own: what the file is called must not become an option or a path.
        source = Path(folder, "report" + _suffix(name))
        source.write_bytes(data)
        profile = Path(folder, "profile")
        _write_settings(profile)
        command = [
            *_without_network(),
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        _run(command, folder, limits.seconds * _SECONDS or None, name)
        result = Path(folder, "report.docx")
        if not result.is_file() or not result.stat().st_size:
            raise refused("convert", name, detail="failed")
        return result.read_bytes(), "LibreOffice"


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= 6 and suffix != ".docx" else ".odt"


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{prop}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, prop, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


@cache
def _without_network() -> tuple[str, ...]:
    """Return the command that runs another one in a network namespace of its own, where the system allows it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--user", "--map-root-user", "--net")
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else ()


def _run(command: list[str], folder: str, seconds: float | None, name: str) -> None:
    nowhere = "http://127.0.0.1:9"
    environment = {
        **os.environ,
        "HOME": folder,
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "SAL_USE_VCLPLUGIN": "svp",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise refused("too-slow", name, seconds=f"{seconds:g}") from None
    finally:
        # soffice is a shell script that starts another program: the whole group has to go.
        if process.poll() is None:
            with suppress(OSError):
                if os.name == "posix":
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()
            process.wait()
