"""Give somebody of a live room a password, to sign in with: `python -m tests.stage.sign_in.passwords NAME`."""

import subprocess
import sys

from tests.support.processes import ROOT

PASSWORD = "a long password of nobody"


def give_password(username: str, *, env: dict[str, str]) -> str:
    """Store a password for an account; return it."""
    command = [sys.executable, "-m", "tests.stage.sign_in.passwords", username]
    subprocess.run(command, env=env, cwd=ROOT, check=True, timeout=120)
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
