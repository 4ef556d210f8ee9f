"""Communities: numbers, runs, which units see them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "communities",
        sa.Column("number", sa.String(length=220), nullable=False),
        sa.Column("disputes", sa.Integer(), nullable=False),
        sa.Column("callers", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("phones", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("risk", sa.Double(), nullable=False),
        sa.Column("bridges", sa.Integer(), nullable=False),
        sa.Column("first_at", models.Instant(timezone=True), nullable=False),
        sa.Column("last_at", models.Instant(timezone=True), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("into", sa.String(length=220), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_communities")),
    )
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_communities_change"), ["change"], unique=False)
        batch_op.create_index(batch_op.f("ix_communities_last_at"), ["last_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_communities_risk"), ["risk"], unique=False)
        batch_op.create_index(batch_op.f("ix_communities_size"), ["size"], unique=False)

    op.create_table(
        "community_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.Column("ties", sa.Integer(), nullable=False),
        sa.Column("hubs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_runs")),
    )
    op.create_table(
        "community_units",
        sa.Column("community", sa.String(length=220), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.number"], name=op.f("fk_community_units_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "unit", name=op.f("pk_community_units")),
    )
    with op.batch_alter_table("community_units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_units_unit"), ["unit"], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("community_units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_units_unit"))

    op.drop_table("community_units")
    op.drop_table("community_runs")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_communities_size"))
        batch_op.drop_index(batch_op.f("ix_communities_risk"))
        batch_op.drop_index(batch_op.f("ix_communities_last_at"))
        batch_op.drop_index(batch_op.f("ix_communities_change"))

    op.drop_table("communities")
