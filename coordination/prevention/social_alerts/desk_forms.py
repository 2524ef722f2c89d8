"""The form of a fence, which reads the parcel of a file."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest

from coordination.administration.pages.drawn_areas import PARCELS_MAX_BYTES, area_of_file
from coordination.prevention.social_alerts.rules.given import AlertFenceAsked
from coordination.prevention.social_alerts.work import fences
from mapping.errors import BadSite
from mapping.geometry.shapes import MultiPolygon
from mapping.models import Site
from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency

NEAR_M = 150


class AlertFenceOfFile(AlertFenceAsked):
    """A fence as the page asks for it: the parcel comes as a file."""

    boundary_file: Annotated[
        bytes,
        Asked(
            _("Parcel: GeoJSON, Shapefile, GeoPackage or KML; empty for the boundary of the site"),
            size_max=PARCELS_MAX_BYTES,
        ),
    ] = b""


class FenceForm(ActForm[AlertFenceOfFile, object]):
    """The form of a new fence. What is wrong with the file stands at the file."""

    def __init__(self, request: HttpRequest, add: Callable[..., object], district: Agency) -> None:
        """Make it, for the sites of a district; `add` is given the fields of a fence, and the area of its parcel."""
        self._parcel: MultiPolygon | None = None
        self._sites = {one.pk: one for one in Site.objects.filter(district=district).order_by("name")}
        listed = [(one.pk, one.name) for one in self._sites.values()]
        super().__init__(
            request,
            "fence",
            AlertFenceOfFile,
            lambda given: add(**given.model_dump(exclude={"boundary_file"}), parcel=self._parcel),
            choices={"site_id": listed},
            initial={"buffer_m": NEAR_M},
        )
        self.fields["buffer_m"].widget.attrs |= {"min": fences.BUFFERS_M.start, "max": fences.BUFFERS_M.stop - 1}
        self.order_fields(("site_id", "buffer_m", "boundary_file", "only_in_windows"))

    def clean(self) -> None:
        super().clean()
        if self.errors or not self._given.boundary_file:
            return
        try:
            self._parcel = area_of_file(self._given.boundary_file, self._point_of(self._given.site_id)) or None
        except BadSite as bad:
            self.refuse(str(bad.detail or bad), "boundary_file")

    def _point_of(self, site_id: UUID) -> tuple[float, float]:
        place = self._sites[site_id].location
        return place.x, place.y
