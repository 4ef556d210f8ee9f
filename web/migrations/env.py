"""What Alembic runs: the migrations, on the connection that ``web.database`` hands over."""

from __future__ import annotations

from alembic import context

# Their tables belong to the models.
from web.asking import schedule_tables, tables  # noqa: F401
from web.boards import mediator_tables as _mediators  # noqa: F401
from web.casework import tables as _casework  # noqa: F401
from web.casework.attachments import tables as _attachments  # noqa: F401
from web.communities import tables as _communities  # noqa: F401
from web.imports import tables as _imports  # noqa: F401
from web.models import Base
from web.notices import tables as _notices  # noqa: F401
from web.review import tables as _review  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="models.",
)
with context.begin_transaction():
    context.run_migrations()
