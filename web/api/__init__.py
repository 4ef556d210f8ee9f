"""The machine interface under /api/v1: what other programs ask and send (docs/api.md)."""
