"""Queries: favourites, and those that analysts write, with their versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "query_favourites",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_query_favourites_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "query", name=op.f("pk_query_favourites")),
    )
    op.create_table(
        "own_queries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("changed_at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_own_queries_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_queries")),
    )
    with op.batch_alter_table("own_queries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_queries_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_own_queries_shared"), ["shared"], unique=False)

    op.create_table(
        "own_query_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["query_id"], ["own_queries.id"], name=op.f("fk_own_query_versions_query_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_query_versions")),
        sa.UniqueConstraint("query_id", "number", name=op.f("uq_own_query_versions_query_id")),
    )
    with op.batch_alter_table("own_query_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_query_versions_query_id"), ["query_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("own_query_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_query_versions_query_id"))

    op.drop_table("own_query_versions")
    with op.batch_alter_table("own_queries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_queries_shared"))
        batch_op.drop_index(batch_op.f("ix_own_queries_account_id"))

    op.drop_table("own_queries")
    op.drop_table("query_favourites")
