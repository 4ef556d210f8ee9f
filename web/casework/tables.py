"""Until when was looked for what is due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from web.models import Base


class Looked(Base):
    """Everything that fell due until then was told. Kept with the notices, in one transaction: each is told once."""

    __tablename__ = "looked"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    until: Mapped[datetime]
