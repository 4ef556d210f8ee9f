"""The web application: accounts, what each may see and do, and the screens."""
