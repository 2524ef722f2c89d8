#!/usr/bin/env python3
"""Set up what is missing, then run a command. See README.md."""

import gc
import sys

from coordination.setup.bootstrap import prepare_python
from coordination.setup.own_files import write_for_own_user

# So many objects come before the collector does; a server, once it has started, goes back to Python's own number.
SELDOM = 100_000


def main() -> None:
    prepare_python(sys.argv)
    # After set-up: what that installs is for the caller.
    write_for_own_user()
    # From here on this is the Python of .venv, with everything installed. What is loaded is no garbage, and stays: to
    # look it all over takes a fifth of the start.
    gc.disable()
    import django
    from django.core.exceptions import ImproperlyConfigured

    from mou.foundation.shown_text import first_hidden, hidden_sentence

    for number, argument in enumerate(sys.argv[1:], start=1):
        # A name that is typed here stands on screens like any other.
        if hidden := first_hidden(argument):
            print(f"musterpoint: {hidden_sentence(f'argument {number}', hidden)}", file=sys.stderr)
            sys.exit(2)
    try:
        django.setup()
        gc.freeze()
        gc.set_threshold(SELDOM)
        gc.enable()
        from coordination.management.command_line import run_command

        run_command(sys.argv)
    except ImproperlyConfigured as error:
        print(f"musterpoint: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
