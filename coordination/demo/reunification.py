"""A reunification drill of the demo's school, from the first bus to the closed sum.

Every child and adult in it is made up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID, uuid4

from coordination.reunification.models import Operation, PickUp, ReunitedStudent
from coordination.reunification.rules.given import CheckInIn, HandOverIn, PickUpDecisionIn, StudentStepsIn
from coordination.reunification.vocabulary import PickUpState, StudentStep
from coordination.reunification.work.moving import step_students
from coordination.reunification.work.pick_ups import check_in, decide_pick_up, release_student
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from coordination.room.registry import command_adapter
from coordination.vocabulary import IncidentType, Severity

T = StudentStep
DIRECTOR = "principal"
ROLES = {"counselor": "greeter", "teacher": "accountant", "nurse": "reunifier"}
# Police look on, and read numbers.
BESIDE = ("sro", "dispatcher")
TOLD = "Made up for the demo."
ON_A_BUS, AT_ONCE = 19, 10


class Drill:
    """A drill that is played by the clock of its own: each act a few seconds after the one before."""

    def __init__(self, people: Mapping[str, int], at: datetime, pace: timedelta) -> None:
        self.people, self.at, self.pace = people, at, pace
        self.operation_id = uuid4()
        self.room_id: UUID | None = None

    def asker(self, who: str) -> Asker:
        """Return someone asking now; the next act is a little later."""
        self.at += self.pace
        return Asker(self.people[who], self.at)

    def do(self, who: str, command_type: str, **fields: object) -> UUID:
        """Give a command in the drill's room."""
        command = command_adapter().validate_python({"id": str(uuid4()), "type": command_type, **fields})
        return execute(asker=self.asker(who), room_id=self.room_id, command=command).room_id

    def begin(self, site_id: UUID, title: str) -> list[str]:
        """Open incident and reunification; return the students' codes."""
        opening = {"site_id": str(site_id), "is_exercise": True, "title": title}
        kinds = {"incident_type": IncidentType.STANDBY.value, "severity": Severity.MODERATE.value}
        self.room_id = self.do(DIRECTOR, "open_incident", **opening, **kinds)
        for who in (*ROLES, *BESIDE):
            self.do(who, "join_room")
        where = {"operation_id": str(self.operation_id), "place_id": str(uuid4()), "place": "Fairgrounds, Hall B"}
        self.do(DIRECTOR, "open_reunification", **where)
        for who, role in ROLES.items():
            self.do(who, "give_reunification_role", operation_id=str(self.operation_id), role=role)
        rows = Operation.objects.get(pk=self.operation_id).students.order_by("code")
        return list(rows.values_list("code", flat=True))

    def step(self, who: str, step: StudentStep, codes: Sequence[str], *, bus: str = "", words: str = "") -> None:
        """Do a step with students."""
        given = StudentStepsIn.model_validate({"codes": [*codes], "step": step, "bus": bus, "words": words})
        step_students(self.asker(who), self.operation_id, given)

    def bring_in(self, codes: Sequence[str]) -> None:
        """Bring students by bus, each seated in assembly when it has come."""
        for number, several in enumerate(batched(codes, ON_A_BUS), 1):
            self.step("teacher", T.BOARD, several, bus=str(number))
            self.step("teacher", T.ASSEMBLE, several)

    def check_in(self, code: str, adult: str = "") -> PickUp:
        """Check in the adult of the roster, or another one."""
        listed = ReunitedStudent.objects.get(operation=self.operation_id, code=code).adults.first()
        name = adult or (listed.name if listed is not None else "Adult Example")
        card_id = uuid4()
        card = {"card_id": card_id, "adult_name": name, "id_kind": "driver_license", "codes": [code]}
        check_in(self.asker("counselor"), self.operation_id, CheckInIn.model_validate(card))
        return PickUp.objects.get(card_id=card_id)

    def hand_over(self, codes: Sequence[str]) -> None:
        """Fetch students whose adults are cleared, and hand them over."""
        self.step("nurse", T.PULL, codes)
        self.step("nurse", T.BRING, codes)
        cleared = PickUp.objects.filter(student__operation=self.operation_id, state=PickUpState.WAITING.value)
        for pick_up in cleared.filter(student__code__in=codes).order_by("checked_in_at", "pk"):
            given = {"pick_up_id": pick_up.pk, "is_comfortable": "yes", "initials": "NN"}
            release_student(self.asker("nurse"), self.operation_id, HandOverIn.model_validate(given))


def load_reunification(*, site_id: UUID, people: Mapping[str, int], at: datetime) -> None:
    """Play a drill to its closed sum, in the minutes before `at`. Durable transactions."""
    _play_whole(Drill(people, at - timedelta(minutes=9, seconds=30), timedelta(seconds=1.2)), site_id)


def _play_whole(drill: Drill, site_id: UUID) -> None:
    codes = drill.begin(site_id, "Reunification drill of the autumn")
    absent, ran, hurt, aunt, *others = codes
    drill.step("teacher", T.MARK_ABSENT, [absent])
    drill.bring_in([hurt, aunt, *others])
    drill.step("teacher", T.REPORT_RUN, [ran], words="Ran home, says a classmate")
    drill.step("teacher", T.CONFIRM_RUN, [ran], words=f"At home, their parent says by phone. {TOLD}")
    drill.step("teacher", T.TAKE_TO_HOSPITAL, [hurt], words=f"A sprained ankle. {TOLD}")
    asked = drill.check_in(aunt, "Aunt Example")
    decided = PickUpDecisionIn(is_cleared=True, words=f"The parent says so by phone. {TOLD}")
    decide_pick_up(drill.asker(DIRECTOR), drill.operation_id, asked.pk, decided)
    for several in batched([aunt, *others], AT_ONCE):
        for code in several:
            if code != aunt:
                drill.check_in(code)
        drill.hand_over(several)
    drill.do(DIRECTOR, "close_reunification", operation_id=str(drill.operation_id))
    # An incident is closed by who is in command of it.
    drill.do(DIRECTOR, "claim_command")
    drill.do(DIRECTOR, "close_incident", reason="End of the drill")
