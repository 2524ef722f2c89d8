"""Count what a server asks its database, by PostgreSQL's own book-keeping (pg_stat_statements)."""

from dataclasses import dataclass

from tests.support.services import PostgisServer

# What the server asks by the clock, whatever its clients do: the access epoch and, with the beacon, the rooms' heads.
CLOCK_TABLE = "mou_accessepoch"


@dataclass(frozen=True)
class Asked:
    """One kind of statement and how often it was run."""

    text: str
    calls: int

    @property
    def is_read(self) -> bool:
        return self.text.lstrip("( ").upper().startswith("SELECT")

    @property
    def is_by_the_clock(self) -> bool:
        return CLOCK_TABLE in self.text


def forget_statements(postgis: PostgisServer) -> None:
    """Begin to count anew."""
    with postgis.connect("postgres") as connection:
        connection.execute("SELECT pg_stat_statements_reset()")


def asked_of(postgis: PostgisServer, database: str) -> list[Asked]:
    """Return what was asked of one database since the count began, most frequent first."""
    query = """
        SELECT query, calls FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
        WHERE datname = %s ORDER BY calls DESC
    """
    with postgis.connect("postgres") as connection:
        return [Asked(str(text), int(str(calls))) for text, calls in connection.execute(query, [database]).fetchall()]


def reads(asked: list[Asked]) -> int:
    """Return how many reads clients caused; what is asked by the clock is left out."""
    return sum(one.calls for one in asked if one.is_read and not one.is_by_the_clock)
