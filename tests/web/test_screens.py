"""One's own account and the administration of accounts, through their forms."""

from __future__ import annotations

import hashlib
import math
import re
from functools import partial

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from tests.web.people import PASSWORD, Browser, account, code_shown, signed_in
from web.accounts import people, units
from web.accounts.secrets import derived, hashed
from web.database import Database
from web.roles import Role

_SECRET = re.compile(r'<code class="secret">([^<]+)</code>')


def secret_on(text: str) -> str:
    found = _SECRET.search(text)
    assert found
    return found[1]


def test_the_first_sign_in_leads_to_a_password_of_ones_own(app: Flask, sqlite: Database) -> None:
    with sqlite.writing() as sql:
        _, printed = people.add(sql, "wang", Role.ANALYST)
    browser = Browser(app.test_client())
    browser.sign_in("wang", printed)
    assert browser.get("/disputes").location == "/account/password"
    said = {
        "现在的密码不正确": {"old": "wrong", "new": PASSWORD, "again": PASSWORD},
        "两次输入的新密码不一致": {"old": printed, "new": PASSWORD, "again": PASSWORD + "x"},
        "至少 12 个字符": {"old": printed, "new": "short", "again": "short"},
        "最常见的密码": {"old": printed, "new": "password1234", "again": "password1234"},
        "与现在的密码相同": {"old": printed, "new": printed, "again": printed},
    }
    for words, fields in said.items():
        answer = browser.post("/account/password", **fields)
        assert (answer.status_code, words in answer.get_data(as_text=True)) == (400, True), words
    before = browser.client.get_cookie("fengqiao-session")
    answer = browser.post("/account/password", old=printed, new=PASSWORD, again=PASSWORD)
    after = browser.client.get_cookie("fengqiao-session")
    assert answer.status_code == 302
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert browser.get("/account").status_code == 200
    assert Browser(app.test_client()).sign_in("wang", printed).status_code == 401


def test_sessions_are_listed_and_ended_by_their_owner(app: Flask, sqlite: Database) -> None:
    account(sqlite, "wang", Role.ANALYST)
    here, there = Browser(app.test_client()), Browser(app.test_client())
    here.sign_in("wang")
    there.sign_in("wang")
    text = here.get("/account").get_data(as_text=True)
    [ending] = re.findall(r'formaction="(/account/sessions/\d+/end)"', text)
    assert text.count("127.0.0.1") == 2
    for wrong in ({}, {"password": "no"}):
        here.post(ending, **wrong)
        assert "现在的密码不正确" in here.get("/account").get_data(as_text=True)
        assert there.get("/account").status_code == 200
    assert here.post(ending, password=PASSWORD).status_code == 302
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    assert here.post(ending, password=PASSWORD).status_code == 404


def test_all_the_other_sessions_are_ended_with_the_password(app: Flask, sqlite: Database) -> None:
    account(sqlite, "wang", Role.ANALYST)
    here, *others = (Browser(app.test_client()) for _ in range(4))
    for browser in (here, *others):
        browser.sign_in("wang")
    here.post("/account/sessions/end-others", password="no")
    assert [browser.get("/account").status_code for browser in (here, *others)] == [200] * 4
    here.post("/account/sessions/end-others", password=PASSWORD)
    assert [browser.get("/account").status_code for browser in (here, *others)] == [200, 302, 302, 302]
    assert here.get("/account/stay").status_code == 204


