"""What the pages of panic buttons ask for, where the bodies of the interface say it otherwise."""

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext
from pydantic import BaseModel, ConfigDict, Field

from coordination.errors import BadCommand
from coordination.incident.panic_buttons.queries import SiteChoice
from coordination.incident.panic_buttons.wire import NewButton
from coordination.room.wire.model import Label
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class KeyNamed(BaseModel):
    """A key to make; for which district, its form says."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Label, Asked(_("Name of the other system"))]


class ButtonTyped(BaseModel):
    """A button or badge. `where` is a site, or a site and a floor with a colon between."""

    model_config = ConfigDict(extra="forbid")

    label: Annotated[Label, Asked(_("Name, as people say it"))]
    ref: Annotated[Label, Asked(_("Reference in the other system"))]
    where: Annotated[str, Asked(_("Site and floor"), begins_empty=True)]
    lat: Annotated[float | None, Field(ge=-90, le=90), Asked(_("Latitude (empty for a badge)"), step=0)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180), Asked(_("Longitude"), step=0)] = None

    def button(self) -> NewButton:
        """Return it as the interface takes it. Raises: BadCommand: half a point."""
        if (self.lat is None) != (self.lon is None):
            raise BadCommand(pointer="/lon" if self.lon is None else "/lat")
        site_id, _colon, level_id = self.where.partition(":")
        return NewButton(
            ref=self.ref,
            label=self.label,
            site_id=UUID(site_id),
            level_id=UUID(level_id) if level_id else None,
            lat=self.lat,
            lon=self.lon,
        )


class PressTried(BaseModel):
    """A press as an exercise: one id for one intention, so a form that is sent twice presses once."""

    model_config = ConfigDict(extra="forbid")

    press_id: Annotated[UUID, Asked(is_hidden=True)]


def where_choices(sites: Sequence[SiteChoice]) -> Iterator[tuple[str, str]]:
    """Yield where a button can hang: at each site on an unknown floor, then on each of its floors."""
    for site in sites:
        yield str(site.site_id), f"{site.name}: {gettext('floor unknown')}"
        for level in site.levels:
            yield level.value, f"{site.name}: " + " · ".join(filter(None, (level.building, level.name)))
