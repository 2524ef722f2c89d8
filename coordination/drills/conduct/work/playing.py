"""What an inject of the plan is in a room: by which means, to which audience, under which name."""

from datetime import datetime
from functools import cache
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import override
from pydantic import ValidationError

from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.rules.audiences import readers_meant
from coordination.drills.conduct.rules.offers import InjectSeen
from coordination.drills.conduct.vocabulary import InjectState, ToldByHand
from coordination.drills.conduct.work.entering import players_reading
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseState, InjectDelivery
from coordination.incident.accountability.text_messages.text_reports import NOTE
from coordination.incident.exercise_play.actions import Mark, Play
from coordination.incident.exercise_play.capability import SimulatedBy
from coordination.room.audiences import audiences_of
from coordination.room.models import Participant
from coordination.room.wire.addressed import Addressed, Readership
from coordination.room.wire.model import Placed
from coordination.vocabulary import Audience, MarkerKind, PanicKind
from mapping.models import Site
from mapping.plans.levels import is_level_of_site
from mou.foundation.shown_text import without_hidden
from mou.vocabulary import MemberRole

MARKERS = UUID("2f8f9a0e-5a2e-5f9f-8d8a-3f0e3a0a9c77")
BY = {
    InjectDelivery.MESSAGE: SimulatedBy.MESSAGE,
    InjectDelivery.MARKER: SimulatedBy.MARKER,
    InjectDelivery.ALERT: SimulatedBy.ALERT,
    InjectDelivery.PHONE_TEXT: SimulatedBy.PHONE_TEXT,
}
LONGEST = 2000


class MarkerPlan(Placed):
    """The payload of an inject that stands on the map."""

    marker: MarkerKind


def play_of(exercise: Exercise, inject: Inject, *, site: Site, late_s: int, at: datetime) -> Play | ToldByHand:
    """Return what is brought in, or why a controller has to say it."""
    readers = _readers_of_inject(inject, site)
    # An inject without a reader would be lost, and no controller would know.
    if readers is None or (isinstance(readers, Addressed) and not players_reading(exercise, readers, at)):
        return ToldByHand.AUDIENCE
    by = BY[InjectDelivery(inject.delivery)]
    mark = _mark_of_inject(inject, site) if by is SimulatedBy.MARKER else None
    if by is SimulatedBy.MARKER and mark is None:
        return ToldByHand.PLACE
    text = clean_words(inject.text)
    return Play(
        inject_id=inject.pk,
        by=by,
        sender=clean_words(inject.sender) if inject.sender.strip() else "",
        text=f"{NOTE} {text}" if by is SimulatedBy.PHONE_TEXT else text,
        audience=readers,
        late_s=late_s or None,
        kind=_panic_kind_of(inject) if by is SimulatedBy.ALERT else None,
        mark=mark,
        marker_id=uuid5(MARKERS, str(inject.pk)),
    )


def why_by_hand(exercise: Exercise, inject: Inject, *, at: datetime) -> ToldByHand | None:
    """Return why the system cannot bring an inject in now; None if it can."""
    played = play_of(exercise, inject, site=exercise.site, late_s=0, at=at)
    return played if isinstance(played, ToldByHand) else None


def hand_needed(exercise: Exercise, inject: Inject, run: InjectRun | None, *, at: datetime) -> ToldByHand | None:
    """Return why a controller has to say an inject that the system was to bring in; None where nothing keeps it."""
    waits = run is None or run.state in (InjectState.WAITING.value, InjectState.HELD.value)
    goes_on = exercise.state == ExerciseState.RUNNING.value
    if not (waits and goes_on and InjectDelivery(inject.delivery).is_by_system):
        return None
    return why_by_hand(exercise, inject, at=at)


def seen_inject(exercise: Exercise, inject: Inject, run: InjectRun | None, by_hand: ToldByHand | None) -> InjectSeen:
    """Return an inject as the rule of offers sees it."""
    return InjectSeen(
        exercise_state=ExerciseState(exercise.state),
        is_discussion=ExerciseKind(exercise.kind).is_discussion,
        state=InjectState.WAITING if run is None else InjectState(run.state),
        by_system=InjectDelivery(inject.delivery).is_by_system,
        by_hand=by_hand,
    )


def _readers_of_inject(inject: Inject, site: Site) -> Readership | None:
    return readers_meant(
        to_role=inject.to_role,
        agency_id=inject.to_agency_id,
        whole_agency=_whole_agency(inject, site),
        member_roles=member_role_words(),
    )


def _whole_agency(inject: Inject, site: Site) -> frozenset[Audience]:
    """Return the audiences that include all people of the agency an inject goes to, whatever their role."""
    agency = inject.to_agency
    if agency is None:
        return frozenset()
    anybody = Participant(agency_id=agency.pk, agency_kind=agency.kind, role=MemberRole.STAFF.value)
    return audiences_of(anybody, site)


@cache
def member_role_words() -> dict[str, MemberRole]:
    """Return what people are in an agency by every word for it, in every language, in lower case."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.update({text.casefold(): MemberRole(value) for value, text in MemberRole.labels().items()})
    return words


def _mark_of_inject(inject: Inject, site: Site) -> Mark | None:
    try:
        plan = MarkerPlan.model_validate(inject.payload)
    except ValidationError:
        return None
    if plan.level_id is not None and not is_level_of_site(site, plan.level_id):
        return None
    return Mark(plan.marker, plan.lon, plan.lat, plan.level_id)


def _panic_kind_of(inject: Inject) -> PanicKind:
    tier = inject.payload.get("tier") if isinstance(inject.payload, dict) else None
    return PanicKind(tier) if tier in set(PanicKind) else PanicKind.EMERGENCY


def clean_words(words: str) -> str:
    """Return words without what could hide from a reader, in one line."""
    return " ".join(without_hidden(words[:LONGEST]).split()) or "…"
