"""Give someone of a live room a password, to sign in with: `python -m tests.stage.sign_in.passwords NAME`."""

import sys

from tests.support.processes import run_program

PASSWORD = "a long password of no one"


def give_password(username: str, *, env: dict[str, str]) -> str:
    """Store a password for an account; return it."""
    run_program("tests.stage.sign_in.passwords", username, env=env)
    return PASSWORD


def main(username: str) -> None:
    from coordination.models import User

    user = User.objects.get(username=username)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    main(*sys.argv[1:])
