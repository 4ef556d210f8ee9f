"""What can be done to an account. Whatever takes rights away ends its sessions at once."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import Address

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from web.accounts import passwords, units
from web.clock import now
from web.models import Account, RecoveryCode, SignIn, Token
from web.roles import Role

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_MAIL_MOST = 200


class AccountError(ValueError):
    """An account cannot be as asked; ``code`` says why, and the text is one line for the terminal."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def normal(name: str) -> str:
    """A name as it is kept: without blanks around it, in small letters."""
    return name.strip().lower()


def find(sql: Session, name: str) -> Account | None:
    """The account of this name."""
    return sql.scalars(select(Account).where(Account.name == normal(name))).one_or_none()


def known(sql: Session, name: str) -> Account:
    """The account of this name; AccountError when there is none."""
    found = find(sql, name)
    if found is None:
        raise AccountError("unknown", f"no account {name!r}")
    return found


def everybody(sql: Session) -> list[Account]:
    """All accounts by name."""
    return list(sql.scalars(select(Account).order_by(Account.name)))


def add(sql: Session, name: str, role: Role, unit: str = "", display_name: str = "") -> tuple[Account, str]:
    """A new account and its first password, which is shown once and must be changed at the first sign-in."""
    name = normal(name)
    if not _NAME.fullmatch(name):
        raise AccountError("name", f"name {name!r}: 2 to 64 of a-z, 0-9, dot, dash, underscore")
    if find(sql, name):
        raise AccountError("taken", f"there is an account {name!r} already")
    password = passwords.first_password()
    account = Account(
        name=name,
        display_name=display_name.strip(),
        role=role.value,
        unit=units.named(sql, unit) if unit.strip() else None,
        password_hash=passwords.hash_password(password),
        created_at=now(),
    )
    sql.add(account)
    sql.flush()
    return account, password


def set_mail(account: Account, written: str) -> None:
    """Where notices are sent by mail; '' for nowhere. AccountError for what is no one address."""
    try:
        account.mail = str(Address(addr_spec=written.strip())) if written.strip() else ""
    except (ValueError, HeaderParseError):
        raise AccountError("mail", f"{written!r} is no mail address") from None
    if len(account.mail) > _MAIL_MOST or (account.mail and not account.mail.isascii()):
        raise AccountError("mail", f"{written!r} is no mail address")


def reset_password(sql: Session, account: Account) -> str:
    """A new first password. The second factor stays: whoever gets the password has still to have the telephone."""
    password = passwords.first_password()
    account.password_hash, account.must_change = passwords.hash_password(password), True
    end_everything(sql, account)
    return password


def change_password(sql: Session, account: Account, password: str) -> None:
    """Set the password that its owner chose; all sessions end. AccountError when it will not do."""
    unit = account.unit.name if account.unit else ""
    code = passwords.refusal(password, (account.name, account.display_name, unit))
    if code:
        raise AccountError(code, f"this password is refused: {code}")
    if passwords.matches(account.password_hash, password):
        raise AccountError("same", "this password is the one it was")
    account.password_hash, account.must_change = passwords.hash_password(password), False
    end_sessions(sql, account)


def place(sql: Session, account: Account, role: Role, unit: str) -> None:
    """Give another role or unit; sessions and API tokens end, since they were given to what the account was."""
    if account.role != role.value:
        _keep_an_administrator(sql, account)
    at = units.named(sql, unit) if unit.strip() else None
    if (account.role, account.unit_id) == (role.value, at.id if at else None):
        return
    account.role, account.unit = role.value, at
    end_everything(sql, account)


def lock(sql: Session, account: Account, locked: bool) -> None:
    """Shut the account, or open it again."""
    if locked and not account.locked:
        _keep_an_administrator(sql, account)
        end_everything(sql, account)
    account.locked = locked


def _keep_an_administrator(sql: Session, leaving: Account) -> None:
    others = sql.scalar(
        select(func.count()).where(
            Account.role == Role.ADMINISTRATOR.value, Account.locked.is_(False), Account.id != leaving.id
        )
    )
    if leaving.role == Role.ADMINISTRATOR.value and not others:
        raise AccountError("last", f"{leaving.name!r} is the last administrator who can sign in")


def end_sessions(sql: Session, account: Account) -> None:
    """Whoever is signed in as this account is not any more."""
    sql.execute(delete(SignIn).where(SignIn.account_id == account.id))


def end_everything(sql: Session, account: Account) -> None:
    """End the sessions, and revoke the API tokens."""
    end_sessions(sql, account)
    sql.query(Token).filter(Token.account_id == account.id, Token.revoked_at.is_(None)).update({"revoked_at": now()})


def remove_lost_second_factor(sql: Session, account: Account) -> None:
    """For whoever lost telephone and recovery codes; AccountError when there is none. Sessions and tokens end."""
    if account.totp_nonce is None:
        raise AccountError("no-factor", f"{account.name!r} has no second factor")
    drop_second_factor(sql, account)
    end_everything(sql, account)


def drop_second_factor(sql: Session, account: Account) -> None:
    """Signing in asks for the password alone again."""
    account.totp_nonce, account.totp_last_step = None, 0
    sql.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
