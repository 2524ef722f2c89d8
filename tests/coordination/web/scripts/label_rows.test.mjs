// Labels of pins side by side: none covers another, none is cut off at the edge, and the worst stays lowest.

import assert from "node:assert/strict";
import test from "node:test";

import { rowsOf } from "../../../../coordination/web/static/coordination/standing/label_rows.js";

const FRAME = { left: 0, right: 390 };
const box = (left, width = 200, top = 100) => ({ left, right: left + width, top, bottom: top + 20 });

test("labels that would cover each other stand above each other, the worst lowest", () => {
  assert.deepEqual(rowsOf([box(90), box(120), box(150)], FRAME), [
    { shift: 0, raise: 0 },
    { shift: 0, raise: 22 },
    { shift: 0, raise: 44 },
  ]);
});

test("labels that do not touch stay where they are", () => {
  assert.deepEqual(
    rowsOf([box(10, 60), box(100, 60), box(100, 60, 300)], FRAME).map(({ raise }) => raise),
    [0, 0, 0],
  );
});

test("what the edge of the map would cut off moves in, and what is out of sight stays out", () => {
  assert.deepEqual(
    rowsOf([box(260), box(-60), box(500)], FRAME).map(({ shift }) => shift),
    [-78, 68, 0],
  );
});
