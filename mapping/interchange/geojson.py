"""What GeoJSON of plans has, for the description (RFC 7946). It is written as text, not made of these classes."""

from typing import Literal

from pydantic import BaseModel, Field, JsonValue


class GeoGeometryOut(BaseModel):
    """Where a feature lies: longitude and latitude in degrees, as `type` nests them."""

    type: Literal["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"]
    coordinates: list[JsonValue] = Field(examples=[[-98.49, 39.8]])


class GeoFeatureOut(BaseModel):
    """One thing that is drawn. `properties` say its name, kind and number, as docs/capabilities/maps.md lists them."""

    type: Literal["Feature"]
    id: str
    geometry: GeoGeometryOut | None
    properties: dict[str, JsonValue]


class FeatureCollectionOut(BaseModel):
    """All that is drawn on a version of a floor."""

    type: Literal["FeatureCollection"]
    features: list[GeoFeatureOut]
    level: dict[str, JsonValue] = Field(description="The floor: id, ordinal, name and short name.")
    floorplan: dict[str, JsonValue] = Field(description="The version: id, number, state, source and when verified.")
