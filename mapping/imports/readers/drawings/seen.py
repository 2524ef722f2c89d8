"""What is seen of a drawing or a scan before it is imported. Pure, and loads no library: the server knows it too."""

from dataclasses import dataclass

# What PictureSeen is made of: base64 of a PNG, width and height, left, top, and the steps of a pixel in x and y.
type Seen = tuple[str, int, int, float, float, float, float]


@dataclass(frozen=True, slots=True)
class DrawingSeen:
    """How much a drawing has on each layer, its picture, and how many things the picture lacks.

    There is no picture where nothing has an extent.
    """

    layers: dict[str, int]
    picture: Seen | None
    undrawn: int = 0
