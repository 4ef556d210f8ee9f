"""Make the engine's lock files anew: ``python -m graph.engine.relock VERSION...``.

Only the maintainer runs this, on a machine with Maven: it resolves the runtime closure of ``org.neo4j:neo4j`` at each
version and writes ``locks/VERSION.tsv``. Everyone else fetches exactly the jars listed there.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from graph.engine.manifest import LOCKS, Jar, write

_POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>fengqiao</groupId><artifactId>engine</artifactId><version>1</version>
<dependencies><dependency>
<groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version>
</dependency></dependencies></project>
"""


def resolve(version: str) -> list[Jar]:
    """The runtime closure of Neo4j ``version``, sorted by path. CalledProcessError when Maven fails."""
    with tempfile.TemporaryDirectory() as scratch:
        pom, listing = Path(scratch, "pom.xml"), Path(scratch, "closure.txt")
        pom.write_text(_POM.format(version=version))
        options = ["-DincludeScope=runtime", "-DoutputAbsoluteArtifactFilename=true", f"-DoutputFile={listing}"]
        subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", str(pom), "dependency:list", *options], check=True)
        lines = [line.strip() for line in listing.read_text().splitlines()]
    return sorted((_jar(line) for line in lines if line.count(":") >= 4), key=lambda jar: jar.path)


def _jar(line: str) -> Jar:
    """One line ``group:artifact:jar[:classifier]:version:scope:/file[ -- module ...]`` as a locked jar."""
    *coordinates, _scope, file = line.split(" -- ", maxsplit=1)[0].strip().split(":")
    group, artifact, version = coordinates[0], coordinates[1], coordinates[-1]
    local = Path(file)
    return Jar(
        coordinates=":".join(part for part in coordinates if part != "jar"),
        path=f"{group.replace('.', '/')}/{artifact}/{version}/{local.name}",
        size=local.stat().st_size,
        sha256=hashlib.sha256(local.read_bytes()).hexdigest(),
    )


def main(versions: list[str]) -> None:
    """Write one lock file for each version."""
    for version in versions:
        jars = resolve(version)
        write(LOCKS / f"{version}.tsv", jars)
        print(f"{version}: {len(jars)} jars, {sum(jar.size for jar in jars) / 1e6:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
