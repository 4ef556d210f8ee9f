"""What the pages about disputes are made of: what a list is asked for, its rows, its columns, a dispute's story."""
