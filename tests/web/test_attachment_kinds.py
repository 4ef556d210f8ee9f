"""What a file is, is told from what is in it; what it may be called does no harm anywhere."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from web.casework.attachments import kinds
from web.casework.attachments.called import harmless
from web.casework.attachments.kinds import KINDS, Unwanted, kind_of


def packed(**members: str) -> bytes:
    """A zip of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def word() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def with_macro() -> bytes:
    file = io.BytesIO(word())
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("word/vbaProject.bin", b"macro")
    return file.getvalue()


def excel() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def compound(stream: str) -> bytes:
    """An old office file with a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + f"{stream}\0".encode("utf-16-le") + b"\0" * 100


FILES = {
    ".pdf": b"%PDF-1.7\n1 0 obj",
    ".docx": word(),
    ".xlsx": excel(),
    ".doc": compound("WordDocument"),
    ".xls": compound("Workbook"),
    ".jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + b"\0" * 50,
    ".png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40,
    ".webp": b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40,
    ".mp3": b"ID3\x03\0\0\0\0\0\x00" + b"\0" * 20 + b"\xff\xfb\x90\x64" + b"\0" * 400,
    ".m4a": b"\0\0\0\x20ftypM4A \0\0\2\0M4A isomiso2" + b"\0" * 40,
    ".mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 40,
    ".txt": "调解笔录\r\n一、双方到场。".encode(),
}
MORE = [
    (b"\xff\xd8\xff\xe1\x10\x00Exif\0\0" + b"\0" * 50, ".jpg"),
    (b"\xff\xfb\x90\x64" + b"\0" * 400, ".mp3"),
    ("调解笔录".encode("gb18030"), ".txt"),
    ("\ufeff调解笔录".encode(), ".txt"),
    ("调解笔录".encode("utf-16"), ".txt"),
    (b"BM is how this text begins", ".txt"),
]
REFUSED = {
    "a program": b"MZ\x90\0\3" + b"\0" * 200,
    "a program of Linux": b"\x7fELF\2\1\1" + b"\0" * 200,
    "a page": b"  <html><script>alert(1)</script>",
    "a page behind a mark": b"\xef\xbb\xbf<!doctype html>",
    "a drawing that can hold a script": b'<svg xmlns="http://www.w3.org/2000/svg">',
    "a script": b"#!/bin/sh\nrm -rf /",
    "any zip": packed(a="x"),
    "a zip that says it is text": packed(**{"[Content_Types].xml": "<Types/>"}),
    "a text with macros": with_macro(),
    "a broken zip": b"PK\x03\x04 and no more",
    "an installer": compound("Binary.bz"),
    "bytes": bytes(range(256)),
    "a shortcut": b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + b"\0" * 60,
}


def told(directory: Path, content: bytes, called: str = "x") -> str:
    file = directory / "file"
    file.write_bytes(content)
    return kind_of(file, called)


@pytest.mark.parametrize("suffix", FILES)
def test_each_kind_is_told_whatever_it_is_called(tmp_path: Path, suffix: str) -> None:
    assert [told(tmp_path, FILES[suffix], called) for called in ("x", "x.exe", "照片.jpg")] == [suffix] * 3


def test_every_kind_that_is_taken_was_tried() -> None:
    assert {*FILES, ".wps"} == set(KINDS)


def test_a_text_of_the_other_office_keeps_its_own_ending(tmp_path: Path) -> None:
    assert told(tmp_path, FILES[".doc"], "反馈.WPS") == ".wps"
    assert told(tmp_path, FILES[".xls"], "反馈.wps") == ".xls"


@pytest.mark.parametrize(("content", "suffix"), MORE)
def test_other_ways_of_the_same(tmp_path: Path, content: bytes, suffix: str) -> None:
    assert told(tmp_path, content) == suffix


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_none_of_them_is_refused_whatever_it_is_called(tmp_path: Path, what: str) -> None:
    for called in ("x.pdf", "x.docx", "x.txt", "x.jpg"):
        with pytest.raises(Unwanted, match="kind"):
            told(tmp_path, REFUSED[what], called)


@pytest.mark.parametrize(("bound", "most"), [("_MEMBERS", 3), ("_UNPACKED", 10_000)])
def test_a_packed_file_that_would_fill_the_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    assert told(tmp_path, FILES[".docx"]) == ".docx"
    monkeypatch.setattr(kinds, bound, most)
    with pytest.raises(Unwanted, match="kind"):
        told(tmp_path, FILES[".docx"])


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unwanted, match="empty"):
        told(tmp_path, b"")


NAMES = {
    "照片 1.JPG": "照片 1.jpg",
    "photo.jpeg": "photo.jpg",
    "反馈.docx": "反馈.docx.jpg",
    "../../etc/passwd": "passwd.jpg",
    "C:\\fake\\现场.jpg": "现场.jpg",
    'a";filename="x.exe': "a filename= x.exe.jpg",
    "a\r\nSet-Cookie: x": "a Set-Cookie x.jpg",
    "现场\u202egpj.exe": "现场 gpj.exe.jpg",
    "": "附件.jpg",
    "...": "附件.jpg",
    "con.jpg": "附件con.jpg",
    "%2e%2e%2f.jpg": "2e 2e 2f.jpg",
    "长" * 300 + ".jpg": "长" * 100 + ".jpg",
    "\0.jpg": "附件.jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_what_it_may_be_called(name: str) -> None:
    assert harmless(name, ".jpg") == NAMES[name]
