"""One pass over a file's bytes: its fingerprint, its encoding, its number of lines."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ESCAPED = re.compile("[\udc80-\udcff]")
_NOT_ASCII = bytes(range(128))

#: A UTF-8 file with some damaged rows still has nearly all its non-ASCII bytes in valid sequences;
#: GB18030 text read as UTF-8 has nearly none.
_DAMAGE_ALLOWED = 0.25


class Survey(NamedTuple):
    """``fingerprint``: SHA-256 of the bytes, hex. ``encoding``: a codec name. ``lines``: by line feeds."""

    fingerprint: str
    encoding: str
    lines: int


def fingerprint_of(path: Path) -> str:
    """SHA-256 of the file's bytes, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def survey(path: Path) -> Survey:
    """Fingerprint, encoding (utf-8, utf-8-sig, utf-16 or gb18030) and line count of a text file."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    head = tail = b""
    lines = beyond_ascii = damaged = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            head, tail = head or chunk[:4], chunk[-1:]
            digest.update(chunk)
            lines += chunk.count(b"\n")
            if not chunk.isascii():
                beyond_ascii += len(chunk.translate(None, _NOT_ASCII))
                damaged += len(_ESCAPED.findall(decoder.decode(chunk)))
            else:
                decoder.decode(chunk)
    lines += tail not in (b"", b"\n")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return Survey(digest.hexdigest(), encoding, lines)
    encoding = "utf-8" if damaged <= _DAMAGE_ALLOWED * beyond_ascii else "gb18030"
    return Survey(digest.hexdigest(), encoding, lines)
