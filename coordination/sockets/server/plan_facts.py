"""Read, in one statement, everything that an answer with a floor's plan depends on: for whom, and what is drawn.

Two answers with equal facts are the same answer. Memberships, agreements, incidents and suspensions stand behind the
access epoch; what begins or ends by the clock is in here: sessions, broken glass, and by the quarter of an hour the
midnights of agreements.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from mou.access.epoch import EPOCH_SQL, quarter_of

# Compared, never looked into; one value for each column of the statement, and the quarter.
type PlanFacts = tuple[object, ...]

FACTS_SQL = f"""
SELECT {EPOCH_SQL}, session.session_data, person.password, floorplan.id, floorplan.verified_on,
       level.name, level.short_name, level.ordinal, site.district_id, site.school_id,
       (SELECT COUNT(*) FROM mou_brokenglass glass
         WHERE glass.user_id = person.id AND glass.site_id = site.id AND glass.begun_at <= %s AND glass.ends_at > %s)
  FROM django_session session, coordination_user person, mapping_level level
  JOIN mapping_site site ON site.id = level.site_id
  JOIN mapping_floorplan floorplan ON floorplan.level_id = level.id AND floorplan.state = 'published'
 WHERE session.session_key = %s AND session.expire_date > %s AND person.id = %s AND person.is_active AND level.id = %s
"""  # noqa: S608 - the only thing put in is our own expression; values are parameters


def user_of_session(session_key: str) -> int | None:
    """Return whose session it is, by what is stored in it; None if it has ended or nobody signed in. One query."""
    user_id = SessionStore(session_key).get(SESSION_KEY)
    return int(user_id) if isinstance(user_id, str) and user_id.isdecimal() else None


def plan_facts(*, session_key: str, user_id: int, level_id: UUID, at: datetime) -> PlanFacts | None:
    """Return what the answer depends on; None if session, person or published floorplan are missing. One query.

    It decides nothing: who may have the plan is asked where it always is.
    """
    operations = connection.ops
    now = operations.adapt_datetimefield_value(at)
    level = level_id if connection.features.has_native_uuid_field else level_id.hex
    with connection.cursor() as cursor:
        cursor.execute(FACTS_SQL, [now, now, session_key, now, user_id, level])
        row = cursor.fetchone()
    return None if row is None else (quarter_of(at), *row)
