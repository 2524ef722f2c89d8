"""Who is told of a press: as the district's rule for its tier says, in the manner that their place allows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import assert_never

from django.utils.translation import gettext as _

from coordination.incident.panic.capability import AWAY_WORDS, PRESS_WORDS, PanicAlert, PanicPlace, PanicPressed
from coordination.incident.panic.standing import StandingPress, place_key
from coordination.incident.panic.standing_queries import presses_in
from coordination.incident.panic.tiers import TierRule, tier_of
from coordination.incident.response_actions.capability import DIRECTIVES
from coordination.room.alerting.recipients import AlertTrigger, Telling, people_of_the_site
from coordination.room.audiences import RESPONDER_KINDS
from coordination.vocabulary import FirstWord, PanicKind, ResponseActionKind, ToldGroup
from coordination.web.wording.sentences import join_sentences
from mapping.models import Site
from mapping.plans.nearest import feet_from_metres
from mou.access.fetch import members_who_count
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from push.vocabulary import Manner


def told_of_press(trigger: AlertTrigger) -> list[Telling]:
    """Return who is told of a press, or of its cancelling, and how."""
    assert isinstance(trigger.about, PanicAlert)
    site, kind = trigger.incident.site, trigger.about.kind
    rule = tier_of(site.district_id, kind)
    begins = trigger.event.begins if isinstance(trigger.event, PanicPressed) else None
    said = PRESS_WORDS[kind] if trigger.incident.place is None else AWAY_WORDS
    words = said if isinstance(trigger.event, PanicPressed) else None
    groups = groups_of(people_of_the_site(trigger), site, trigger.at)
    here = _people_named(groups, rule.tells, at_school=True)
    elsewhere = _people_named(groups, rule.tells, at_school=False) - here
    responders = {one for kind_ in rule.responders for one in groups.responders[kind_]} - here
    others = Manner.FIRST_WORD if rule.is_at_once else Manner.LADDER
    return [
        Telling(
            sorted(here),
            manner=manner_at_school(rule, begins),
            words=DIRECTIVES[begins] if begins is not None else words,
            urgency=rule.urgency,
        ),
        Telling(sorted(elsewhere | responders), manner=others, words=words, urgency=rule.urgency),
    ]


def manner_at_school(rule: TierRule, begins: ResponseActionKind | None) -> Manner:
    """Return how people at the school are told: a lockdown once, aloud, unless the district chose silence."""
    if rule.first_word is FirstWord.SILENT:
        return Manner.SILENT
    return Manner.FIRST_WORD if begins is ResponseActionKind.LOCKDOWN else Manner.LADDER


class Groups:
    """People by what they are to a site. A person of several agencies is in several groups."""

    def __init__(self, rows: Iterable[AgencyMember], site: Site) -> None:
        self.school: dict[ToldGroup, set[int]] = defaultdict(set)
        self.district: set[int] = set()
        self.responders: dict[AgencyKind, set[int]] = defaultdict(set)
        own_id = site.school_id or site.district_id
        for row in rows:
            kind = AgencyKind(row.agency.kind)
            if row.agency_id == own_id:
                self.school[ToldGroup.OFFICE if is_of_the_office(row) else ToldGroup.STAFF].add(row.user_id)
            elif row.agency_id == site.district_id:
                self.district.add(row.user_id)
            elif kind in RESPONDER_KINDS:
                self.responders[kind].add(row.user_id)


def groups_of(user_ids: Collection[int], site: Site, at: datetime) -> Groups:
    """Return people by what they are to a site. One query."""
    rows = members_who_count(at).filter(user_id__in=list(user_ids)).select_related("agency").order_by("id")
    return Groups(rows, site)


def is_of_the_office(member: AgencyMember) -> bool:
    """Tell whether a member is called to a staff assist: administrators are, and those who were chosen for it."""
    return member.role == MemberRole.ADMINISTRATOR or member.is_in_office


def _people_named(groups: Groups, tells: Collection[ToldGroup], *, at_school: bool) -> set[int]:
    found: set[int] = set()
    for group in tells:
        if group is ToldGroup.DISTRICT:
            found |= set() if at_school else groups.district
        elif group is ToldGroup.OFFICE or group is ToldGroup.STAFF:
            found |= groups.school[group] if at_school else set()
        else:
            assert_never(group)
    return found


def presses_beside(trigger: AlertTrigger) -> list[StandingPress]:
    """Return what stands beside the press that an alert is about. One query, none for a press that opened a room."""
    assert isinstance(trigger.about, PanicAlert)
    if trigger.incident.opened_at == trigger.at:
        return []
    mine = (trigger.about.kind, place_key(trigger.about.place))
    found = presses_in(trigger.room_id)
    return [one for one in found if (one.kind, place_key(one.newest.place)) != mine]


def place_of_press_in_words(alert: PanicAlert, beside: Sequence[StandingPress]) -> str:
    """Return where help is needed, for text messages and mail, in the active language; then where else it is."""
    place = alert.place
    parts = [f"{place.site}: {_place_inside(place)}", _way_in(place), PanicKind(alert.kind).label]
    also = [f"{PanicKind(one.kind).label}: {_place_inside(one.newest.place)}" for one in beside]
    more = _("Also: {others}").format(others="; ".join(also)) if also else ""
    return join_sentences((*parts, more))


def _place_inside(place: PanicPlace) -> str:
    room = _("room {room}").format(room=place.room) if place.room else ""
    known = [part for part in (place.place, place.building, place.level, room) if part]
    return ", ".join(known) if known else _("place in the building not known")


def _way_in(place: PanicPlace) -> str:
    if not place.door:
        return ""
    if place.door_m is None:
        return _("Nearest exterior door {door}").format(door=place.door)
    return _("Nearest exterior door {door}, {feet} ft ({metres} m)").format(
        door=place.door, metres=place.door_m, feet=feet_from_metres(place.door_m)
    )
