"""An agreement of several parties: a district with police, fire and a neighboring district, and who acts for each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from mou.access.fetch import Standing, standing_at
from mou.agreements.clauses import Place, TermGiven, add_clause
from mou.agreements.parties.changing import add_party, open_in_return
from mou.agreements.parties.leaving import leave_agreement
from mou.agreements.versions import Frame, frame_version
from mou.models import Agency, AgencyMember, Version
from mou.party_roles import PartyRole
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.agreements.desk import ROOM, SITE, YEAR, Desk, S, clause, make_desk

FAR_SITE = UUID(int=8)  # of the neighboring district
FLOORS = TermGiven(TermKind.FLOORPLAN_ACCESS, "", {"granted": True}, {"when": "always"})
ROSTER = TermGiven(TermKind.ROSTER_ACCESS, "", {"granted": True}, {"when": "always"})


@dataclass
class PartyDesk:
    """The desk of two parties, with fire and a neighbor besides. `annexes`: where the terms of each stand."""

    desk: Desk
    fire: Agency
    neighbor: Agency
    chief: AgencyMember
    neighbor_planner: AgencyMember
    annexes: dict[UUID, UUID] = field(default_factory=dict)

    def place(self, who: AgencyMember | None = None, *, annex: UUID | None = None) -> Place:
        found = self.desk.place(who)
        return found if annex is None else Place(found.actor_id, annex, found.number, found.at)

    def people(self) -> list[AgencyMember]:
        """Return who signs where fire is the third party."""
        return [self.desk.planner, self.desk.commander, self.chief]

    def add(self, agency: Agency, role: PartyRole, *terms: TermGiven, who: AgencyMember | None = None) -> UUID:
        annex = add_party(place=self.place(who), agency_id=agency.pk, role=role, is_from_template=False)
        self.annexes[agency.pk] = annex
        if terms:
            add_clause(place=self.place(annex=annex), given=clause("<p>Opened.</p>", *terms, heading=agency.name))
        return annex

    def add_fire(self) -> UUID:
        return self.add(self.fire, PartyRole.FIRE, FLOORS)

    def add_neighbor(self) -> UUID:
        return self.add(self.neighbor, PartyRole.NEIGHBOR_DISTRICT, ROOM)

    def return_from_neighbor(self) -> UUID:
        annex = open_in_return(place=self.place(), agency_id=self.neighbor.pk)
        self.annexes[self.desk.district.pk] = annex
        return annex

    def write_return(self, *terms: TermGiven) -> None:
        """Let the neighbor say what it opens, at its own site: the agreement is in review."""
        annex = self.annexes[self.desk.district.pk]
        place = self.place(self.neighbor_planner, annex=annex)
        frame = Frame(False, [FAR_SITE], *YEAR)
        number = self.edit_number(annex)
        frame_version(place=place, edit_number=number, title=self.desk.see().title, frame=frame)
        add_clause(place=place, given=clause("<p>In return.</p>", *terms, heading="In return"))

    def edit_number(self, annex: UUID) -> int:
        return Version.objects.get(memorandum_id=annex, number=self.desk.number).edit_number

    def all_sign(self, *people: AgencyMember) -> None:
        """Go through review to the last signature of these people."""
        if self.desk.see().line.state is S.DRAFT:
            self.desk.move(S.IN_REVIEW)
        places = {one: self.desk.name(one) for one in people}
        self.desk.move(S.APPROVED)
        self.desk.move(S.OUT_FOR_SIGNATURE)
        for one, signatory_id in places.items():
            self.desk.sign(one, signatory_id)

    def leave(self, who: AgencyMember, *, days: int = 10, agency: Agency | None = None) -> date:
        last_day = (NOW + timedelta(days=days)).date()
        leave_agreement(
            actor_id=who.user_id,
            memorandum_id=self.desk.memorandum_id,
            agency_id=who.agency_id if agency is None else agency.pk,
            last_day=last_day,
            reason="We merge.",
            at=NOW,
        )
        return last_day

    def opened(self, who: AgencyMember, *, at: datetime = NOW, far: bool = False) -> set[TermKind] | None:
        """Return what is open to a person at the district's site, or at the neighbor's; None for a stranger."""
        district, site = (self.neighbor, FAR_SITE) if far else (self.desk.district, SITE)
        found: Iterable[Standing] = standing_at(
            user_id=who.user_id, district_id=district.pk, school_id=None, site_id=site, at=at
        )
        kinds = [set(one.grants) for one in found if not one.is_insider]
        return set().union(*kinds) if kinds else None


def make_party_desk() -> PartyDesk:
    """Return the desk with two parties so far; the first gives police the incident room."""
    desk = make_desk()
    add_clause(place=desk.place(), given=clause("<p>Rooms.</p>", ROOM, heading="Rooms"))
    fire, neighbor = make_agency(AgencyKind.FIRE), make_agency(AgencyKind.DISTRICT)
    chief = make_member(fire, role=MemberRole.COMMANDER)
    return PartyDesk(desk, fire, neighbor, chief, make_member(neighbor, role=MemberRole.PLANNER))
