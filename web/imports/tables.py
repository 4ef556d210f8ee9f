"""The tables of imports: what was brought, mappings that have a name, and databases that are read on a timetable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.jobs.tables import Job, Timed
from web.models import Account, Base

#: Longest name of a mapping or a source.
NAME = 60


class NamedMapping(Base):
    """How the columns of some kind of file are understood. ``body`` is JSON of ``ingest.mapping.file.MappingFile``,
    ``heading`` the columns of the file it was made for, as JSON."""

    __tablename__ = "import_mappings"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME), unique=True)
    body: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime]


class SqlSourceRow(Timed, Base):
    """A database that calls are read from. Its password is not here: ``web.imports.sources`` keeps it."""

    __tablename__ = "import_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME), unique=True)
    address: Mapped[str] = mapped_column(String(500))
    query: Mapped[str] = mapped_column(Text)
    mapping_id: Mapped[int | None] = mapped_column(ForeignKey("import_mappings.id", ondelete="SET NULL"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime]


class Brought(Base):
    """One import as the pages know it: a file that was uploaded or taken from the folder, or one run of a source.

    ``stored``: its directory under FENGQIAO_HOME/uploads, '' once it is done. ``mapping`` is JSON of a ``MappingFile``.
    ``import_id`` is the graph's, '' before it began. ``counts`` is JSON of ``ingest.pipeline.Counts``.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    origin: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    stored: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sheet: Mapped[str] = mapped_column(String(200), default="")
    mapping: Mapped[str] = mapped_column(Text, default="{}")
    mapping_name: Mapped[str] = mapped_column(String(NAME), default="")
    mends_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id", ondelete="SET NULL"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("import_sources.id", ondelete="SET NULL"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    import_id: Mapped[str] = mapped_column(String(32), default="", index=True)
    counts: Mapped[str] = mapped_column(Text, default="")
    quarantine: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship(lazy="joined")
    job: Mapped[Job | None] = relationship(lazy="joined")
