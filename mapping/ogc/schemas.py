"""What OGC API - Features answers, for the description. Answers are written as text; nothing is made of these."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from mapping.interchange.geojson import GeoFeatureOut


class OgcLinkOut(BaseModel):
    """A link to another part of the interface."""

    href: str = Field(description="The whole address.", examples=["https://musterpoint.example/api/v1/ogc/collections"])
    rel: str = Field(
        description="What is there, by its name in the standard: `self`, `next`, `items`, `data` …", examples=["data"]
    )
    type: str = Field(description="The media type of what is there.", examples=["application/json"])


class LinkedOut(BaseModel):
    links: list[OgcLinkOut] = Field(description="Where else to go from here.")


class LandingOut(LinkedOut):
    """Where everything is."""

    title: str
    description: str = Field(description="What is served here, in a sentence.")


class ConformanceOut(BaseModel):
    """Which parts of the standard hold."""

    conformsTo: list[str] = Field(description="The address of each conformance class.")  # noqa: N815 - the standard's


class CollectionOut(LinkedOut):
    """What a client needs to know of a collection."""

    id: str = Field(description="Its name in addresses.")
    title: str
    itemType: Literal["feature"] = Field(description="What it has: features.")  # noqa: N815
    crs: list[str] = Field(description="The coordinate reference systems: CRS84 alone.")


class CollectionsOut(LinkedOut):
    """All collections; the list is the same for all clients."""

    collections: list[CollectionOut]


class FeaturePageOut(LinkedOut):
    """A page of features; the link `next` leads on, and the last page has none."""

    type: Literal["FeatureCollection"]
    numberReturned: int = Field(description="How many features this page has.")  # noqa: N815
    timeStamp: AwareDatetime = Field(description="When the page was made.")  # noqa: N815
    features: list[GeoFeatureOut]


class LinkedFeatureOut(LinkedOut, GeoFeatureOut):
    """One feature, with where else to go."""
