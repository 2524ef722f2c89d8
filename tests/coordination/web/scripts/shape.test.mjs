// Corners of a shape are moved, added and taken away; rings stay closed, and what was given stays as it was.
import assert from "node:assert/strict";
import test from "node:test";
import {
  cornersOf,
  middleOf,
  shapeFrom,
  shifted,
  withCornerAdded,
  withCornerMoved,
  withoutCorner,
} from "/static/mapping/plan/shape.js";

const SQUARE = shapeFrom("Polygon", [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
]);
const PARTS = { type: "MultiPolygon", coordinates: [SQUARE.coordinates, shifted(SQUARE, 5, 0).coordinates] };

test("a ring is closed for whoever draws it, and its corners are told once", () => {
  assert.deepEqual(SQUARE.coordinates[0].at(-1), [0, 0]);
  assert.equal(cornersOf(SQUARE).length, 4);
  assert.equal(cornersOf(PARTS).length, 8);
});

test("the first corner takes the last point along", () => {
  const moved = withCornerMoved(SQUARE, { line: 0, index: 0 }, [-1, -1]);

  assert.deepEqual(
    [moved.coordinates[0][0], moved.coordinates[0].at(-1)],
    [
      [-1, -1],
      [-1, -1],
    ],
  );
  assert.deepEqual(SQUARE.coordinates[0][0], [0, 0]);
});

test("a corner of the second part is changed in the second part only", () => {
  const moved = withCornerMoved(PARTS, { line: 1, index: 1 }, [9, 9]);

  assert.deepEqual(moved.coordinates[0], PARTS.coordinates[0]);
  assert.deepEqual(moved.coordinates[1][0][1], [9, 9]);
});

test("a corner is added after another and taken away again", () => {
  const more = withCornerAdded(SQUARE, { line: 0, index: 3 }, [0, 1]);

  assert.equal(cornersOf(more).length, 5);
  assert.deepEqual(withoutCorner(more, { line: 0, index: 4 }), SQUARE);
});

test("a triangle and a line of two points keep their corners", () => {
  assert.equal(
    withoutCorner(
      shapeFrom("Polygon", [
        [0, 0],
        [1, 0],
        [0, 1],
      ]),
      { line: 0, index: 0 },
    ),
    null,
  );
  assert.equal(
    withoutCorner(
      shapeFrom("LineString", [
        [0, 0],
        [1, 0],
      ]),
      { line: 0, index: 0 },
    ),
    null,
  );
  assert.deepEqual(withoutCorner(SQUARE, { line: 0, index: 0 }).coordinates[0], [
    [2, 0],
    [2, 2],
    [0, 2],
    [2, 0],
  ]);
});

test("a thing moves as a whole", () => {
  assert.deepEqual(shifted({ type: "Point", coordinates: [1, 2] }, 3, 4).coordinates, [4, 6]);
  assert.deepEqual(middleOf(shifted(SQUARE, 1, 1)), [2, 2]);
});
