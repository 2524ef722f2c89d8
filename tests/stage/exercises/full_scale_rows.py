"""Write the full-scale exercise of tests.stage.exercises.full_scale, in a test or in a process of its own.

Run as `python -m tests.stage.exercises.full_scale_rows`: writes it and sessions for all, and prints the ids as JSON.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.apps import apps

from tests.support import own_process

if not apps.ready:
    own_process.begin()

from coordination.drills.exercises.models import Exercise, ExerciseOrganization
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseRole
from coordination.models import User
from mapping.models import Site
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.factories.practice.improvement import make_times
from tests.stage.exercises.full_scale import BY_HAND, BY_SYSTEM, EVERY_S, PEOPLE, ROLES, TO_SAY
from tests.stage.exercises.played import add_inject, cast_in
from tests.stage.served import session_of

KINDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("message", {}),
    ("phone_text", {}),
    ("marker", {"marker": "hazard", "lon": -98.5, "lat": 39.8}),
    ("message", {}),
    ("alert", {"tier": "active_threat"}),
)
OBJECTIVES = (
    ("Account for everybody", "Every room reports"),
    ("One picture for all agencies", "Command is known to all"),
)
QUESTIONS = ("A parent asks at the office door. Who answers?", "The news is outside. Who speaks?", "It is over.")


@dataclass(frozen=True)
class FullScaleRows:
    """What was written. `users` are by name: school1, police3, …"""

    site: Site
    exercise: Exercise
    discussion: Exercise
    agencies: dict[str, Agency]
    users: dict[str, User]


def write_full_scale(at: datetime) -> FullScaleRows:
    """Write district, agreements, sixty people and both exercises, ready."""
    district = make_agency(AgencyKind.DISTRICT, name="Fairview Schools")
    parents = {"school": district}
    agencies = {
        name: make_agency(AgencyKind(name), name=f"Fairview {name.title()}", parent=parents.get(name))
        for name in PEOPLE
    }
    for name in PEOPLE:
        if name != "school":
            make_memorandum(district, agencies[name], expires_on=date(2999, 1, 1))
    users = {
        f"{name}{number}": make_member(
            agencies[name],
            user=make_user(username=f"{name}{number}"),
            role=MemberRole.ADMINISTRATOR if f"{name}{number}" == "school1" else MemberRole.OFFICER,
        ).user
        for name, many in PEOPLE.items()
        for number in range(1, many + 1)
    }
    site = make_site(district, school=agencies["school"], name="Lincoln High School")
    annex = make_site(district, school=agencies["school"], name="Lincoln Annex")
    exercise = _exercise(site, "full_scale", "Every agency at Lincoln", agencies, users, at)
    discussion = _exercise(annex, "tabletop", "Who calls whom", agencies, users, at)
    _write_injects(exercise)
    _write_objectives(exercise)
    make_times(
        site, incident_id=uuid4(), began_at=at - timedelta(days=365), kind="full_scale", seconds={"first_room": 95}
    )
    for text in QUESTIONS:
        add_inject(discussion, 0, text=text, sender="Facilitator", expected_action="The liaison is named")
    return FullScaleRows(site, exercise, discussion, agencies, users)


def _exercise(
    site: Site, kind: str, name: str, agencies: dict[str, Agency], users: dict[str, User], at: datetime
) -> Exercise:
    exercise = Exercise.objects.create(
        site=site,
        sponsor=agencies["school"],
        kind=kind,
        name=name,
        incident_type="ACTSHOOT",
        severity="extreme",
        state="ready",
        planned_start=at,
        planned_end=at + timedelta(hours=3),
        created_by=users["school1"],
        created_at=at,
    )
    for agency in agencies.values():
        ExerciseOrganization.objects.create(exercise=exercise, agency=agency, state="accepted", answered_at=at)
    for person, user in users.items():
        cast_in(exercise, agencies[person.rstrip("0123456789")], user, ExerciseRole(ROLES.get(person, "player")))
    return exercise


def _write_injects(exercise: Exercise) -> None:
    for number in range(BY_SYSTEM):
        delivery, payload = KINDS[number % len(KINDS)]
        add_inject(exercise, number * EVERY_S, delivery, payload=payload, text=f"Scheduled {number + 1}")
    for number in range(BY_HAND):
        add_inject(exercise, None, "message", text=f"By hand {number + 1}")
    for number in range(TO_SAY):
        add_inject(exercise, (number + 1) * 30, "radio", text=f"On the radio {number + 1}")


def _write_objectives(exercise: Exercise) -> None:
    for position, (text, task) in enumerate(OBJECTIVES, start=1):
        capability = CoreCapability.OPERATIONAL_COORDINATION.value
        objective = exercise.objectives.create(position=position, text=text, capabilities=[capability])
        objective.tasks.create(position=1, text=task, target="within 3 minutes", capability=capability)


def _written() -> dict[str, object]:
    rows = write_full_scale(datetime.now(UTC))
    return {
        "site_id": str(rows.site.pk),
        "exercise_id": str(rows.exercise.pk),
        "discussion_id": str(rows.discussion.pk),
        "tokens": {name: session_of(user) for name, user in rows.users.items()},
        "roles": {name: ROLES.get(name, "player") for name in rows.users},
    }


if __name__ == "__main__":
    print(json.dumps(_written()))
