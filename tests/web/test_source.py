"""What the code of the product never does, looked for in its syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.generate import ROOT

ROOMS = ("graph", "ingest", "queries", "web")
#: Functions that run what they are given, or read objects out of bytes.
RUNNING = {"eval", "exec", "compile", "__import__"}
RUNNING_OF = {
    *(("os", name) for name in ("system", "popen", "execv", "spawnv")),
    *(
        (module, name)
        for module in ("pickle", "marshal", "shelve", "dill", "joblib")
        for name in ("load", "loads", "open")
    ),
    ("yaml", "load"),
    ("flask", "render_template_string"),
}
#: What opens a connection to another machine -> where it is used.
REACHING = {
    "httpx": {"graph/engine/download.py", "web/notices/sending.py"},
    "smtplib": {"web/notices/sending.py"},
    "create_engine": {"ingest/sources/sql.py", "web/database.py"},
    "GraphDatabase": {"graph/connection.py", "graph/engine/process.py"},
    "create_connection": {"graph/engine/process.py"},
}
#: Other ways out, which nobody takes. `socket` is for ports of this machine.
NOWHERE = {
    *("requests", "urllib3", "aiohttp", "ftplib", "poplib", "imaplib", "telnetlib", "xmlrpc.client", "paramiko"),
    *("urllib.request", "http.client", "open_connection", "create_datagram_endpoint", "websockets", "pymysql"),
}
#: Names of hash functions that OWASP ASVS 5.0.0, appendix C, calls legacy or forbids. A checksum that only spreads
#: things evenly (crc32) has no cryptographic purpose.
WEAK = re.compile(r"(?i)(?<![a-z0-9])(?:md[245]|sha[-_]?1|sha[-_]?(?:512[-_/])?224|ripemd\d*)(?![0-9])")
#: Whose signatures are by SHA-1 where nothing else is said.
SIGNERS = {"Signer", "TimestampSigner", "Serializer", "TimedSerializer", "URLSafeSerializer", "URLSafeTimedSerializer"}
#: Where several sources of a value are mixed: address and form, in Flask.
MIXED = "values"


def called(tree: ast.AST) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with the name before the dot ('' for none) and the name called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node, "", node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            before = node.func.value
            yield node, before.id if isinstance(before, ast.Name) else "", node.func.attr


def faults(source: str) -> list[str]:
    """What the source does that it never should."""
    tree = ast.parse(source)
    found = []
    for call, before, name in called(tree):
        shell = [key for key in call.keywords if key.arg == "shell" and getattr(key.value, "value", True)]
        if (not before and name in RUNNING) or (before, name) in RUNNING_OF or shell:
            found.append(f"{before}.{name}")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and {(node.module, alias.name) for alias in node.names} & RUNNING_OF:
            found.append(f"from {node.module}")
        if isinstance(node, ast.Attribute) and node.attr == MIXED and ast.unparse(node.value) == "request":
            found.append("request.values")
    return found


def sources(*rooms: str) -> list[Path]:
    """The modules of the rooms."""
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def test_nothing_given_is_run_as_code_as_a_command_or_as_a_template() -> None:
    paths = [ROOT / "app.py", *sources(*ROOMS)]
    assert len(paths) > 150
    assert {str(path): found for path in paths if (found := faults(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)",
        "import os\nos.system(x)",
        "subprocess.run(x, shell=True)",
        "pickle.loads(x)",
        "from flask import render_template_string",
        "request.values['x']",
    ],
)
def test_the_look_can_fail(source: str) -> None:
    assert faults(source)


def test_chance_that_nobody_may_guess_comes_from_the_system() -> None:
    for path in sources("web"):
        imported = {
            alias.name if isinstance(node, ast.Import) else str(node.module)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & {"random", "uuid"}, path


def test_no_page_is_made_of_what_is_given_and_nothing_is_taken_for_markup() -> None:
    marked = [
        str(path.relative_to(ROOT))
        for path in sources("web")
        for _node, _before, name in called(ast.parse(path.read_text(encoding="utf-8")))
        if name in ("Markup", "from_string")
    ]
    assert marked == ["web/screens/own.py"]  # the QR code, which the library draws of the account's secret


def test_no_text_that_is_given_is_a_pattern_to_fill_in() -> None:
    filling = {
        str(path.relative_to(ROOT))
        for path in sources(*ROOMS)
        for _node, before, name in called(ast.parse(path.read_text(encoding="utf-8")))
        if name in ("format", "format_map") and before != "self"
    }
    # Their patterns are constants, or stand in data files of the project.
    assert filling == {"graph/analysis/risk.py", "graph/engine/relock.py", "graph/gate/refusal.py"}


def words(tree: ast.AST) -> Iterator[str]:
    """Every name and every text of the code that is no docstring."""
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def used() -> dict[str, set[str]]:
    """Every word of the product's code -> the modules that use it."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "app.py", *sources(*ROOMS)):
        for word in words(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(word, set()).add(str(path.relative_to(ROOT)))
    return found


def test_only_these_modules_reach_another_machine() -> None:
    found = used()
    for way, places in REACHING.items():
        reached = {place for word, used_in in found.items() if word.partition(".")[0] == way for place in used_in}
        assert reached == places, way
    assert {word: found[word] for word in NOWHERE if word in found} == {}


def test_no_hash_is_used_that_is_not_approved_but_in_codes_of_the_second_factor() -> None:
    found = used()
    assert {word: places for word, places in found.items() if WEAK.search(word)} == {}
    assert found["pyotp"] == {"web/accounts/second_factor.py"}
    for path in sources(*ROOMS):
        for call, _before, name in called(ast.parse(path.read_text(encoding="utf-8"))):
            if name in SIGNERS:
                assert [key.arg for key in call.keywords if key.arg == "digest_method"], (path, name)


@pytest.mark.parametrize(
    "word",
    ["md5", "hashlib.sha1", "SHA1", "sha-1", "sha224", "HMAC-SHA-1", "SHA512/224", "md5sum of a file"],
)
def test_the_look_for_weak_hashes_can_fail(word: str) -> None:
    assert WEAK.search(word)


@pytest.mark.parametrize("word", ["sha256", "sha3_256", "SHA-512", "blake2b", "hmac", "sha1234"])
def test_the_look_for_weak_hashes_lets_others_pass(word: str) -> None:
    assert not WEAK.search(word)
