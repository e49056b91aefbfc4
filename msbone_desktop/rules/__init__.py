"""Reads the clinical rules and the evidence from files, and judges one screening by them."""
