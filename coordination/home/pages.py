"""The pages: ask access, ask queries, render. No rule stands here."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.errors import RoomNotFound
from coordination.home.cards import IncidentCard, cards_from_views
from coordination.home.early import Early, early_answers
from coordination.home.room_config import room_config
from coordination.home.search_words import search_kinds
from coordination.home.words import home_words
from coordination.home.words_file import words_address
from coordination.incident.accountability.access import may_see_names, site_of_rooms
from coordination.incident.agreement_card.page import card_context
from coordination.incident.casualties.words import casualty_choices
from coordination.incident.command.queries import may_ever_command
from coordination.incident.first_actions.words import advice_for
from coordination.incident.general_staff.words import staff_choices, staff_rules
from coordination.incident.ground.words import SEEN_MINUTES, ground_choices, ground_rights
from coordination.incident.lifecycle.queries import (
    closed_incidents,
    incident_views,
    open_exercises,
    open_real,
)
from coordination.incident.mutual_aid.queries import my_aid
from coordination.incident.near_threats.queries import standing_near
from coordination.incident.one_tap.words import tap_context
from coordination.incident.panic.tier_rules import districts_kept_by
from coordination.incident.quick_words.words import quick_words_of
from coordination.incident.reach.queries import tests_to_answer
from coordination.incident.response_actions.words import response_choices
from coordination.incident.standing.queries import standing_in
from coordination.incident.units.words import unit_choices
from coordination.my_alerts.acts import own_duty_forms
from coordination.prevention.cases.work.flags import flags_for
from coordination.readiness.queries import districts_to_look_at
from coordination.room.access import (
    Asker,
    RoomGrant,
    incident_for,
    incidents_for,
    may_read_rooms,
)
from coordination.room.entrance import one_instant
from coordination.room.models import Incident
from coordination.room.registry import page_buttons
from coordination.room.wire.addressed import addressed_to_medics
from coordination.sign_in.sessions.guests import guest_of
from coordination.vocabulary import (
    AidAgencyKind,
    Audience,
    DisclosureAuthority,
    FactKind,
    FactSource,
    IncidentType,
    MarkerKind,
    MaydayKind,
    ReportSource,
    Severity,
)
from coordination.web.panes import in_our_panes
from coordination.web.signed_in import asker_of, public_id_of
from coordination.web.wording import vocabulary_words as lists
from mapping.access import sites_for
from mapping.reunification_sites.words import direction_words
from mapping.sites.basemap import base_map
from mapping.sites.queries import SiteOutline, point_outline, site_outline, site_views
from mapping.sites.street_map.streets import streets_here
from mou.access.emergency.emergency_access_review import led_by
from mou.access.epoch import access_epoch
from mou.access.fetch import memoranda_for
from mou.access.operators import may_administer
from mou.access.together import asking_together
from mou.agreements.reading.queries import attention_of, memorandum_views
from mou.foundation.tables.newest import Newest, read_newest
from mou.vocabulary import AgencyKind, TermKind

MAX_CLOSED_SHOWN = 20
# More at one site are no list for the head of a page.
MOST_OTHERS = 3
MAX_EXERCISES_SHOWN = 200
EMERGENCY_KINDS = (TermKind.FLOORPLAN_ACCESS, TermKind.ROSTER_ACCESS)


@require_safe
@never_cache
@login_required
def home_page(request: HttpRequest) -> HttpResponse:
    """Show what is open, what is near, and the way to open an incident."""
    asker = asker_of(request)
    with asking_together():
        context = {**_home_context(asker), "own_duty": own_duty_forms(request, asker)}
        context["tests"] = [one for one in tests_to_answer(asker.user_id, asker.at) if one.answered_at is None]
    return render(request, "home/home.html", context)


def _home_context(asker: Asker) -> dict[str, object]:
    epoch = access_epoch()
    seen = incidents_for(asker.user_id, asker.at)
    agreements = memorandum_views(memoranda_for(asker.user_id, asker.at), asker.at)
    exercises = read_newest(open_exercises(seen), MAX_EXERCISES_SHOWN)
    closed = read_newest(closed_incidents(seen), MAX_CLOSED_SHOWN)
    real = _open_cards(open_real(seen), asker)
    sites = site_views(sites_for(asker.user_id, asker.at, epoch=epoch))
    return {
        **tap_context(asker.user_id, asker.at, sites, epoch=epoch),
        "near_threats": standing_near(asker.user_id, asker.at, epoch=epoch),
        # While one plays, a thumb that looks for the play must not find what is real unseen.
        "tap_warns_of_play": bool(exercises) and not real,
        "has_agreements": bool(agreements),
        "administers": may_administer(asker.user_id, asker.at),
        "leads_people": led_by(asker.user_id, asker.at).exists(),
        "due_agreements": [(one, attention_of(one)) for one in agreements if attention_of(one)],
        "real": real,
        "exercises": Newest(_open_cards(exercises, asker), exercises.total),
        "closed": Newest(_cards_of_incidents(closed), closed.total),
        "sites": sites,
        "reads_rooms": may_read_rooms(asker.user_id, asker.at, epoch=epoch),
        "at": asker.at,
        "districts_to_look_at": districts_to_look_at(asker.user_id, asker.at),
        "incident_types": IncidentType.labels(),
        "severities": Severity.labels(),
        "kept_districts": districts_kept_by(asker.user_id, asker.at),
        "words": home_words(),
    }


def _cards_of_incidents(incidents: Iterable[Incident]) -> list[IncidentCard]:
    return cards_from_views(incident_views(incidents), {})


def _open_cards(incidents: Iterable[Incident], asker: Asker) -> list[IncidentCard]:
    """Return the cards of open incidents, with everything that stands in each as far as the asker may know it."""
    views = incident_views(incidents)
    return cards_from_views(views, standing_in(asker.user_id, [one.room_id for one in views], at=asker.at))


@require_safe
@never_cache
@login_required
@in_our_panes
def incident_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show the room, or the door to it for people who may come in; for all others there is no such page."""
    return _shown_room(request, incident_id, half="")


