"""Tortures the program: ``python3 dev.py torture``; docs/torture.md says what and why."""

import sys

from tests.torture.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
