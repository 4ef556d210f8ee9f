"""Work that takes longer than a request: kept in SQL, done by a process of its own, watched by the pages."""
