"""Tips of the demo's school: a desk with its team, and reports that no one can take for real ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from coordination.casework.joining import add_to_team
from coordination.demo.prevention.places import join_team, joined_at
from coordination.models import User
from coordination.prevention.tips.access import TIP_DESKS, TIP_PLACES
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.reporting.intake import take_tip
from coordination.prevention.tips.rules.given import TipDeskIn, TipIn, TipStepIn
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipStep
from coordination.prevention.tips.work.desks import set_desk
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.prevention.tips.work.steps import answer_reporter

ADDRESS, DISTRICT_ADDRESS = "lincoln-example", "prairie-example"
C = TipCategory
# What is said, and how long before the demo began.
REPORTS = (
    (C.UNSAFE_PLACE, "DEMO: the door by the example bleachers does not latch.", "Door 6, every evening", 26 * 60),
    (C.CYBERBULLYING, "DEMO: someone made an account that mocks Fictional Fran.", "Online, since Monday", 3 * 60),
    (C.DRUGS, "DEMO: pretend vaping in the second-floor restroom.", "Second floor, at lunch", 50),
    (C.SUICIDE, "DEMO: Made-Up Max wrote that no one would miss him.", "In a chat, last night", 9),
)


def load_tips(
    *,
    school_id: UUID,
    district_id: UUID,
    principal_id: int,
    superintendent_id: int,
    team: Sequence[str],
    at: datetime,
) -> None:
    """Open two desks and take a few tips through the doors that real use goes through. Durable transactions."""
    for actor_id, agency_id, address in (
        (principal_id, school_id, ADDRESS),
        (superintendent_id, district_id, DISTRICT_ADDRESS),
    ):
        set_desk(actor_id=actor_id, agency_id=agency_id, given=TipDeskIn(short_address=address), at=at)

    def ask(keeper_id: int, person: User) -> None:
        whom = {"agency_id": school_id, "person_id": person.public_id}
        add_to_team(TIP_DESKS, TIP_PLACES, actor_id=keeper_id, at=joined_at(at), **whom)

    members = [User.objects.get(username=name) for name in team]
    join_team("tips", members, ask=ask, keeper_ids=(principal_id, superintendent_id))
    for number, (category, text, where, minutes) in enumerate(REPORTS):
        take_tip(
            short_address=ADDRESS,
            given=_report_tip(category, text, where, number),
            language="en",
            at=at - timedelta(minutes=minutes),
        )
    _work_on_the_first(principal_id, at)


def _report_tip(category: TipCategory, text: str, where: str, number: int) -> TipIn:
    return TipIn(form=f"demo-{number}", category=category, text=text, place_words=where, how_known="I saw it")


def _work_on_the_first(principal_id: int, at: datetime) -> None:
    first = Tip.objects.order_by("received_at").first()
    assert first is not None, "a tip was taken"
    for given in (
        TipStepIn(step=TipStep.TRIAGE, priority=TipPriority.ROUTINE),
        TipStepIn(step=TipStep.SEND),
        TipStepIn(step=TipStep.ACKNOWLEDGE),
        TipStepIn(step=TipStep.BEGIN, words="The custodian looks at it today."),
    ):
        TIP_KIND.take_step(actor_id=principal_id, thing_id=first.pk, given=given, at=at)
    answer_reporter(actor_id=principal_id, tip_id=first.pk, text="Thank you. Is it the inner or outer door?", at=at)
