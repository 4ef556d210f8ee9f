"""How the tables came to be, step by step. ``python -m web.migrations "what changes"`` writes the next step."""
