"""Saved maps, and with whom they are shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "saved_maps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_saved_maps_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_maps")),
    )
    with op.batch_alter_table("saved_maps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_maps_account_id"), ["account_id"], unique=False)

    op.create_table(
        "map_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("map_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(account_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_map_shares_one")),
        sa.ForeignKeyConstraint(["map_id"], ["saved_maps.id"], name=op.f("fk_map_shares_map_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_map_shares_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_map_shares_unit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_shares")),
    )
    with op.batch_alter_table("map_shares", schema=None) as batch_op:
        for column in ("account_id", "map_id", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_map_shares_{column}"), [column], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("map_shares", schema=None) as batch_op:
        for column in ("account_id", "map_id", "unit_id"):
            batch_op.drop_index(batch_op.f(f"ix_map_shares_{column}"))

    op.drop_table("map_shares")
    with op.batch_alter_table("saved_maps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_maps_account_id"))

    op.drop_table("saved_maps")
