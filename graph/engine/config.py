"""The engine's configuration: ``neo4j.conf``, and memory that follows the machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

from graph import settings
from graph.engine.paths import Paths

_MIB = 1 << 20
_CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))

# Every name is known to both locked versions; strict validation refuses the start otherwise.
_FIXED = {
    "server.config.strict_validation.enabled": "true",
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "dbms.security.auth_enabled": "true",
    # A query must not read this machine's files or reach any address (DESIGN section 8).
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    # A query that is over its time is ended within so long.
    "db.transaction.monitor.check.interval": "500ms",
    # Query texts and parameters hold personal data and do not belong in a log file.
    "db.logs.query.enabled": "OFF",
    "db.tx_log.rotation.size": "32m",
    "db.tx_log.rotation.retention_policy": "256M size",
}

# At this point of a stop the stores are closed already; ten seconds of waiting for packets would serve nobody.
_QUIET_PERIOD = {
    "5": ("internal.dbms.bolt.netty_server_shutdown_quiet_period", "0"),
    "2026": ("internal.dbms.bolt.netty_server_shutdown_quiet_period_duration", "0s"),
}


@dataclass(frozen=True)
class Memory:
    """What the engine may take, in MiB."""

    heap: int
    page_cache: int

    @property
    def transaction(self) -> int:
        """The most that one transaction may hold, in MiB."""
        return self.heap // 2


def memory() -> Memory:
    """Memory by the settings; where they say 0, a sixth of the machine's for the heap and an eighth for the pages."""
    total = _machine_mib()
    heap = settings.number("FENGQIAO_ENGINE_HEAP_MB") or min(max(total // 6, 512), 8192)
    pages = settings.number("FENGQIAO_ENGINE_PAGECACHE_MB") or min(max(total // 8, 128), 16384)
    return Memory(heap, pages)


def write(paths: Paths, port: int, granted: Memory) -> None:
    """Write ``neo4j.conf`` for an engine that listens at ``port`` of the loopback interface only."""
    lines = {
        **_FIXED,
        **dict([_QUIET_PERIOD[paths.version.partition(".")[0]]]),
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.memory.pagecache.size": f"{granted.page_cache}m",
        "db.memory.transaction.max": f"{granted.transaction}m",
    }
    paths.conf.mkdir(parents=True, exist_ok=True)
    file = paths.conf / "neo4j.conf"
    file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    file.chmod(0o600)


def _machine_mib() -> int:
    """Memory of the machine, or of the container we are in when that is less."""
    total = psutil.virtual_memory().total
    for file in _CGROUP_LIMITS:
        try:
            limit = file.read_text().strip()
        except OSError:
            continue
        if limit.isdigit():
            total = min(total, int(limit))
    return int(total // _MIB)
