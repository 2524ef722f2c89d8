"""A key's badges and wall buttons: what each stands for, and a press to try it."""

from dataclasses import replace
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from coordination.errors import ButtonNotFound, ButtonTaken, LevelNotAtSite, RoomNotFound
from coordination.incident.panic.capability import RaisePanic
from coordination.incident.panic.pressing.presses import Origin, press_alarm
from coordination.incident.panic_buttons.access import intake_for
from coordination.incident.panic_buttons.models import PanicButton
from coordination.incident.panic_buttons.wire import NewButton
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted, open_room
from coordination.vocabulary import PressSource
from mapping.models import Site
from mapping.plans.levels import is_level_of_site


def register_button(*, asker: Asker, intake_id: UUID, button: NewButton) -> None:
    """Say what a button's or badge's reference stands for, in one durable transaction.

    Raises: IntakeNotFound, RoomNotFound: no such site of the district. LevelNotAtSite, ButtonTaken.
    """
    with transaction.atomic(durable=True):
        intake = intake_for(user_id=asker.user_id, intake_id=intake_id, at=asker.at)
        site = Site.objects.filter(pk=button.site_id, district_id=intake.district_id).first()
        if site is None:
            raise RoomNotFound("There is no such site.", pointer="/site_id")
        if button.level_id is not None and not is_level_of_site(site, button.level_id):
            raise LevelNotAtSite(pointer="/level_id")
        if PanicButton.objects.filter(intake=intake, ref=button.ref).exists():
            raise ButtonTaken(pointer="/ref")
        PanicButton.objects.create(
            intake=intake,
            ref=button.ref,
            label=button.label,
            site=site,
            level_id=button.level_id,
            location=_point_at(button.lon, button.lat),
        )


def remove_button(*, asker: Asker, intake_id: UUID, ref: str) -> None:
    """Forget what a reference stands for, in one durable transaction; its presses stay. Raises: IntakeNotFound."""
    with transaction.atomic(durable=True):
        intake = intake_for(user_id=asker.user_id, intake_id=intake_id, at=asker.at)
        PanicButton.objects.filter(intake=intake, ref=ref).delete()


def try_button(*, asker: Asker, intake_id: UUID, ref: str, command_id: UUID) -> Accepted:
    """Press a button from here as an exercise, as the other system's own press would; the same id counts once.

    Always an exercise: a real call for help is not for an administrator's page to make.
    Raises: IntakeNotFound, ButtonNotFound, TooManyPresses, TryLater.
    """
    intake = intake_for(user_id=asker.user_id, intake_id=intake_id, at=asker.at)
    button = PanicButton.objects.filter(intake=intake, ref=ref).first()
    if button is None:
        raise ButtonNotFound(pointer="/ref")
    point = button.location
    command = RaisePanic(
        id=command_id,
        type="raise_panic",
        site_id=button.site_id,
        is_exercise=True,
        level_id=button.level_id,
        lon=None if point is None else point.x,
        lat=None if point is None else point.y,
    )
    return press_button(
        asker=replace(asker, user_id=intake.account_id), command=command, button=button.label, button_id=button.pk
    )


def press_button(*, asker: Asker, command: RaisePanic, button: str, button_id: int) -> Accepted:
    """Carry out the press of a badge or wall button, whose signature was checked, in one durable transaction.

    Raises: as coordination.room.dispatch.execute().
    """
    origin = Origin(PressSource.BUTTON, button, button_id)
    return open_room(asker, command, lambda: press_alarm(asker=asker, command=command, origin=origin))


def _point_at(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else Point(lon, lat, srid=4326)
