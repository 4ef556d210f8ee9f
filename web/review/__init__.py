"""The review queue: doubtful pairs of calls, decided by people; what they said, and how far they agree."""
