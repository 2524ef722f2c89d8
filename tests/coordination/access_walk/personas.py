"""People whom an agreement gives a part, or nothing, of the stage's site, and what each kind of secret there says."""

from dataclasses import dataclass
from datetime import date

from coordination.models import User
from coordination.room.models import Incident
from mapping.models import Site
from mou.models import Agency, Clause, Memorandum, Suspension
from mou.vocabulary import AgencyKind, MemberRole, TermKind, VersionState
from tests.factories.mapping import draw_level, draw_space, make_plan, make_site
from tests.factories.mou import LONG_AGO, make_agency, make_member, make_memorandum, make_user
from tests.stage.full_room import Stage, run

FOR_EVER = date(2999, 1, 1)

# By kind: words that stand nowhere else on the stage.
SECRETS = {
    "site": ("77 Zinnia Lane", "Lincoln High School"),
    "plan": ("Quarry-417", "Kiln Workshop", "Quarry Building"),
    "roster": ("Wilhelmina Oakheart", "Counselor of the ninth"),
    "agreement": ("Pact of the Heron", "the heron clause"),
    "incident": ("Smoke over the marble stairs",),
    "room": ("Meet under the marble clock", "marble label"),
}


@dataclass(frozen=True)
class Persona:
    """A person and the kinds of secrets that they may learn; who may learn nothing is a stranger at the site."""

    user: User
    may_learn: frozenset[str] = frozenset()


def make_personas(stage: Stage) -> dict[str, Persona]:
    """Write the secrets and the people, and let the people act on the stage under their names."""
    _tell_secrets(stage)
    found = _partners_of_a_part(stage) | _people_of_elsewhere(stage) | _partners_without_force(stage)
    stage.people.update({name: persona.user for name, persona in found.items()})
    return found


def _tell_secrets(stage: Stage) -> None:
    cast = stage.cast
    Site.objects.filter(pk=cast.site.pk).update(address="77 Zinnia Lane")
    make_plan(
        cast.site,
        draw_level(draw_space(number="Quarry-417", name="Kiln Workshop"), ordinal="3"),
        building="Quarry Building",
    )
    counselor = make_user(username="counselor")
    User.objects.filter(pk=counselor.pk).update(display_name="Wilhelmina Oakheart")
    make_member(cast.school, user=counselor, role=MemberRole.STAFF, title="Counselor of the ninth")
    Memorandum.objects.filter(pk=cast.agreement.pk).update(title="Pact of the Heron")
    Clause.objects.filter(version__memorandum=cast.agreement).update(body_html="<p>This is the heron clause.</p>")
    Incident.objects.filter(pk=stage.room.incident_id).update(title="Smoke over the marble stairs")
    run(cast.insider, stage.room.id, "post_message", text="Meet under the marble clock")
    place = {"lon": -98.5, "lat": 39.8}
    run(
        cast.insider,
        stage.room.id,
        "place_marker",
        marker_id=stage.room.incident_id,
        kind="hazard",
        label="marble label",
        **place,
    )


def _partners_of_a_part(stage: Stage) -> dict[str, Persona]:
    """Return people of agencies to which the stage's site opens one thing each."""
    cast = stage.cast
    parts = {
        "fire_room_only": (AgencyKind.FIRE, TermKind.ROOM_ACCESS, {"site", "incident"}),
        "medics_plan_only": (AgencyKind.EMS, TermKind.FLOORPLAN_ACCESS, {"site", "plan"}),
        "sheriff_roster_only": (AgencyKind.SHERIFF, TermKind.ROSTER_ACCESS, {"site", "roster"}),
    }
    found = {}
    for name, (kind, term, may_learn) in parts.items():
        agency = make_agency(kind, name=name)
        make_memorandum(cast.district, agency, sites=[cast.site.id], grants=[term], expires_on=FOR_EVER)
        found[name] = Persona(_officer(agency, name), frozenset(may_learn))
    return found


def _people_of_elsewhere(stage: Stage) -> dict[str, Persona]:
    """Return people of a second site of the district, and of a second district."""
    cast = stage.cast
    annex_school = make_agency(AgencyKind.SCHOOL, name="Annex Elementary", parent=cast.district)
    annex = make_site(cast.district, school=annex_school, name="Annex Elementary School")
    annex_police = make_agency(AgencyKind.POLICE, name="Annex Police")
    make_memorandum(cast.district, annex_police, sites=[annex.id], expires_on=FOR_EVER)
    river = make_agency(AgencyKind.DISTRICT, name="Riverbend Schools")
    river_school = make_agency(AgencyKind.SCHOOL, name="Riverbend High", parent=river)
    make_site(river, school=river_school, name="Riverbend High School")
    river_police = make_agency(AgencyKind.POLICE, name="Riverbend Police")
    make_memorandum(river, river_police, expires_on=FOR_EVER)
    return {
        "annex_principal": Persona(_officer(annex_school, "annex_principal", MemberRole.ADMINISTRATOR)),
        "annex_officer": Persona(_officer(annex_police, "annex_officer")),
        "river_keeper": Persona(_officer(river, "river_keeper", MemberRole.ADMINISTRATOR)),
        "river_principal": Persona(_officer(river_school, "river_principal", MemberRole.ADMINISTRATOR)),
        "river_officer": Persona(_officer(river_police, "river_officer", MemberRole.COMMANDER)),
    }


def _partners_without_force(stage: Stage) -> dict[str, Persona]:
    """Return people whose agreement about the stage's site is over, to come or unsigned, and one who is suspended."""
    cast = stage.cast
    versions = {
        "terminated_officer": (VersionState.TERMINATED, date(2026, 1, 1), FOR_EVER),
        "expired_officer": (VersionState.EXPIRED, date(2021, 1, 1), date(2021, 12, 31)),
        "past_officer": (VersionState.IN_FORCE, date(2021, 1, 1), date(2021, 12, 31)),
        "future_officer": (VersionState.IN_FORCE, date(2998, 1, 1), FOR_EVER),
        "draft_officer": (VersionState.DRAFT, date(2026, 1, 1), FOR_EVER),
        "unsigned_officer": (VersionState.OUT_FOR_SIGNATURE, date(2026, 1, 1), FOR_EVER),
    }
    found = {}
    for name, (state, begins, ends) in versions.items():
        agency = make_agency(AgencyKind.POLICE, name=name)
        make_memorandum(cast.district, agency, sites=[cast.site.id], state=state, effective_on=begins, expires_on=ends)
        found[name] = Persona(_officer(agency, name))
    suspended = make_member(cast.police, user=make_user(username="suspended_officer"))
    Suspension.objects.create(member=suspended, reason="Under review.", begun_at=LONG_AGO)
    return {**found, "suspended_officer": Persona(suspended.user)}


def _officer(agency: Agency, name: str, role: MemberRole = MemberRole.OFFICER) -> User:
    return make_member(agency, user=make_user(username=name), role=role).user
