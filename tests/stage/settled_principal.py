"""Let the principal of a stage have signed in with an address that they proved: who has may be asked as another person.

Run as `python -m tests.stage.settled_principal` with the server's settings.
"""

from collections.abc import Mapping

from tests.support.processes import run_program


def settle_principal(env: Mapping[str, str]) -> None:
    """Write it into the database of these settings, in a process of its own."""
    run_program("tests.stage.settled_principal", env=env)


def write_principal() -> None:
    from coordination.models import User
    from tests.factories.mou import LONG_AGO

    proved = {"email": "principal@fairview.example", "email_proved_at": LONG_AGO, "last_login": LONG_AGO}
    User.objects.filter(username="principal").update(**proved)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    write_principal()
