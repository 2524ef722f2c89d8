"""Who is answered what about names of casualties: fire, EMS and the notification room, of whom the cast has no one.

tests/coordination/incident/casualties/test_casualty_names.py has each of them.
"""

from tests.coordination.access_walk.rows import Row, answers, room

CASUALTIES: dict[str, Row] = {
    "GET /rooms/{uuid:room_id}/casualty-names": Row(
        answers(insider=403, teacher=403, officer=403, keeper=403, visitor=403), ids=room
    ),
}
