"""The review queue: doubtful pairs, what was said of them, and when it was filled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web import models

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "review_filling",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_filling")),
    )
    op.create_table(
        "review_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("later", sa.String(length=200), nullable=False),
        sa.Column("earlier", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("later_unit", sa.String(length=200), nullable=False),
        sa.Column("earlier_unit", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("leased_to", sa.Integer(), nullable=True),
        sa.Column("leased_until", models.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["leased_to"], ["accounts.id"], name=op.f("fk_review_pairs_leased_to"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_pairs")),
        sa.UniqueConstraint("later", "earlier", name=op.f("uq_review_pairs_later")),
    )
    with op.batch_alter_table("review_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_pairs_earlier_unit"), ["earlier_unit"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_pairs_later_unit"), ["later_unit"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_pairs_leased_to"), ["leased_to"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_pairs_value"), ["value"], unique=False)

    op.create_table(
        "review_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=False),
        sa.Column("at", models.Instant(timezone=True), nullable=False),
        sa.Column("undone_at", models.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("answer IN ('same', 'different', 'unsure', 'skip')", name=op.f("ck_review_answers_answer")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_review_answers_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["review_pairs.id"], name=op.f("fk_review_answers_pair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_answers")),
    )
    with op.batch_alter_table("review_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_answers_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_answers_pair_id"), ["pair_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("review_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_answers_pair_id"))
        batch_op.drop_index(batch_op.f("ix_review_answers_account_id"))

    op.drop_table("review_answers")
    with op.batch_alter_table("review_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_pairs_value"))
        batch_op.drop_index(batch_op.f("ix_review_pairs_leased_to"))
        batch_op.drop_index(batch_op.f("ix_review_pairs_later_unit"))
        batch_op.drop_index(batch_op.f("ix_review_pairs_earlier_unit"))

    op.drop_table("review_pairs")
    op.drop_table("review_filling")
