"""Until when was looked for what is due; mail addresses; what of a notice was sent elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "looked",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("until", models.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_looked")),
    )
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", models.Instant(timezone=True), nullable=True),
        sa.Column("sent_at", models.Instant(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_outgoing_notice_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("notice_id", "way", name=op.f("uq_outgoing_notice_id")),
    )
    op.create_index(op.f("ix_outgoing_next_at"), "outgoing", ["next_at"])
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("mail", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("mail")
    op.drop_table("outgoing")
    op.drop_table("looked")
