"""What casework asks of the pages: who is told of what."""
