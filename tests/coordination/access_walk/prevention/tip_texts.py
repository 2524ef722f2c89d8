"""Who is answered what about tips by text and posters: keepers set the code, people of the school print the poster."""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.prevention.cases import keepers
from tests.coordination.access_walk.rows import Row, answers

CODE = "/agencies/{uuid:agency_id}/tip-desk/text-code"
TIP_TEXTS: dict[str, Row] = {
    f"GET {CODE}": Row(keepers(200), ids=school),
    f"PUT {CODE}": Row(keepers(204), ids=school, body=lambda _stage: {"code": "LINC24"}),
}
TIP_TEXT_PAGES: dict[str, Row] = {
    "prevention/tips/desks/<uuid:agency_id>/texts": Row(keepers(200), ids=school),
    "prevention/posters/<uuid:agency_id>": Row(answers(insider=200, teacher=200, keeper=200), ids=school),
}
PICTURES = {"principal": ("tip_texts", "tip_poster")}