def test_the_second_factor_from_picture_to_recovery(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    page = browser.get("/account/second-factor").get_data(as_text=True)
    assert "<svg" in page
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", page[page.index("<svg") : page.index("</svg>")])
    secret = secret_on(page)
    assert browser.post("/account/second-factor", code="12", password=PASSWORD).status_code == 400
    code = code_shown(secret)
    assert browser.post("/account/second-factor", code=code, password="no").status_code == 400
    done = browser.post("/account/second-factor", code=code, password=PASSWORD).get_data(as_text=True)
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", done)
    assert len(codes) == 10
    # 112 random bits or more, since they are kept as a plain hash.
    assert {len(code.replace("-", "")) * math.log2(31) > 112 for code in codes} == {True}
    other = Browser(app.test_client())
    assert other.sign_in("wang", next="/account").location == "/sign-in/code?next=/account"
    for path in ("/disputes", "/account", "/account/password", "/account/second-factor"):
        assert other.get(path).location == "/sign-in/code", path
    assert other.post("/sign-in/code", code="000000").status_code == 401
    assert other.post("/sign-in/code", code=codes[3], next="/account").location == "/account"
    assert other.get("/account").status_code == 200
    assert browser.get("/account/second-factor").location == "/account"
    for fields in (
        {"password": "no", "code": codes[4]},
        {"password": PASSWORD},
        {"password": PASSWORD, "code": "000000"},
    ):
        browser.post("/account/second-factor/off", **fields)
        assert Browser(app.test_client()).sign_in("wang").location == "/sign-in/code?next=/"
    browser.post("/account/second-factor/off", password=PASSWORD, code=codes[4])
    assert Browser(app.test_client()).sign_in("wang").location == "/"


def test_a_change_of_the_second_factor_ends_the_other_sessions(app: Flask, sqlite: Database) -> None:
    here, there = signed_in(app, sqlite, Role.ANALYST, name="wang"), Browser(app.test_client())
    there.sign_in("wang")
    secret = secret_on(here.get("/account/second-factor").get_data(as_text=True))
    done = here.post("/account/second-factor", code=code_shown(secret), password=PASSWORD)
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", done.get_data(as_text=True))
    assert [browser.get("/account").status_code for browser in (here, there)] == [200, 302]
    there.sign_in("wang")
    there.post("/sign-in/code", code=codes[0])
    assert there.get("/account").status_code == 200
    here.post("/account/second-factor/off", password=PASSWORD, code=codes[1])
    assert [browser.get("/account").status_code for browser in (here, there)] == [200, 302]


def test_a_token_is_shown_once_and_revoked(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    wanted = {"name": "nightly", "days": "30", "scope": "queries:run"}
    for wrong in ({}, {"password": "no"}):
        refused = browser.post("/account/tokens", **wanted, **wrong)
        assert (refused.status_code, "fq_" in refused.get_data(as_text=True)) == (400, False)
    made = browser.post("/account/tokens", **wanted, password=PASSWORD).get_data(as_text=True)
    secret = secret_on(made)
    assert secret.startswith("fq_")
    again = browser.get("/account").get_data(as_text=True)
    assert secret not in again
    assert secret[:8] in again
    [revoking] = re.findall(r'action="(/account/tokens/\d+/revoke)"', again)
    assert browser.post(revoking).status_code == 302
    assert browser.post(revoking).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "days": "30", "scope": "queries:run"},
        {"name": "x", "days": "30"},
        {"name": "x", "days": "9999", "scope": "queries:run"},
        {"name": "x", "days": "30", "scope": "incidents:write"},
        {"name": "x", "days": "30", "scope": "everything"},
    ],
)
def test_a_token_that_cannot_be(app: Flask, sqlite: Database, fields: dict[str, str]) -> None:
    answer = signed_in(app, sqlite, Role.ANALYST).post("/account/tokens", **fields, password=PASSWORD)
    assert answer.status_code == 400
    assert "fq_" not in answer.get_data(as_text=True)


