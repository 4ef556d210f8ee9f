"""Synthetic dispatch records of an invented city, with the truth about them."""

from ingest.sample.generate import generate

__all__ = ["generate"]
