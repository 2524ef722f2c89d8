"""Count what a server asks its database, by PostgreSQL's own book-keeping (pg_stat_statements)."""

from dataclasses import dataclass

from tests.support.services import PostgisServer

# What a server asks by the clock, whatever its clients do, by words of no other statement: the access epoch, the rooms'
# heads with the beacon, the one question what is due, and whether someone commands.
BY_THE_CLOCK = (
    "mou_accessepoch",
    'SELECT "room_room"."id" AS "pk", "room_room"."head_seq" AS "head_seq"',
    '"room_room"."head_hash", (SELECT "U0"."value"',
    "SELECT EXISTS(",
)
# PostgreSQL's own checks of foreign keys, once a row that is written.
OF_A_WRITE = "FOR KEY SHARE"


@dataclass(frozen=True)
class Asked:
    """One kind of statement and how often it was run."""

    text: str
    calls: int

    @property
    def is_read(self) -> bool:
        return self.text.lstrip("( ").upper().startswith("SELECT") and OF_A_WRITE not in self.text

    @property
    def is_by_the_clock(self) -> bool:
        return any(words in self.text for words in BY_THE_CLOCK)


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
