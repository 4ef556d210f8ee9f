"""Communities as the pages have them: their numbers kept in SQL, what is in them asked of the graph."""
