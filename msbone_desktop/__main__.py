"""``python -m msbone_desktop`` starts the program."""

import sys

from msbone_desktop.app.main import main

if __name__ == "__main__":
    sys.exit(main())
