"""``python app.py user``: accounts from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli
from web.accounts.signing_in import From, with_password
from web.database import Database
from web.serving import first_accounts


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["user", *arguments])


@pytest.fixture(autouse=True)
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'accounts.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def test_add_list_reset_lock(address: str) -> None:
    added = call("add", "wang", "--role", "investigator", "--unit", "河口派出所")
    assert added.exit_code == 0
    first = added.stdout.split()[-1]
    assert with_password(Database(address), "wang", first, From("a")).account is not None
    listed = call("list").stdout
    assert listed.split()[:3] == ["wang", "investigator", "河口派出所"]
    assert "first password" in listed
    second = call("reset", "wang").stdout.split()[-1]
    assert with_password(Database(address), "wang", first, From("a")).refused == "wrong"
    assert with_password(Database(address), "wang", second, From("a")).account is not None
    assert call("lock", "wang").exit_code == 0
    assert "locked" in call("list").stdout
    assert with_password(Database(address), "wang", second, From("a")).refused == "wrong"
    assert call("lock", "wang", "--off").exit_code == 0
    assert with_password(Database(address), "wang", second, From("a")).account is not None


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("add", "wang", "--role", "king"), 2, "king"),
        (("add", "王", "--role", "analyst"), 1, "2 to 64 of"),
        (("reset", "nobody"), 1, "no account 'nobody'"),
        (("lock", "nobody"), 1, "no account 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...], status: int, said: str) -> None:
    result = call(*arguments)
    assert (result.exit_code, said in result.stderr) == (status, True)
    assert "Traceback" not in result.output


def test_a_database_that_is_not_there_is_one_line_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hush-hush@127.0.0.1:9/none")
    result = call("list")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "hush-hush" not in result.output


def test_the_first_start_makes_an_administrator_and_for_the_sample_an_analyst(address: str) -> None:
    database = Database(address)
    database.upgrade()
    lines = first_accounts(database, sample=True)
    assert [line.split()[0] for line in lines[1:]] == ["administrator", "analyst"]
    again = first_accounts(database, sample=True)
    assert len(again) == 1
    assert "password" in again[0]
