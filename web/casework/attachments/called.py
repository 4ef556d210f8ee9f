"""What a file that somebody brought may be called: his name for it, without what could do harm anywhere."""

from __future__ import annotations

import re
import unicodedata

from graph.export.network import clean

_LONGEST = 100
#: What a file system or a header reads as something else than a name, and what cannot be seen.
_ODD = re.compile(r'[\x00-\x1f<>:"/\\|?*%;\u00ad\u200b-\u200d\u2060\ufeff\ufffd]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,8}$")
#: Endings that mean the same as a kind's own.
_SAME = {".jpg": (".jpeg", ".jpe", ".jfif")}


def harmless(name: str, suffix: str) -> str:
    """The name without its way, ending in the suffix of what the file is; 附件 for one that nothing is left of."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = " ".join(_ODD.sub(" ", clean(last)).split()).rstrip(". ")
    ending = _SUFFIX.search(plain)
    if ending and ending[0].lower() in (suffix, *_SAME.get(suffix, ())):
        plain = plain[: ending.start()]
    plain = plain.strip(". ")
    if not plain or _RESERVED.match(plain):
        plain = f"附件{plain}"
    return plain[:_LONGEST].rstrip(". ") + suffix
