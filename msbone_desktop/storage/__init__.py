"""Keeps domain objects in the encrypted database and brings old databases up to date."""
