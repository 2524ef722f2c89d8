"""What the plain forms of assessments sent. Every field is text, and may be missing or nonsense."""

from collections.abc import Mapping
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from mapping.assessments.wire import FindingMendingIn, FindingPlaceIn, ScoreIn, SiteFindingIn, UpgradeIn
from mapping.assessments.work.spots import spot_of
from mapping.models import Site

NOTHING = UUID(int=0)


def uuid_in(posted: QueryDict, name: str) -> UUID:
    """Return an id; what is none names nothing that exists."""
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        return NOTHING


def finding_in(posted: QueryDict, site: Site) -> SiteFindingIn:
    """Return a finding as a form says it. Raises: pydantic.ValidationError."""
    fields = _filled_fields(posted, {name: name for name in ("kind", "layer", "strategy", "words", "rule")})
    return SiteFindingIn.model_validate({**fields, "place": place_in(posted, site), "mending": mending_in(posted)})


def place_in(posted: QueryDict, site: Site) -> FindingPlaceIn:
    """Return where it is: a point that was tapped on the map, else a door or room that was chosen, and the words.

    Raises: pydantic.ValidationError.
    """
    fields = _filled_fields(posted, {"level_id": "level_id", "place": "words"})
    if posted.get("lon") and posted.get("level_id"):
        return FindingPlaceIn.model_validate({**fields, "lonlat": (posted.get("lon"), posted.get("lat"))})
    fields.pop("level_id", None)
    spot = spot_of(site, uuid_in(posted, "spot")) if posted.get("spot") else None
    if spot is None:
        return FindingPlaceIn.model_validate(fields)
    said = _("Door %(number)s") % {"number": spot.label} if spot.is_door else spot.label
    found = {"level_id": spot.level_id, "lonlat": (spot.lon, spot.lat), "words": fields.get("words", said)}
    return FindingPlaceIn.model_validate(found)


def mending_in(posted: QueryDict) -> FindingMendingIn:
    """Return who mends it until when. Raises: pydantic.ValidationError."""
    return FindingMendingIn.model_validate(
        _filled_fields(posted, {name: name for name in ("owner_id", "due_on", "cost")})
    )


def score_in(posted: QueryDict) -> ScoreIn:
    """Return the numbers of a scenario, and why. Raises: pydantic.ValidationError."""
    names = ("threat", "vulnerability", "consequence")
    return ScoreIn.model_validate({one: posted.get(one, "") for name in names for one in (name, f"{name}_note")})


def upgrade_in(posted: QueryDict) -> UpgradeIn:
    """Return an upgrade; of scenarios, those of which the form says what is left. Raises: pydantic.ValidationError."""
    effects = [
        {
            "scenario": scenario,
            "vulnerability": posted.get(f"vulnerability_{scenario}", ""),
            "consequence": posted.get(f"consequence_{scenario}", ""),
        }
        for scenario in posted.getlist("scenario")
        if posted.get(f"changes_{scenario}") == "yes"
    ]
    fields = _filled_fields(posted, {name: name for name in ("title", "words", "cost_dollars")})
    return UpgradeIn.model_validate({**fields, "effects": effects, "finding_ids": posted.getlist("finding_ids")})


def _filled_fields(posted: QueryDict, names: Mapping[str, str]) -> dict[str, object]:
    return {field: posted[name] for name, field in names.items() if posted.get(name)}
