"""Who can sign in and how: people, units, passwords, the second factor, sessions, tokens, and guessing slowed."""
