// Pins side by side: none covers another or a number that is named, none is cut off at the edge, the worst stays lowest.

import assert from "node:assert/strict";
import test from "node:test";

import { rowsOf } from "/static/coordination/standing/label_rows.js";

const frame = { left: 0, right: 390, top: 0, bottom: 400 };
// Words of a pin, and below their middle its sign.
const head = (left, width = 200, top = 300) => ({
  label: { left, right: left + width, top, bottom: top + 20 },
  pin: { left: left + width / 2 - 20, right: left + width / 2 + 20, top: top + 22, bottom: top + 52 },
});
const up = ({ label, pin }, { shift, raise }) => [
  {
    ...label,
    left: label.left + shift,
    right: label.right + shift,
    top: label.top - raise,
    bottom: label.bottom - raise,
  },
  { ...pin, top: pin.top - raise, bottom: pin.bottom - raise },
];
const meet = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

test("pins that would cover each other stand above each other, the worst lowest", () => {
  const heads = [head(90), head(120), head(150)];
  const rows = rowsOf(heads, { frame });
  const boxes = heads.map((one, n) => up(one, rows[n]));

  assert.equal(rows[0].raise, 0);
  assert.ok(rows[0].raise < rows[1].raise && rows[1].raise < rows[2].raise);
  for (const [n, one] of boxes.entries())
    for (const other of boxes.slice(n + 1))
      assert.ok(!one.some((mine) => other.some((theirs) => meet(mine, theirs))), JSON.stringify(rows));
});

test("pins that do not touch stay where they are", () => {
  const rows = rowsOf([head(10, 60), head(100, 60), head(250, 60)], { frame });

  assert.deepEqual(
    rows.map(({ raise }) => raise),
    [0, 0, 0],
  );
});

test("the number of a room or door that is named is covered by no pin, also where another label must be", () => {
  const named = [{ left: 180, right: 210, top: 318, bottom: 333 }];
  const plain = Array.from({ length: 20 }, (_, n) => ({ left: 180, right: 210, top: n * 14, bottom: n * 14 + 12 }));
  const one = head(90);

  const [row] = rowsOf([one], { frame, named, plain });

  assert.ok(row.raise > 0);
  assert.ok(!up(one, row).some((box) => meet(box, named[0])));
});

test("a label that no one names sends no pin far up, where the next one would be out of sight", () => {
  const plain = [{ left: 180, right: 210, top: 302, bottom: 316 }];

  const [row] = rowsOf([head(90)], { frame, plain });

  assert.equal(row.raise, 0);
});

test("what the edge of the map would cut off moves in, and what is out of sight stays out", () => {
  assert.deepEqual(
    rowsOf([head(260), head(-60, 200, 100), head(500)], { frame }).map(({ shift }) => shift),
    [-78, 68, 0],
  );
});