def test_an_administrator_runs_the_accounts(app: Flask, sqlite: Database) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    made = boss.post("/accounts", name="Zhao", role="investigator", unit="城东分局河口派出所", display_name="赵某")
    printed = secret_on(made.get_data(as_text=True))
    assert printed not in boss.get("/accounts").get_data(as_text=True)
    zhao = Browser(app.test_client())
    assert zhao.sign_in("zhao", printed).status_code == 302
    with sqlite.reading() as sql:
        number = people.known(sql, "zhao").id
    for path, fields in (("/end-sessions", {}), ("/lock", {"locked": "1"}), ("", {"role": "analyst", "unit": ""})):
        assert zhao.get("/account/password").status_code == (200 if path == "/end-sessions" else 302)
        assert boss.post(f"/accounts/{number}{path}", **fields).status_code == 302, path
    assert zhao.sign_in("zhao", printed).status_code == 401
    boss.post(f"/accounts/{number}/lock", locked="0")
    assert zhao.sign_in("zhao", printed).status_code == 302
    fresh = secret_on(boss.post(f"/accounts/{number}/reset").get_data(as_text=True))
    assert zhao.sign_in("zhao", printed).status_code == 401
    assert zhao.sign_in("zhao", fresh).status_code == 302
    with sqlite.reading() as sql:
        assert people.known(sql, "zhao").role == "analyst"


def test_what_an_administrator_is_told_is_wrong(app: Flask, sqlite: Database) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    with sqlite.reading() as sql:
        number = people.known(sql, "boss").id
    said = [
        ("/accounts", {"name": "boss", "role": "analyst"}, "已有同名账号"),
        ("/accounts", {"name": "王", "role": "analyst"}, "账号名由"),
        ("/accounts", {"name": "next", "role": "analyst", "unit": "公安局"}, ""),
        (f"/accounts/{number}", {"role": "analyst"}, "最后一个能登录的管理员"),
        (f"/accounts/{number}/lock", {"locked": "1"}, "最后一个能登录的管理员"),
        ("/units", {"name": " "}, "单位需要名称"),
    ]
    for path, fields, words in said:
        answer = boss.post(path, **fields)
        assert words in answer.get_data(as_text=True), path
        assert answer.status_code == (400 if words else 200), path
    assert boss.post("/accounts", name="next2", role="king").status_code == 400
    assert boss.get("/account").status_code == 200


def test_units_are_put_below_each_other(app: Flask, sqlite: Database) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR)
    for name in ("指挥中心", "河口派出所"):
        boss.post("/units", name=name)
    with sqlite.reading() as sql:
        ids = {unit.name: unit.id for unit in units.everything(sql)}
    assert boss.post(f"/units/{ids['河口派出所']}", parent=str(ids["指挥中心"])).status_code == 302
    assert boss.post(f"/units/{ids['指挥中心']}", parent=str(ids["河口派出所"])).status_code == 400
    assert boss.post(f"/units/{ids['指挥中心']}", parent="999").status_code == 400
    assert boss.post("/units/999", parent="").status_code == 404
    with sqlite.reading() as sql:
        assert units.keys_below(sql, ids["指挥中心"]) == {"指挥中心", "河口派出所"}


def test_guessing_through_the_page_is_stopped_and_the_usual_browser_still_gets_in(app: Flask, sqlite: Database) -> None:
    usual = signed_in(app, sqlite, Role.ANALYST, name="wang")
    usual.post("/sign-out")
    stranger = Browser(app.test_client())
    assert [stranger.sign_in("wang", f"guess {n}").status_code for n in range(7)] == [401] * 5 + [429] * 2
    assert stranger.sign_in("wang").status_code == 429
    assert usual.sign_in("wang").status_code == 302
    mark = f"fengqiao-device-{hashed('wang')[:12]}"
    assert usual.client.get_cookie(mark) is not None
    for forged in ("forged", _mark("wang", "sha1"), _mark("zhao", "sha256"), _mark("wang", "sha256", at=0)):
        stranger.client.set_cookie(mark, forged)
        assert stranger.sign_in("wang").status_code == 429, forged
    stranger.client.set_cookie(mark, _mark("wang", "sha256"))
    assert stranger.sign_in("wang").status_code == 302


def _mark(name: str, digest: str, at: int | None = None) -> str:
    """A device mark made with the server's own key for ``name``."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() if at is None else at

    return Signer(derived(f"device:{name}"), digest_method=partial(hashlib.new, digest)).sign("mark").decode()
