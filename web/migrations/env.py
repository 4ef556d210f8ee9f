"""What Alembic runs: the migrations, on the connection that ``web.database`` hands over."""

from __future__ import annotations

from alembic import context

from web.communities import tables  # noqa: F401 - its tables belong to the models
from web.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="models.",
)
with context.begin_transaction():
    context.run_migrations()
