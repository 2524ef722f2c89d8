"""The board of those in command: who was to be told of an entry, and who has not got it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import TypeAdapter

from coordination.room.alerting.alert_board import AlertBoard, ListedAlert
from coordination.room.entrance import board_for
from coordination.sign_in.callers import caller_of

router = Router(tags=["rooms"])


class AlertsOut(Schema):
    """The room's alerts, newest first, and the board of the one that was asked for."""

    alerts: list[ListedAlert]
    board: AlertBoard | None


@dataclass(frozen=True, slots=True)
class Alerts:
    """What AlertsOut describes, as the queries return it."""

    alerts: list[ListedAlert]
    board: AlertBoard | None


# Written down as it is: a board of thousands is asked for twice a second, and to validate each person again on the way
# out costs more than to read them. A test holds it to AlertsOut.
alerts_as_json = TypeAdapter(Alerts)


@router.get("/rooms/{uuid:room_id}/alerts", response=AlertsOut, operation_id="read_alerts")
def read_alerts(request: HttpRequest, room_id: UUID, seq: Annotated[int | None, Query(ge=1)] = None) -> HttpResponse:
    """Return who has got an alert and who has not; command roles only. Without `seq`: of the newest that told one."""
    alerts, board = board_for(caller_of(request).asker(), room_id, seq=seq)
    return HttpResponse(alerts_as_json.dump_json(Alerts(alerts, board)), content_type="application/json; charset=utf-8")
