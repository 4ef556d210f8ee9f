"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """To the new form."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Back to the form before."""
    ${downgrades if downgrades else "pass"}
