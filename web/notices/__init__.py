"""Notices: what somebody is told by the application itself, until he has read it."""

from web.notices.telling import About, To, notify

__all__ = ["About", "To", "notify"]
