"""Every setting Fengqiao reads from the environment, in one list that describes itself.

The README's table is printed from ``SETTINGS``; a test fails when the two differ.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting has a value that it cannot have; one line that names it."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, the value when unset, and a line of help.

    ``least`` and ``most`` bound a setting that is a whole number.
    """

    name: str
    default: str
    help: str
    secret: bool = False
    least: int | None = None
    most: int = 1_000_000_000

    def read(self) -> str:
        """The value in force: the environment's, or the default when unset or empty."""
        return os.environ.get(self.name) or self.default


SETTINGS: tuple[Setting, ...] = (
    Setting("FENGQIAO_HOME", "var/ beside app.py", "where all state lives"),
    Setting("FENGQIAO_TZ", "Asia/Shanghai", "time zone of written times without one, and of printed times"),
    Setting("NEO4J_URI", "", "an existing Neo4j server; empty starts the private engine"),
    Setting("NEO4J_USER", "neo4j", "user at that server"),
    Setting("NEO4J_PASSWORD", "", "password at that server", secret=True),
    Setting("NEO4J_DATABASE", "neo4j", "database at that server"),
    Setting("FENGQIAO_ENGINE", "2026.05.0", "version of the private engine: 2026.05.0 or 5.26 (LTS)"),
    Setting("FENGQIAO_ENGINE_HEAP_MB", "0", "private engine's heap in MiB; 0 follows the machine's memory", least=0),
    Setting(
        "FENGQIAO_ENGINE_PAGECACHE_MB",
        "0",
        "private engine's page cache in MiB; 0 follows the machine's memory",
        least=0,
    ),
    Setting(
        "FENGQIAO_ENGINE_PORT", "7687", "private engine's loopback port; 0 takes any free one", least=0, most=65_535
    ),
    Setting("FENGQIAO_ENGINE_CACHE", "", "where the private engine's jars are kept; empty: engine/ under the home"),
    Setting("FENGQIAO_MAVEN_URL", "", "mirror to fetch the private engine's jars from; empty: Maven Central"),
    Setting("FENGQIAO_BATCH_ROWS", "2000", "rows of an import that are written in one transaction", least=1),
    Setting(
        "FENGQIAO_QUERY_SECONDS", "15", "seconds after which a query that a person asked is ended", least=1, most=3_600
    ),
    Setting("FENGQIAO_QUERY_ROWS", "10000", "most rows of such a query's answer", least=1, most=1_000_000),
    Setting("FENGQIAO_QUERY_MB", "8", "most MiB of such a query's answer", least=1, most=256),
    Setting("FENGQIAO_QUERY_EACH", "2", "such queries of one user at once", least=1, most=64),
    Setting("FENGQIAO_QUERY_ALL", "4", "such queries at once, all users of this machine together", least=1, most=64),
    Setting("FENGQIAO_WEEK_MIN", "2", "calls within 7 days that make a repeat", least=2),
    Setting("FENGQIAO_MONTH_MIN", "3", "calls within 30 days that make a repeat", least=2),
    Setting("FENGQIAO_YEAR_MIN", "5", "calls within 365 days that make a repeat", least=2),
    Setting(
        "DATABASE_URL", "", "where accounts live, as postgresql://…; empty: an SQLite file under the home", secret=True
    ),
    Setting("FENGQIAO_HOST", "127.0.0.1", "address the pages are served at"),
    Setting("FENGQIAO_TLS_CERT", "", "certificate with its chain (PEM) to serve the pages by TLS; empty: plain HTTP"),
    Setting("FENGQIAO_TLS_KEY", "", "the file of that certificate's key (PEM)"),
    Setting("FENGQIAO_PORT", "8110", "port the pages are served at; 0 takes any free one", least=0, most=65_535),
    Setting("FENGQIAO_WORKERS", "0", "processes that serve pages; 0 follows the machine's cores", least=0, most=64),
    Setting("FENGQIAO_PROXIES", "0", "proxies in front whose X-Forwarded headers are believed", least=0, most=5),
    Setting("FENGQIAO_HOST_NAMES", "", "names the pages may be asked for by, with commas between; empty: any"),
    Setting("FENGQIAO_UPLOAD_MB", "64", "most MiB of one request", least=1, most=4_096),
    Setting("FENGQIAO_ATTACHMENT_MB", "20", "most MiB of one file attached to a move of work", least=1, most=1_024),
    Setting("FENGQIAO_WATCH_FOLDER", "", "folder whose files are imported once they have stopped growing; empty: none"),
    Setting("FENGQIAO_WORKING_HOURS", "09:00-12:00,14:00-18:00", "hours of a working day, in which deadlines run"),
    Setting("FENGQIAO_DAYS_OFF", "", "file of a bureau's own days, `2027-02-05 off` or `2027-02-14 work` a line"),
    Setting(
        "FENGQIAO_MAIL", "", "mail server for notices: smtp:// or smtps://[user:password@]host[:port]", secret=True
    ),
    Setting("FENGQIAO_MAIL_FROM", "", "address that such mail comes from"),
    Setting("FENGQIAO_WEBHOOK", "", "address every notice is sent to (POST, JSON without personal data)", secret=True),
    Setting("FENGQIAO_CLASSIFICATION", "内部资料 注意保密", "what is written on every exported picture and page"),
    Setting("FENGQIAO_EXPORT_NODES", "20000", "most nodes of one exported network", least=1, most=200_000),
    Setting("FENGQIAO_API_PER_MINUTE", "600", "most requests of one token or account to /api/v1 in a minute", least=1),
    Setting(
        "FENGQIAO_PAGES_PER_MINUTE", "600", "most pages of one account, or one unknown address, in a minute", least=60
    ),
    Setting("FENGQIAO_SECRET_KEY", "", "signs cookies; empty: a key kept in a file under the home", secret=True),
    Setting("FENGQIAO_UNMASK_MIN", "10", "minutes that unmasked numbers of people stay to be seen", least=1, most=60),
    Setting("FENGQIAO_AUDIT_KEY", "", "signs audit records; empty: a key kept in a file under the home", secret=True),
    Setting(
        "FENGQIAO_AUDIT_DAYS", "1096", "days that audit records are kept; `audit prune` removes older ones", least=184
    ),
    Setting(
        "FENGQIAO_PERSONAL_DAYS", "1826", "days after somebody's last call that `forget` blanks who it was", least=366
    ),
    Setting("FENGQIAO_SESSION_IDLE_MIN", "30", "minutes without a request that end a session", least=1),
    Setting(
        "FENGQIAO_SECOND_FACTOR",
        "auto",
        "who must sign in with a second factor: all, none, or roles with commas between; "
        "auto: administrators, once the pages are reached over the network",
    ),
    Setting(
        "FENGQIAO_CODE_STEPS",
        "0",
        "steps of 30 seconds before and after the present one whose codes are taken too: 1 where clocks differ",
        least=0,
        most=1,
    ),
    Setting("FENGQIAO_SESSION_HOURS", "12", "hours after sign-in that end a session", least=1),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str) -> str:
    """The value in force of the setting ``name``; KeyError for a name not in ``SETTINGS``."""
    return _BY_NAME[name].read()


