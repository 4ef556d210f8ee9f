"""Saved filters and chosen columns of lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("created_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_saved_filters_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_saved_filters_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
    )
    with op.batch_alter_table("saved_filters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_filters_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_filters_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "list_columns",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_list_columns_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_list_columns")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("list_columns")
    with op.batch_alter_table("saved_filters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_filters_unit_id"))
        batch_op.drop_index(batch_op.f("ix_saved_filters_account_id"))

    op.drop_table("saved_filters")
