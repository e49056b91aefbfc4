"""Finds files, folders and settings on this computer."""
