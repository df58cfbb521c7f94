"""What the wheel brings so that a first run need not make it: compiled checklists, and the JSON of YAML files."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_OWN = ("messages/zh.yaml", "messages/en.yaml", "language/zh.yaml")


class Ready(BuildHookInterface):
    """Runs the compiler on the rules that go into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files; a working copy makes them when it needs them."""
        if version == "editable":
            return
        root = Path(self.root)
        self.folder = tempfile.TemporaryDirectory()
        os.environ["LAWCHECK_CACHE"] = "off"
        os.chdir(self.folder.name)  # from here the files of the rules are told by their whole paths
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(root / "src"))
        import yaml

        from lawcheck.checklist.packs import built_in
        from lawcheck.checklist.stored import SHIPPED, shipped

        for name in built_in():
            self._add(f"rules/{SHIPPED}/{name}.json", shipped(name), build_data)
        for name in _OWN:
            data = (root / "src" / "lawcheck" / name).read_bytes()
            value = yaml.safe_load(data)
            text = json.dumps(value, ensure_ascii=False)
            if json.loads(text) != value:
                raise ValueError(f"{name}: JSON can not hold it: it has keys that are no text, or dates")
            self._add(f"parsed/{hashlib.sha256(data).hexdigest()}", text.encode(), build_data)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made."""
        if version != "editable":
            os.chdir(self.root)
            self.folder.cleanup()

    def _add(self, name: str, data: bytes, build_data: dict[str, Any]) -> None:
        path = Path(self.folder.name) / name.replace("/", "-")
        path.write_bytes(data)
        build_data["force_include"][str(path)] = f"lawcheck/{name}"