def number(name: str) -> int:
    """The value in force of a setting that is a whole number; SettingError when it is none or out of bounds."""
    setting, written = _BY_NAME[name], read(name)
    least = setting.least or 0
    if not written.isascii() or not written.isdigit() or not least <= int(written) <= setting.most:
        raise SettingError(f"{name}={written}: must be a whole number from {least} to {setting.most}")
    return int(written)


def home() -> Path:
    """The directory all state lives under; made, for its owner only, if it is not there."""
    configured = os.environ.get("FENGQIAO_HOME")
    path = Path(configured).expanduser() if configured else PROJECT_ROOT / "var"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path.resolve()


def zone() -> ZoneInfo:
    """The time zone of written times that name none; SettingError for a name that is none."""
    name = read("FENGQIAO_TZ")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(f"FENGQIAO_TZ={name}: no time zone such as Asia/Shanghai") from None


def describe() -> str:
    """The settings as a Markdown table with their defaults, as the README shows it."""
    lines = ["| setting | default | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{s.name}` | {f'`{s.default}`' if s.default else ''} | {s.help} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"


def in_force() -> str:
    """Every setting with its value, whether that is the default, and its meaning, a line each; no secret is shown."""
    shown = [(s, "******" if s.secret and s.read() else s.read() or "-") for s in SETTINGS]
    wide = max(len(value) for _, value in shown)
    return "".join(
        f"{s.name:<28} {value:<{wide}}  {'set    ' if os.environ.get(s.name) else 'default'}  {s.help}\n"
        for s, value in shown
    )
