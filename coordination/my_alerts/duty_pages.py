"""Who of one's agency is on duty, and whom of them an alarm reaches: for those who lead people. Plain forms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coordination.incident.reach.facts import AgencyReach, reach_of_agency
from coordination.incident.reach.words import answered_words
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.fetch import active_memberships
from mou.agencies.duty import says_who_is_on_duty
from mou.agencies.memberships.members import set_duty
from mou.agencies.memberships.queries import active_members, duty_changes
from mou.agencies.shifts.given import DutyGiven
from mou.errors import MouError
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole
from push.devices.ways import people_with_way


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the agency, and whether an alarm would come to them now."""

    member: AgencyMember
    role: str
    has_way: bool
    # When duty changes by itself.
    changes_at: datetime | None

    @property
    def is_reached(self) -> bool:
        return self.member.is_on_duty and self.has_way


@dataclass(frozen=True, slots=True)
class Roster:
    """An agency whose people the reader leads."""

    agency: Agency
    people: list[Colleague]
    reach: AgencyReach

    @property
    def last_test(self) -> str:
        return answered_words(self.reach.last_test, ZoneInfo(self.agency.time_zone))


@page(posts=True)
def duty_page(request: HttpRequest) -> HttpResponse:
    """Show who is on duty to those who lead or administer; put a member on duty or off."""
    asker = asker_of(request)
    agencies = _led_agencies(asker)
    if not agencies:
        raise Http404
    shown = [
        (roster, [(one, _duty_form(request, asker, one.member.pk)) for one in roster.people])
        for roster in list_rosters(agencies, asker.at)
    ]
    of_page = [form for _roster, people in shown for _one, form in people]
    if carry_out(request, of_page, lambda refusal: refusal.sentence_or(str(refusal))):
        return redirect_anew(f"{reverse('duty')}#member-{next(form.done for form in of_page if form.is_bound)}")
    return show_page(request, "my_alerts/duty.html", {"rosters": shown, "at": asker.at}, of_page)


def _duty_form(request: HttpRequest, asker: Asker, member_id: UUID) -> ActForm[DutyGiven, UUID]:
    def put_on_duty(given: DutyGiven) -> UUID:
        try:
            set_duty(
                actor_id=asker.user_id,
                member_id=member_id,
                is_on_duty=given.is_on_duty,
                until=given.until(asker.at),
                at=asker.at,
            )
        except MouError as missing:
            # It ended this very moment, or the reader no longer leads anyone.
            raise Http404 from missing
        return member_id

    return ActForm(request, "duty", DutyGiven, put_on_duty, fixed={"member_id": str(member_id)})


def list_rosters(agencies: list[Agency], at: datetime) -> list[Roster]:
    """Return the people of these agencies, those an alarm would not reach first. A few queries for each."""
    members = list(active_members(agencies, at).filter(user__is_device=False))
    ways, words = people_with_way({one.user_id for one in members}), MemberRole.labels()
    clocks = duty_changes(members)
    found = [
        (
            one.agency_id,
            Colleague(one, words.get(one.role, one.role), has_way=one.user_id in ways, changes_at=clocks.get(one.pk)),
        )
        for one in members
    ]
    return [
        Roster(
            agency,
            sorted((who for pk, who in found if pk == agency.pk), key=lambda who: who.is_reached),
            reach_of_agency(agency, at),
        )
        for agency in agencies
    ]


def _led_agencies(asker: Asker) -> list[Agency]:
    """Return the agencies that respond and of whose people the reader says who is on duty. One query."""
    return [one.agency for one in active_memberships(asker.user_id, asker.at) if says_who_is_on_duty(one)]
