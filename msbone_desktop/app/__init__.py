"""Builds the parts of the program, hands each what it needs, and runs them."""
