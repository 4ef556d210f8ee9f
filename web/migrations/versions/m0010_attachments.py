"""Files that belong to moves of work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stored", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("suffix", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("work_kind", sa.String(length=20), nullable=False),
        sa.Column("work", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_attachments_account_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("stored", name=op.f("uq_attachments_stored")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_act"), ["act"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_work"), ["work"], unique=False)


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_work"))
        batch_op.drop_index(batch_op.f("ix_attachments_created_at"))
        batch_op.drop_index(batch_op.f("ix_attachments_act"))
        batch_op.drop_index(batch_op.f("ix_attachments_account_id"))

    op.drop_table("attachments")
