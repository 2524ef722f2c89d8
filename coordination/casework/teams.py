"""The team of a school or district: who of it counts now, who administers it, who may be put on it.

A desk declares its two tables once, as a `TeamKind`; this module names no desk. No one is on a team by rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from coordination.administration.second_person.places import COUNTS, ConfidentialPlace
from coordination.casework import school_officials
from coordination.errors import CoordinationError
from coordination.models import User
from mou.access import fetch
from mou.access.operators import is_administrator, managed_agencies
from mou.models import Agency
from mou.vocabulary import AgencyKind

SCHOOLS = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)
DISTRICTS = (AgencyKind.DISTRICT.value,)
NONE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class AdministeredTeam[TeamT: Model, PlaceT: Model]:
    """An agency's team, there or not yet, and everybody on it by name, each with whether they read anything now."""

    agency: Agency
    team: TeamT | None
    members: Sequence[tuple[PlaceT, bool]] = ()


@dataclass(frozen=True, slots=True)
class TeamKind[TeamT: Model, PlaceT: Model]:
    """The teams of one desk.

    Args:
        teams: the table of teams, one for each agency.
        places: the table of who is on them; `team` names the team there, `agency` the agency in the table of teams.
        kinds: the kinds of agencies that have such a team.
        not_found: raised for each team that the asker may not see, there or not.
        has_officials: an officer counts while an agreement makes them a school official (34 CFR 99.31(a)(1)(i)(B)).
    """

    teams: type[TeamT]
    places: type[PlaceT]
    not_found: type[CoordinationError]
    team: str = "team"
    agency: str = "agency"
    kinds: Sequence[str] = SCHOOLS
    has_officials: bool = False

    # --- who counts ---------------------------------------------------------------------------------------------------
    def teams_of(self, user_id: int, at: datetime) -> QuerySet[TeamT]:
        """Return the teams on which a person counts: listed there, and of the agency or its neighbors.

        Neighbors of a school are people of its district; a team that only districts have counts people of its schools.
        """
        officials = school_officials.places_for_person(user_id, at, agency=self._path) if self.has_officials else NONE
        listed = self._counting(at, officials).filter(user_id=user_id).values(f"{self.team}_id")
        rows: QuerySet[TeamT] = QuerySet(self.teams).filter(pk__in=listed, **{f"{self.agency}__is_active": True})
        return rows.select_related(f"{self.agency}__parent")

    def team_for(self, *, user_id: int, agency_id: UUID, at: datetime) -> TeamT:
        """Return an agency's team on which the person counts. Raises: `not_found`."""
        found = self.teams_of(user_id, at).filter(**{f"{self.agency}_id": agency_id}).first()
        if found is None:
            raise self.not_found
        return found

    def counting_places(self, team: TeamT, at: datetime) -> QuerySet[PlaceT]:
        """Return the places of a team that count at an instant, with the person, by name. One query for all."""
        officials = NONE
        if self.has_officials:
            officials = school_officials.places_at_agency(self.agency_of(team), at, agency=self._path)
        here = {self.team: team, f"{self._path}__is_active": True}
        return self._counting(at, officials).filter(**here).select_related("user").order_by("user__display_name", "id")

    def counting_people(self, team: TeamT, at: datetime) -> list[User]:
        """Return the people of a team who count at an instant, by name. One query for all."""
        here = self.counting_places(team, at).order_by().values("user_id")
        return list(User.objects.filter(pk__in=here).order_by("display_name", "id"))

    def counting_ids(self, team: TeamT, at: datetime) -> set[int]:
        """Return the ids of the people of a team who count at an instant: whom it is told to."""
        return set(self.counting_places(team, at).order_by().values_list("user_id", flat=True))

    def counting_person(self, team: TeamT, person_id: UUID | None, at: datetime, *, absent: CoordinationError) -> User:
        """Return someone of a team who counts at an instant. Raises: `absent`: no one who does has this id."""
        found = next((one for one in self.counting_people(team, at) if one.public_id == person_id), None)
        if found is None:
            raise absent
        return found

    def agency_of(self, team: TeamT) -> Agency:
        """Return the agency whose team it is."""
        found: Agency = getattr(team, self.agency)
        return found

    def _counting(self, at: datetime, officials: Q) -> QuerySet[PlaceT]:
        """Return the places that count: of who belongs here now, and of `officials`."""
        near = self._near(OuterRef(f"{self._path}_id"), OuterRef(f"{self._path}__parent_id"))
        member = fetch.members_who_count(at).filter(near, user_id=OuterRef("user_id"))
        let_in = COUNTS if issubclass(self.places, ConfidentialPlace) else Q()
        return QuerySet(self.places).filter(Q(Exists(member)) | officials, let_in)

    def _near(self, agency_id: object, parent_id: object) -> Q:
        """Return which memberships belong to an agency's team."""
        other = Q(agency__parent_id=agency_id) if self.kinds == DISTRICTS else Q(agency_id=parent_id)
        return Q(agency_id=agency_id) | other

    @property
    def _path(self) -> str:
        """Return how a place leads to the agency."""
        return f"{self.team}__{self.agency}"

    def teams_of_district(self, district: Agency) -> QuerySet[TeamT]:
        """Return the teams of a district and its schools, by the name of the agency."""
        near = Q(**{self.agency: district}) | Q(**{f"{self.agency}__parent": district})
        return self._teams().filter(near).order_by(f"{self.agency}__name")

    # --- administering a team -----------------------------------------------------------------------------------------
    def agencies_administered_by(self, user_id: int, at: datetime) -> QuerySet[Agency]:
        """Return the agencies whose team a person administers, there or not yet. It opens nothing that a team reads."""
        return managed_agencies(user_id, at).filter(kind__in=self.kinds, is_active=True)

    def agency_for(self, *, user_id: int, agency_id: UUID, at: datetime) -> Agency:
        """Return an agency whose team the person administers, there or not yet. Raises: `not_found`."""
        found = self.agencies_administered_by(user_id, at).filter(pk=agency_id).first()
        if found is None:
            raise self.not_found
        return found

    def administered_team(self, *, user_id: int, agency_id: UUID, at: datetime) -> AdministeredTeam[TeamT, PlaceT]:
        """Return the team that a person administers, there or not yet. Raises: `not_found`."""
        agency = self.agency_for(user_id=user_id, agency_id=agency_id, at=at)
        team = self._teams().filter(**{self.agency: agency}).first()
        return AdministeredTeam(agency, team, [] if team is None else self.members_of(team, at))

    def members_of(self, team: TeamT, at: datetime) -> list[tuple[PlaceT, bool]]:
        """Return everybody on a team, by name, each with whether they count now. Two queries."""
        counting = set(self.counting_places(team, at).values_list("pk", flat=True))
        rows: QuerySet[PlaceT] = QuerySet(self.places).filter(**{self.team: team}).select_related("user")
        return [(one, one.pk in counting) for one in rows.order_by("user__display_name", "id")]

    def locked_team(self, agency_id: UUID) -> TeamT:
        """Return an agency's team with its row held until commit. Raises: `not_found`."""
        found = self._teams().select_for_update(of=("self",)).filter(**{f"{self.agency}_id": agency_id}).first()
        if found is None:
            raise self.not_found
        return found

    def locked_team_for(self, *, user_id: int, agency_id: UUID, at: datetime) -> TeamT:
        """Return a team that the person administers, with its row held until commit. Raises: `not_found`."""
        self.agency_for(user_id=user_id, agency_id=agency_id, at=at)
        return self.locked_team(agency_id)

    def people_to_choose(self, agency: Agency, at: datetime) -> QuerySet[User]:
        """Return who may be put on an agency's team, by name."""
        near = self._near(agency.pk, agency.parent_id)
        if self.has_officials:
            near |= school_officials.members_of_partners(agency, at)
        members = fetch.members_who_count(at).filter(near).values("user_id")
        return User.objects.filter(pk__in=members, is_device=False).order_by("display_name", "id")

    def whom_to_choose(self) -> str:
        """Return in English who may be put on such a team, as programs are told it of anyone else."""
        if self.kinds == DISTRICTS:
            return "Choose someone of the district or a school of it."
        officials = ", its district, or its police" if self.has_officials else " or its district"
        return f"Choose someone of the school{officials}."

    def every_team(self) -> QuerySet[TeamT]:
        """Return all teams of the desk, with their agencies."""
        return self._teams()

    def _teams(self) -> QuerySet[TeamT]:
        return QuerySet(self.teams).select_related(f"{self.agency}__parent")

    def is_seen_by(self, user_id: int, at: datetime) -> bool:
        """Say whether a person is on such a team, or administers one, there or not yet."""
        administers = is_administrator(user_id, at) and self.agencies_administered_by(user_id, at).exists()
        return administers or self.teams_of(user_id, at).exists()
