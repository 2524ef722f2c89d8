"""How referrals and crises look, in lists and on their pages."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import (
    Face,
    Faces,
    Facts,
    Head,
    MoreOfPage,
    Panel,
    join_texts,
)
from coordination.casework.kinds.pages import make_detail_page
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.models import CrisisCall
from coordination.prevention.support.rules.entries import CrisisEntryIn, FollowedUp, PersonTriaged, RoomGiven, RoomTaken
from coordination.prevention.support.rules.given import CrisisStepIn, ReferralStepIn
from coordination.prevention.support.rules.machine import SAID_BY
from coordination.prevention.support.tables import REFERRAL_COLUMNS
from coordination.prevention.support.vocabulary import (
    CrisisReaction,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
    ReferralStep,
    ReferralUrgency,
)
from coordination.prevention.support.wire import CrisisLine, CrisisView, ReferralLine, ReferralView
from coordination.prevention.support.work.crisis import write_entry
from coordination.prevention.support.work.kinds import CRISIS_KIND, REFERRAL_KIND
from coordination.prevention.support.work.rooms import spaces_of
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.forms.step_form import StepAsked

TONES = {ReferralUrgency.CRISIS: "critical", ReferralUrgency.URGENT: "urgent"}


# --- referrals --------------------------------------------------------------------------------------------------------
def _referral_face(line: ReferralLine) -> Face:
    return Face(
        name=_("Referral %(number)s") % {"number": line.number},
        badges=[line.urgency, line.state],
        small=join_texts(line.agency, line.owner),
        due_at=line.due_at if line.state.is_waiting else None,
        is_overdue=line.is_late,
        tone=TONES.get(line.urgency, ""),
    )


def _referral_panels(view: ReferralView) -> tuple[list[Facts], list[Panel]]:
    facts = {_("Who agreed"): view.consent_by, _("Who supports the student"): view.owner}
    return [Facts(view.student_name, view.reason, facts)], []


REFERRAL_FACES = Faces(
    kind=REFERRAL_KIND,
    address="referral",
    face=_referral_face,
    head=lambda view: Head(join_texts(view.agency, view.referred_by), view.referred_at),
    panels=_referral_panels,
    steps=ReferralStepIn,
    columns=REFERRAL_COLUMNS,
    asked=lambda: {
        ReferralStep.RECORD_CONSENT: StepAsked(
            ("consent_by", "words"), ("consent_by",), {"words": _("Their name, and how they said it")}
        ),
        ReferralStep.ASSIGN: StepAsked(("owner_id", "words"), ("owner_id",)),
    },
    choices=lambda _referral, _at: {"consent_by": [(one.value, one.label) for one in SAID_BY]},
)
referral_page = make_detail_page(REFERRAL_FACES, "support/_trail.html")


# --- crises -----------------------------------------------------------------------------------------------------------
def _crisis_face(line: CrisisLine) -> Face:
    return Face(
        name=_("Crisis team %(number)s") % {"number": line.number},
        badges=[line.state],
        small=line.agency,
        since=line.called_at,
        due_on=line.next_follow_up_on,
        is_overdue=line.is_overdue,
        is_exercise=line.is_exercise,
    )


def _crisis_head(view: CrisisView) -> Head:
    warning = _("Called from an exercise: nothing of this happened. Use the names of role players only.")
    small = join_texts(view.agency, view.origin.label, view.incident, view.called_by)
    return Head(small, view.called_at, warning if view.is_exercise else "", view.reason)


def _crisis_forms(request: HttpRequest, asker: Asker, call: CrisisCall) -> MoreOfPage:
    """Return the forms about rooms and people: after the end, only how those on the list are."""
    team = [(one.public_id, one.shown_name()) for one in SUPPORT_TEAMS.counting_people(call.team, asker.at)]
    places = [(site.name, [(one.id, f"{one.label} · {one.level}") for one in spots]) for site, spots in spaces_of(call)]

    def write(given: CrisisEntryIn) -> object:
        return write_entry(actor_id=asker.user_id, call_id=call.pk, given=given, at=asker.at)

    add = ActForm(
        request,
        "person",
        PersonTriaged,
        write,
        # The form begins with the least; of levels, it begins with the most.
        initial={
            "physical": PhysicalExposure.AWAY,
            "emotional": EmotionalExposure.NOT_CLOSE,
            "reaction": CrisisReaction.NONE_SEEN,
        },
        choices={"owner_id": team, "level": [("", _("As suggested")), *reversed(InterventionLevel.labels().items())]},
    )
    take = ActForm(request, "room", RoomTaken, write, choices={"space_id": places})
    give = ActForm(request, "room_given", RoomGiven, write)
    waiting = call.people.filter(done_at__isnull=True)
    ask = {
        one.pk: ActForm(request, "followed_up", FollowedUp, write, fixed={"person_id": str(one.pk)}) for one in waiting
    }
    of_open: list[AnyForm] = [add, take, give] if CRISIS_KIND.is_open(call) else []
    shown = {"add_form": add, "take_form": take, "give_form": give, "ask_forms": ask, "is_open": bool(of_open)}
    return shown, [*of_open, *ask.values()]


CRISIS_FACES = Faces(
    kind=CRISIS_KIND,
    address="crisis",
    face=_crisis_face,
    head=_crisis_head,
    panels=lambda _view: ([Panel("support/_people.html")], [Panel("support/_rooms.html")]),
    steps=CrisisStepIn,
    more=_crisis_forms,
)
crisis_page = make_detail_page(CRISIS_FACES, "support/_trail.html")
