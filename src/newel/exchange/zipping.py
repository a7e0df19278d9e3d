"""Writes ZIP files that are the same for the same parts: no clock, no account, one way to pack."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP file can name."""


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these parts, in their order."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def zipped_again(content: bytes, *, changed: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Return the parts of a ZIP that a library dated with the clock, without those dates; `changed` changes parts."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: (changed or {}).get(name, bytes)(part) for name, part in parts.items()})
