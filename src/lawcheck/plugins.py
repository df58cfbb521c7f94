"""Finds what other packages add; the only file that asks for entry points."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

from lawcheck.errors import PluginError


def folders(group: str) -> dict[str, Path]:
    """Return, by name, the folder of each package that an entry point of this group names.

    Raises:
        PluginError: A plug-in cannot be loaded: skipping it would check less and look the same.
    """
    found = {}
    for entry in entry_points(group=group):
        try:
            found[entry.name] = Path(str(files(entry.value)))
        except (ImportError, TypeError, ValueError) as error:
            version = entry.dist.version if entry.dist else "?"
            package = entry.dist.name if entry.dist else entry.value
            raise PluginError(
                f"plug-in {entry.name!r} of {package} {version} cannot be loaded: {error}",
                where=group,
                fix=f"Mend or uninstall {package}.",
                code="plugin",
            ) from error
    return found
