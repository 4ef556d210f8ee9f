"""What Alembic runs: the migrations, on the connection that ``web.database`` hands over."""

from __future__ import annotations

from alembic import context

from web.asking import tables as asking  # noqa: F401 - its tables belong to the models
from web.communities import tables as communities  # noqa: F401
from web.models import Base
from web.review import tables as review  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="models.",
)
with context.begin_transaction():
    context.run_migrations()
