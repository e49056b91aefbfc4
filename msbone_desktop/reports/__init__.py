"""Turns domain objects into PDF pages."""
