"""Reads and writes the formats in which screenings and assessments travel."""
