"""Shows domain objects and forwards what staff do to services."""
