"""Finding, reading and editing patients."""
