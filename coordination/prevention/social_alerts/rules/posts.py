"""The form of a delivery: public posts of another company's system."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints

from coordination.room.wire.model import Texts, WireModel

MOST_POSTS = 100
PUBLIC = "public"
# A post that says its place less exactly than this has no point.
MOST_ACCURACY_M = 500.0

Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class AlertPoint(WireModel):
    """Where a post says that it was written; degrees, and metres."""

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] = 0.0


class AlertPost(WireModel):
    """A post. `visibility` must be `public`: everything else is refused and only counted."""

    texts: ClassVar[Texts] = Texts.CLEANED

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    post_id: Short
    platform: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]{1,40}$")]
    author: Short
    text: Annotated[str, StringConstraints(max_length=10_000)]
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\x22\x27]{1,500}$")] | None = None
    posted_at: datetime
    visibility: Annotated[str, StringConstraints(max_length=40)] = ""
    point: AlertPoint | None = None
    # What the platform calls the place.
    place: Annotated[str, StringConstraints(max_length=200)] = ""


class AlertPosts(WireModel):
    """A delivery."""

    posts: Annotated[list[AlertPost], Field(min_length=1, max_length=MOST_POSTS)]


class AlertPostsTaken(WireModel):
    """How many posts were taken, and how many not and why. What a rule found in them is no one's outside."""

    taken: int
    not_public: int
    out_of_time: int
