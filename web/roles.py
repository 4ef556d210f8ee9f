"""Who an account can be."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody does here (接警员, 民警, 研判员, 指挥长, 合作部门, 管理员)."""

    DISPATCHER = "dispatcher"
    INVESTIGATOR = "investigator"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"
