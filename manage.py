#!/usr/bin/env python3
"""Set up what is missing, then run a command. See README.md."""

import sys

from coordination.setup.bootstrap import prepare


def main() -> None:
    prepare(sys.argv)
    # From here on this is the Python of .venv, with everything installed.
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(f"musterpoint: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
