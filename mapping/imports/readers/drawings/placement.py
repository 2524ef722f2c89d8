"""Place a drawing or a scan on the earth by points known in both: least squares, and how well it fits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapping.errors import BadFile
from mapping.geometry.georeference import TangentPlane
from mapping.geometry.shapes import Position
from mapping.imports.readers.drawings.control_points import ControlPoint

type Matrix = NDArray[np.float64]

# A plan is at most some kilometers wide: what is a thousandfold stretched or squeezed is a typing error.
LEAST_SPREAD = 1e-6
# Millimeters to the other side of the earth are 2e10. Squares of much larger numbers leave the range of floats.
MOST_DRAWN = 1e12


@dataclass(frozen=True, slots=True)
class Placement:
    """An affine map from the drawing to the earth, with what it misses at each point, in meters.

    `transform` is (a, b, c, d, e, f): lon = a * x + b * y + c, lat = d * x + e * y + f.
    """

    transform: tuple[float, float, float, float, float, float]
    residuals_m: tuple[float, ...]
    rms_m: float

    def place(self, x: float, y: float) -> Position:
        """Return where a point of the drawing lies."""
        a, b, c, d, e, f = self.transform
        return (a * x + b * y + c, d * x + e * y + f)


def fit_placement(points: Sequence[ControlPoint], *, y_is_down: bool) -> Placement:
    """Return the affine placement with the least squared error in meters; of two points, the turned and scaled one.

    Three points can always be met exactly; from the fourth on the residuals say something.
    Raises: BadFile: too_few_control_points (below two), control_points_collinear, bad_control_points (out of range).
    """
    if len(points) < 2:
        raise BadFile("too_few_control_points", "Placing a drawing takes at least two control points, a scan three.")
    origin = (sum(one.lon for one in points) / len(points), sum(one.lat for one in points) / len(points))
    plane = TangentPlane(origin=origin, rotation_deg=0.0)
    ground = np.array([plane.xy_from_lonlat(one.lon, one.lat) for one in points])
    drawn = np.array([(one.x, one.y) for one in points])
    centre = drawn.mean(axis=0)
    flat = drawn - centre
    scale = float(np.abs(flat).max())
    if not np.abs(drawn).max() <= MOST_DRAWN:
        raise BadFile("bad_control_points", "A control point lies farther out than any drawing reaches.")
    if scale < LEAST_SPREAD:
        raise BadFile("control_points_collinear", "The control points are one and the same.")
    if len(points) == 2:
        matrix = _fit_similarity(flat, ground, y_is_down=y_is_down)
    else:
        matrix = _fit_affine(flat / scale, ground, scale)
    missed = np.hypot(*(np.column_stack([flat, np.ones(len(flat))]) @ matrix.T - ground).T)
    return Placement(
        transform=_in_degrees(matrix, centre, plane),
        residuals_m=tuple(round(float(one), 4) for one in missed),
        rms_m=round(float(np.sqrt((missed**2).mean())), 4),
    )


def _fit_affine(flat: Matrix, ground: Matrix, scale: float) -> Matrix:
    design = np.column_stack([flat, np.ones(len(flat))])
    # Points on one line leave the direction across it open: the plan would be squeezed to nothing, unseen.
    spread = np.linalg.svd(flat - flat.mean(axis=0), compute_uv=False)
    ground_spread = np.linalg.svd(ground - ground.mean(axis=0), compute_uv=False)
    if spread[-1] < 1e-4 * spread[0] or ground_spread[-1] < 1e-4 * ground_spread[0]:
        raise BadFile("control_points_collinear", "The control points lie on one line; choose one beside it.")
    solved, *_ = np.linalg.lstsq(design, ground, rcond=None)
    matrix: Matrix = solved.T.copy()
    matrix[:, :2] /= scale
    return matrix


def _fit_similarity(flat: Matrix, ground: Matrix, *, y_is_down: bool) -> Matrix:
    """Return turn, scale and shift that meet two points; the drawing is not mirrored except for y down."""
    sign = -1.0 if y_is_down else 1.0
    drawn = complex(flat[1, 0] - flat[0, 0], sign * (flat[1, 1] - flat[0, 1]))
    on_ground = complex(*(ground[1] - ground[0]))
    if abs(drawn) < LEAST_SPREAD or abs(on_ground) < LEAST_SPREAD:
        raise BadFile("control_points_collinear", "The two control points are one and the same.")
    factor = on_ground / drawn
    middle = ground.mean(axis=0)
    return np.array(
        [[factor.real, -sign * factor.imag, middle[0]], [factor.imag, sign * factor.real, middle[1]]], dtype=np.float64
    )


def _in_degrees(matrix: Matrix, centre: Matrix, plane: TangentPlane) -> tuple[float, float, float, float, float, float]:
    per_lon, per_lat = plane.metres_per_degree()
    (a, b, c), (d, e, f) = matrix.tolist()
    x0, y0 = centre.tolist()
    return (
        a / per_lon,
        b / per_lon,
        plane.origin[0] + (c - a * x0 - b * y0) / per_lon,
        d / per_lat,
        e / per_lat,
        plane.origin[1] + (f - d * x0 - e * y0) / per_lat,
    )