@require_safe
@never_cache
@login_required
def incident_window(request: HttpRequest, incident_id: UUID, half: str) -> HttpResponse:
    """Show the map, the timeline or the board of rooms alone, for a screen of its own, to people of the room."""
    return _shown_room(request, incident_id, half=half)


def _shown_room(request: HttpRequest, incident_id: UUID, *, half: str) -> HttpResponse:
    asker = asker_of(request)
    try:
        grant, brought = _room_of(asker, incident_id)
    except RoomNotFound as missing:
        raise Http404 from missing
    (card,) = _open_cards([grant.incident], asker) if brought is None else _cards_of_incidents([grant.incident])
    context = {
        "incident": card,
        "others": _others_that_are_real(grant, asker),
        **card_context(grant, asker.at),
    }
    if brought is None:
        return render(request, "home/join.html", {**context, "standings": grant.all_standings()})
    buttons = {name: _(text) for name, text in page_buttons().items()}
    context |= {**_room_context(request, grant), "early": brought, "half": half, "buttons": buttons}
    return render(request, "incident/incident.html", context)


def _room_of(asker: Asker, incident_id: UUID) -> tuple[RoomGrant, Early | None]:
    """Return the room, and for a person who is in it what its page brings along, of one instant."""
    with one_instant():
        grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
        is_in = grant.participant is not None
        return grant, early_answers(grant, user_id=asker.user_id, at=asker.at) if is_in else None


def _others_that_are_real(grant: RoomGrant, asker: Asker) -> list[IncidentCard]:
    """Return the other real incidents that are open at these sites, as far as the reader may see them. One query."""
    sites = {grant.incident.site_id, *grant.incident.site_ids_now()}
    here = open_real(incidents_for(asker.user_id, asker.at)).filter(site_id__in=sites)
    return _cards_of_incidents(here.exclude(pk=grant.incident.pk)[:MOST_OTHERS])


def _room_context(request: HttpRequest, grant: RoomGrant) -> dict[str, object]:
    return {
        "base_map": base_map(outline_of(grant), streets_here()),
        # They come with the other words, in their file.
        "map_words": {},
        "words_address": words_address(),
        "directions": direction_words().items(),
        "config": room_config(
            grant,
            user_id=public_id_of(request),
            may_take_command=may_ever_command(grant, asker_of(request).at),
            at=asker_of(request).at,
        ),
        "is_guest": guest_of(request.session) is not None,
        "search_kinds": search_kinds(),
        "audiences": {key: text for key, text in Audience.labels().items() if key in grant.audiences},
        "marker_kinds": MarkerKind.labels(),
        "lines": lists.line_kinds(),
        "zones": lists.zone_kinds(),
        "statuses": lists.statuses_for(responds=Audience.RESPONDERS in grant.audiences),
        **response_choices(),
        "first_actions": advice_for(IncidentType(grant.incident.incident_type)),
        "fact_kinds": FactKind.labels(),
        "fact_sources": FactSource.labels(),
        "call_sources": {one.value: one.label for one in (ReportSource.RADIO, ReportSource.PHONE)},
        "mayday_kinds": MaydayKind.labels(),
        "has_flags": bool(flags_for(asker_of(request), incident_id=grant.incident.pk)),
        "is_responder": Audience.RESPONDERS in grant.audiences,
        "unit_lists": unit_choices(),
        "ground_lists": ground_choices(),
        "ground_rights": ground_rights(),
        "seen_minutes": SEEN_MINUTES,
        "is_medic": addressed_to_medics() in grant.audiences,
        "casualty_lists": casualty_choices(),
        "staff_choices": staff_choices(),
        "staff_rules": staff_rules(),
        "has_cad": grant.may_command() and Audience.RESPONDERS in grant.audiences,
        "quick_words": quick_words_of(grant.joined().agency_kind),
        "may_command": grant.may_command(),
        "at_several": bool(grant.incident.joined),
        # Student records belong to the school or district.
        "may_disclose": grant.is_of_site(),
        "may_see_names": may_see_names(grant),
        "emergency_kinds": _emergency_kinds(grant),
        "aid_kinds": {kind.value: AgencyKind(kind.value).label for kind in AidAgencyKind},
        "my_aid": my_aid(grant),
        "authorities": DisclosureAuthority.labels(),
    }


def outline_of(grant: RoomGrant) -> SiteOutline:
    """Return what the map begins with: the reader's site, or the point of an incident that is away from it."""
    incident, own = grant.incident, site_of_rooms(grant, None)
    if incident.place is None or incident.place_lon is None or own.pk != incident.site_id:
        return site_outline(own)
    return point_outline(*incident.shown_point())


def _emergency_kinds(grant: RoomGrant) -> dict[str, str]:
    """Return what a responder could take to save life: what no agreement of theirs gives them here."""
    if grant.by_agreement() is None or grant.opened_incident():
        return {}
    held = frozenset[TermKind]().union(*(one.grants for one in grant.standings))
    return {kind.value: kind.label for kind in EMERGENCY_KINDS if kind not in held}
