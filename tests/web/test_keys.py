"""Keys that are renewed: the newest signs, the ones before it check what they signed, nobody has to begin anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app import cli
from tests.web.people import Browser, account, code_shown
from web.accounts import keys, people, second_factor
from web.audit import Action, chain, note_command
from web.audit.verifying import Fault, verify
from web.clock import now
from web.database import Database
from web.models import AuditRecord
from web.roles import Role


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """A home whose keys no other test uses."""
    assert home.is_dir()
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path))
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["keys", *arguments])


def write(database: Database, *targets: str) -> None:
    for target in targets:
        with database.writing() as sql:
            note_command(sql, Action.UNIT_ADDED, target)


def fault(database: Database) -> tuple[int | None, Fault | None]:
    with database.reading() as sql:
        found = verify(sql)
    return found.bad, found.fault


def test_a_file_has_its_keys_the_newest_last_and_is_its_owners_alone(own_home: Path) -> None:
    first = keys.all_of("web.key")
    assert keys.all_of("web.key") == first
    fresh = keys.renew("web.key")
    assert keys.all_of("web.key") == [*first, fresh]
    assert (own_home / "web.key").stat().st_mode & 0o777 == 0o600
    assert len({one.secret for one in (*first, fresh)}) == 2


def test_a_file_of_before_there_were_days_is_read_and_kept(own_home: Path) -> None:
    (own_home / "web.key").write_text("ab" * 32)
    assert keys.all_of("web.key") == [keys.Key(b"ab" * 32)]
    assert keys.renew("web.key").made == now().date()
    assert keys.all_of("web.key")[0] == keys.Key(b"ab" * 32)


def test_a_second_factor_outlives_its_key_and_goes_with_the_line(app: Flask, sqlite: Database, own_home: Path) -> None:
    account(sqlite, "wang", Role.ANALYST)
    with sqlite.writing() as sql:
        wang, nonce = people.known(sql, "wang"), second_factor.new_nonce()
        secret = second_factor.secret_of(wang, nonce)
        assert second_factor.turn_on(sql, wang, nonce, code_shown(secret))
        wang.totp_last_step = 0
    fresh = keys.renew("web.key", "sha3_256")
    assert second_factor.secret_of(wang, nonce) == secret
    assert second_factor.new_nonce().startswith(f"{fresh.name}.")
    browser = Browser(app.test_client())
    assert browser.sign_in("wang").location == "/sign-in/code?next=/"
    assert browser.post("/sign-in/code", code=code_shown(secret)).location == "/"
    lines = (own_home / "web.key").read_text().splitlines()
    (own_home / "web.key").write_text(lines[-1])
    assert second_factor.secret_of(wang, nonce) != secret


def test_records_of_both_keys_hold_and_the_old_key_signs_no_more(sqlite: Database) -> None:
    write(sqlite, "one", "two")
    old = chain.signing()[-1]
    keys.renew("audit.key", "sha3_256")
    write(sqlite, "three", "four")
    with sqlite.reading() as sql:
        third = sql.get_one(AuditRecord, 3)
    assert (
        third.mac
        == chain.sign(third, chain.signing()[-1])
        != chain.sign(third, replace(chain.signing()[-1], hash="sha256"))
    )
    assert fault(sqlite) == (None, None)
    with sqlite.writing() as sql:
        last = sql.get_one(AuditRecord, 4)
        last.target = "something else"
        last.mac = chain.sign(last, old)
    assert fault(sqlite) == (4, Fault.ALTERED)


def test_without_the_line_of_a_key_its_records_prove_nothing(sqlite: Database, own_home: Path) -> None:
    write(sqlite, "one")
    keys.renew("audit.key")
    write(sqlite, "two")
    lines = (own_home / "audit.key").read_text().splitlines()
    (own_home / "audit.key").write_text(lines[-1])
    assert fault(sqlite) == (1, Fault.ALTERED)


def test_the_commands_show_ages_and_no_key(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite.url)
    before = call("list")
    assert (before.exit_code, before.stdout.count("signs, renew by 20")) == (0, 2)
    assert call("renew", "audit.key").exit_code == 0
    listed = call("list").stdout
    assert ("checks only" in listed, len(listed.splitlines())) == (True, 3)
    assert not any(one.secret.decode() in listed for file in keys.FILES for one in keys.all_of(file))
    with sqlite.reading() as sql:
        written = sql.query(AuditRecord).one()
        assert (written.action, written.target) == (Action.KEY_RENEWED, "audit.key")
    assert fault(sqlite) == (None, None)


def test_a_key_of_a_setting_is_renewed_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_SECRET_KEY", "from a vault")
    assert keys.all_of("web.key") == [keys.Key(b"from a vault")]
    refused = call("renew", "web.key")
    assert (refused.exit_code, "FENGQIAO_SECRET_KEY" in refused.stderr) == (1, True)
