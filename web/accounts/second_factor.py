"""The second factor: a code that an app on the phone shows (TOTP, RFC 6238), and recovery codes for a lost phone.

The secret is not stored: it follows from a key of the server and the account's nonce, which says from which; the
database alone gives no codes.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterable
from typing import Literal

import pyotp
import segno
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph import settings
from web.accounts.secrets import derived, hashed, server_keys
from web.clock import now
from web.models import Account, RecoveryCode

ISSUER = "Fengqiao"
_CODES = 10
_STEP_S = 30
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_nonce() -> str:
    """The name of the server's key and what makes this secret another than the last; not secret itself."""
    return f"{server_keys()[-1].name}.{secrets.token_hex(16)}"


def secret_of(account: Account, nonce: str) -> str:
    """The secret in base32, as an app wants it typed; that of another key when the nonce's own is gone."""
    named, found = nonce.rpartition(".")[0], server_keys()
    key = next((one for one in found if one.name == named), found[0])
    return base64.b32encode(derived(f"totp:{account.id}:{nonce}", key)[:20]).decode()


def address_of(account: Account, nonce: str) -> str:
    """The otpauth:// address that the QR code holds."""
    return pyotp.TOTP(secret_of(account, nonce)).provisioning_uri(name=account.name, issuer_name=ISSUER)


def picture_of(account: Account, nonce: str) -> str:
    """The QR code as SVG to put into a page; it refers to nothing outside."""
    return segno.make(address_of(account, nonce), error="m").svg_inline(
        scale=5, border=4, light="white", omitsize=False
    )


def step_of(account: Account, nonce: str, code: str) -> int:
    """The 30-second step whose code this is, or 0: the present one's, and its neighbours' where the setting says so."""
    return _matched(account, nonce, code, range(settings.number("FENGQIAO_CODE_STEPS") + 1))


def why_refused(account: Account, code: str, fresh: str | None = None) -> Literal["late", "wrong"]:
    """``late`` when a refused code is of the step just before or after those taken, and not used: or a clock is wrong.

    ``fresh`` is the nonce of a secret that is being set up. Whoever guesses learns of one code that may be good in the
    next step, within the same few tries; whoever has the telephone learns what to do.
    """
    nonce = fresh or account.totp_nonce
    if nonce is None:
        return "wrong"
    step = _matched(account, nonce, code, [settings.number("FENGQIAO_CODE_STEPS") + 1])
    return "late" if step > account.totp_last_step else "wrong"


def _matched(account: Account, nonce: str, code: str, away: Iterable[int]) -> int:
    """The step so many ``away`` from now, before or after, whose code this is, or 0."""
    totp, here = pyotp.TOTP(secret_of(account, nonce)), int(now().timestamp()) // _STEP_S
    digits = "".join(code.split())
    for step in {here + sign * steps for steps in away for sign in (-1, 1)}:
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            return step
    return 0


def turn_on(sql: Session, account: Account, nonce: str, code: str) -> list[str] | None:
    """Ask for a code from now on, if this one proves that the app has the secret; the recovery codes, shown once."""
    step = step_of(account, nonce, code)
    if not step:
        return None
    account.totp_nonce, account.totp_last_step = nonce, step
    return new_recovery_codes(sql, account)


def new_recovery_codes(sql: Session, account: Account) -> list[str]:
    """Fresh recovery codes of 138 random bits in place of all earlier ones; so many may be kept as a plain hash."""
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(7)) for _ in range(4)) for _ in range(_CODES)]
    sql.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    sql.add_all(RecoveryCode(account_id=account.id, code_hash=hashed(code)) for code in codes)
    return codes


def passes(sql: Session, account: Account, code: str) -> bool:
    """Whether the code is right and was not used before; a recovery code is used up."""
    if account.totp_nonce is None:
        return False
    step = step_of(account, account.totp_nonce, code)
    if step:
        if step <= account.totp_last_step:
            return False
        account.totp_last_step = step
        return True
    written = hashed("".join(code.split()).lower())
    found = sql.scalars(
        select(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.code_hash == written)
    ).one_or_none()
    if found is None:
        return False
    sql.delete(found)
    return True
