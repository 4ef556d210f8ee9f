"""What a file is, told from what is in it and never from its name: one of the kinds that are taken, or refused."""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path

import puremagic

#: Suffix -> media type of every kind that is taken.
KINDS: dict[str, str] = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".wps": "application/msword",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".txt": "text/plain",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
}
#: What the library calls them -> which of them it is.
_KNOWN = {
    **{suffix: suffix for suffix in (".pdf", ".jpg", ".png", ".webp", ".mp3", ".m4a", ".mp4")},
    **dict.fromkeys((".jpeg", ".jpe", ".jfif"), ".jpg"),
    ".mpga": ".mp3",
}
_HEAD = 8_192
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The main part of a packed office file -> its suffix. One with macros has another.
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": ".docx",
    b"spreadsheetml.sheet.main+xml": ".xlsx",
}
_CONTENTS, _CONTENTS_MOST = "[Content_Types].xml", 1 << 20
_MEMBERS, _UNPACKED = 5_000, 1 << 30
#: A stream of an old office file -> its suffix.
_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls"}
#: Signs that no written text has.
_NOT_WRITTEN = frozenset(map(chr, range(32))) - set("\t\n\r\f")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class Unwanted(ValueError):
    """A file that is not taken; ``why``: `empty`, `kind`, `large`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def kind_of(file: Path, called: str) -> str:
    """The suffix of its kind; of the kinds that hold the same (a Kingsoft text is a Word text) that of ``called``.

    Unwanted for an empty file, and for what is none of ``KINDS``.
    """
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise Unwanted("empty")
    if head.startswith(_ZIP):
        found = _packed(file)
    elif head.startswith(_OLE):
        found = _old(file)
    else:
        found = _by_magic(file, head)
    if found is None:
        raise Unwanted("kind")
    return ".wps" if found == ".doc" and called.lower().endswith(".wps") else found


def _packed(file: Path) -> str | None:
    """A .docx or .xlsx, and no other zip: none with macros, and none that unpacks to fill a disk."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            if len(members) > _MEMBERS or sum(member.file_size for member in members) > _UNPACKED:
                return None
            if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
                return None
            with packed.open(_CONTENTS) as part:
                contents = part.read(_CONTENTS_MOST)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return None
    return next((suffix for main, suffix in _MAIN_PARTS.items() if main in contents), None)


def _old(file: Path) -> str | None:
    """A .doc or .xls, and no other compound file (an installer, a message)."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for name, suffix in _STREAMS.items():
            if content.find(f"{name}\0".encode("utf-16-le")) >= 0:
                return suffix
    return None


def _by_magic(file: Path, head: bytes) -> str | None:
    try:
        candidates = [match.extension for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        candidates = []
    known = next((_KNOWN[candidate] for candidate in candidates if candidate in _KNOWN), None)
    return known or (".txt" if _written(file, head) else None)


def _written(file: Path, head: bytes) -> bool:
    """Whether it is text that somebody wrote, in one of the ways that text is kept here, and no page or program."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"#!", b"%!")):
        return False
    content = file.read_bytes()
    marked = next((encoding for bom, encoding in _BOMS.items() if content.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return not _NOT_WRITTEN & set(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False
