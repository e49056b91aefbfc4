"""Understands what staff type: numbers, dates, EDSS steps. No Qt in here."""
