"""Imports on the pages: what was brought, how it is understood, and what became of it."""
