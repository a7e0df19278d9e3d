"""`python -m newel.web <command>`: serve the site, make accounts, export records, verify the audit."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newel.web.settings")
    execute_from_command_line(["python -m newel.web", *sys.argv[1:]])


if __name__ == "__main__":
    main()
