"""Take the roster out of the police's agreement on a stage, in a process of its own, like tests.stage.administrator.

Run as `python -m tests.stage.agreements.without_roster`.
"""

from tests.support.processes import run_program
from tests.support.services import AppServer


def withhold_roster(server: AppServer) -> None:
    """Let the officers see no names: what they need of them they have to take by taking emergency access."""
    run_program("tests.stage.agreements.without_roster", env=server.env)


def write() -> None:
    from mou.models import Term
    from mou.vocabulary import AgencyKind, TermKind

    of_police = Term.objects.filter(version__memorandum__agency__kind=AgencyKind.POLICE.value)
    of_police.filter(kind=TermKind.ROSTER_ACCESS.value).delete()


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    write()
