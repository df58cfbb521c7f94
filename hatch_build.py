"""Adds to the wheel what a first run would otherwise have to make; see ``lawcheck.authoring.wheel``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Ready(BuildHookInterface):
    """Runs the compiler on the rules that go into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files; a working copy makes them when it needs them."""
        self.folder = tempfile.TemporaryDirectory()
        if version == "editable":
            return
        os.environ["LAWCHECK_CACHE"] = "off"  # what is built depends on nothing that was kept
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(Path(self.root) / "src"))
        from lawcheck.authoring.wheel import brought

        for number, (name, data) in enumerate(brought().items()):
            path = Path(self.folder.name) / str(number)
            path.write_bytes(data)
            build_data["force_include"][str(path)] = f"lawcheck/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made."""
        self.folder.cleanup()
