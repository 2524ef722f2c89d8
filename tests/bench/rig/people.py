"""Take people in from a file, and write as many bare rows: in a process of its own, over a migrated, empty database."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

SEARCHES = ("person 7", "nobody", "p49", "person 12345")
# Finds one person however many there are: what it costs then is what looking through the others costs.
ONE, SMALL = "quimby underhill", 1_000


def timed(database_url: str, *, var: Path, people: int, directory: int) -> dict[str, float]:
    """Return seconds and milliseconds by name, and how often the import said how far it was."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.people", str(people), str(directory)],
        env=app_environment(database_url, None, var=var),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"people could not be taken in:\n{done.stderr[-4000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- in the process of its own ----------------------------------------------------------------------------------------
def table(people: int, *, prefix: str) -> bytes:
    """Return a file of people as a district's office has it."""
    rows = (
        f"Person {one} Example,{prefix}{one}@district.example,staff,Teacher,{prefix}-{one},,+1 555 01{one:05}"
        for one in range(people)
    )
    return ("name,email,role,title,callsign,unit,phone\n" + "\n".join(rows) + "\n").encode()


def taken_s(content: bytes, agency_id: object) -> tuple[float, int]:
    """Look at a file and take it in, as the page does; return how long that took, and how often it said how far."""
    from django.utils import timezone

    from coordination.administration.accounts.people_file import read_people
    from coordination.administration.accounts.people_import import import_people, look_at_people
    from mou.vocabulary import OPERATOR

    said: list[int] = []
    began = time.perf_counter()
    file, at = read_people(content), timezone.now()
    asked = {"actor_id": OPERATOR, "agency_id": agency_id, "file": file, "at": at}
    look = look_at_people(**asked)  # type: ignore[arg-type]  # the same words for both
    assert not look.defects
    import_people(**asked, progress=lambda done, _total: said.append(done))  # type: ignore[arg-type]  # as above
    return time.perf_counter() - began, len(said)


def rows_s(prefix: str, people: int, agency: object) -> float:
    """Return how long the database takes for as many accounts and memberships, which are made beforehand."""
    from django.db import transaction
    from django.utils import timezone

    from coordination.models import User
    from mou.models import Agency, AgencyMember

    assert isinstance(agency, Agency)
    accounts = [
        User(username=f"{prefix}{number}", display_name=f"Person {number}", email=f"{prefix}{number}@x.example")
        for number in range(people)
    ]
    began = time.perf_counter()
    with transaction.atomic():
        written = User.objects.bulk_create(accounts, batch_size=1000)
        posts = [AgencyMember(agency=agency, user=one, role="staff", started_at=timezone.now()) for one in written]
        AgencyMember.objects.bulk_create(posts, batch_size=1000)
    return time.perf_counter() - began


@contextmanager
def waits(also: Callable[[], object] = lambda: None) -> Iterator[list[float]]:
    """Write one small row again and again meanwhile, as an alarm does; yield how long each write had to wait.

    Args:
        also: what else each of them asks for in its transaction, such as a lock.
    """
    took, ends = [0.0], threading.Event()

    def write() -> None:
        from django.db import connection, transaction

        from coordination.models import WrongPassword

        while not ends.is_set():
            began = time.perf_counter()
            with transaction.atomic():
                WrongPassword.objects.filter(pk=0).update(at=None)
                also()
            took.append(time.perf_counter() - began)
            ends.wait(0.02)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield took
    finally:
        ends.set()
        writer.join()


def asked_ms(agency: object, texts: tuple[str, ...]) -> float:
    """Return the median of how long a page of the directory takes, for each of some texts."""
    from django.utils import timezone

    from coordination.administration.accounts.directory import people_found
    from coordination.models import User
    from mou.models import Agency

    assert isinstance(agency, Agency)
    keeper = User.objects.get(username="keeper")
    took = []
    for text in texts * 3:
        began = time.perf_counter()
        people_found(user_id=keeper.pk, agency=agency, text=text, page=1, at=timezone.now())
        took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


def measured(people: int, directory: int) -> dict[str, float]:
    """Take in, write, fill up to a large directory, and look someone up."""
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.mou import make_agency, make_member, make_user

    district = make_agency(AgencyKind.DISTRICT, name="Prairie Schools")
    make_member(district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR)
    # The first of anything pays for what is made once: a few people of each kind come before.
    taken_s(table(50, prefix="w"), district.pk)
    rows_s("warm", 50, make_agency(AgencyKind.DISTRICT, name="Warm"))
    taken_s(b"name,role\nQuimby Underhill,staff\n", district.pk)
    taken_s(table(SMALL, prefix="s"), district.pk)
    analyzed()
    one_small_ms = asked_ms(district, (ONE,))
    with waits() as waited_s:
        import_s, said = taken_s(table(people, prefix="p"), district.pk)
    bare_s = rows_s("bare", people, make_agency(AgencyKind.DISTRICT, name="Bare"))
    analyzed()
    asked_ms(district, (ONE,))
    one_middle_ms = asked_ms(district, (ONE,))
    left = directory - people - SMALL
    if left > 0:
        taken_s_in_parts(left, district.pk)
    analyzed()
    return {
        "import_s": import_s,
        "rows_s": bare_s,
        "said": said,
        "longest_wait_ms": max(waited_s) * 1e3,
        "page_ms": asked_ms(district, ("",)),
        "search_ms": asked_ms(district, SEARCHES),
        "one_small_ms": one_small_ms,
        "one_middle_ms": one_middle_ms,
        "one_ms": asked_ms(district, (ONE,)),
    }


def analyzed() -> None:
    """Let the database know how much it holds, as it does by itself a minute later."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def taken_s_in_parts(left: int, agency_id: object) -> None:
    """Take more people in, as many at a time as one file may have."""
    for part in range(0, left, 20_000):
        taken_s(table(min(20_000, left - part), prefix=f"q{part}x"), agency_id)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    print(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
