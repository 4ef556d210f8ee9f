"""Where an export is written: beside its place first, then put there in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ExportError(ValueError):
    """An export cannot be written as asked; one line fit for stderr."""


class NoSuchExport(ExportError):
    """There is no such export, or not in that format."""


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A new empty file to write, which becomes ``output`` at the end of the block, whole or not at all.

    Raises ExportError when the directory is not there or cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.", suffix=".part")
    except OSError as error:
        raise ExportError(f"cannot write {output}: {error.strerror}") from None
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o600)
        part.replace(output)
    except IsADirectoryError as error:
        raise ExportError(f"cannot write {output}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def check_suffix(output: Path, what: str, supported: tuple[str, ...]) -> str:
    """The lower-case suffix of ``output``; NoSuchExport naming those ``supported`` when it is none of them."""
    suffix = output.suffix.lower()
    if suffix not in supported:
        asked = f"the suffix {suffix!r}" if suffix else "a file without a suffix"
        raise NoSuchExport(f"{what} cannot be written to {asked}; it can be {', '.join(supported)}")
    return suffix
