"""The page docs/accuracy.md: its tables, pictures and errors, made from real runs by ``python -m docs.accuracy``."""
