"""Charts drawn by the program itself, read aloud as a table."""
