"""Who is answered what about role cards: the school and its district read them, administrators change them."""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import READERS, Row, answers, room
from tests.stage.full_room import Stage


def custodian(stage: Stage) -> dict[str, object]:
    return {**school(stage), "role": "custodian"}


def changed(_stage: Stage) -> dict[str, object]:
    return {"drawn_from": "library", "steps": [{"phase": "next_ten", "words": "Gas off."}]}


CARDS = "/agencies/{uuid:agency_id}/role-cards"
OF_THE_SCHOOL = answers(insider=200, teacher=200, keeper=200)
ROLE_CARDS: dict[str, Row] = {
    "GET /rooms/{uuid:room_id}/roles": Row(READERS, ids=room),
    f"GET {CARDS}": Row(OF_THE_SCHOOL, ids=school),
    f"PUT {CARDS}/{{role}}": Row(answers(insider=200, keeper=200, teacher=403), ids=custodian, body=changed),
    # The school has changed nothing.
    f"DELETE {CARDS}/{{role}}": Row(answers(insider=409, keeper=409, teacher=403), ids=custodian),
    f"PUT {CARDS}/{{role}}/people": Row(
        answers(insider=204, keeper=204, teacher=403), ids=custodian, body=lambda _stage: {"people": []}
    ),
}
ROLE_CARD_PAGES: dict[str, Row] = {
    # Who belongs to one school alone is led to its cards.
    "role-cards": Row(answers(insider=302, teacher=302, keeper=200)),
    "role-cards/<uuid:agency_id>": Row(OF_THE_SCHOOL, ids=school),
    "role-cards/<uuid:agency_id>/print": Row(OF_THE_SCHOOL, ids=school),
    "role-cards/<uuid:agency_id>/<str:role>": Row(OF_THE_SCHOOL, ids=custodian),
}
DELETIONS = {"take_role_card_back"}
PICTURES = {"principal": ("role_cards_of", "role_card", "role_cards_print")}
NOT_PICTURED = {"role_cards": "a list of names that lead on"}
