"""The history of the clinic's file, for the person who looks after privacy."""
