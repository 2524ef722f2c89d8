// Signs of rooms side by side: none lies on another, and what is worse is never hidden by what is not.

import assert from "node:assert/strict";
import test from "node:test";

import { signsApart } from "/static/coordination/map/room_looks.js";

const box = (left, top, rank = 2) => ({ left, top, right: left + 28, bottom: top + 22, rank });

test("signs that touch none are all drawn, in whichever order they come", () => {
  assert.deepEqual(signsApart([box(100, 0), box(0, 0), box(28, 0), box(0, 22)]), [true, true, true, true]);
  assert.deepEqual(signsApart([]), []);
});

test("of rooms that are equally bad and too near, none is drawn", () => {
  assert.deepEqual(signsApart([box(0, 0), box(20, 0), box(40, 0), box(90, 0)]), [false, false, false, true]);
});

test("the worst is drawn among those that are not, unless one as bad is beside it", () => {
  assert.deepEqual(signsApart([box(0, 0), box(10, 0, 0), box(20, 0), box(30, 30)]), [false, true, false, true]);
  assert.deepEqual(signsApart([box(10, 0, 0), box(0, 0, 0), box(60, 0)]), [false, false, true]);
});

test("a wide sign reaches over narrow ones that begin after it", () => {
  const wide = { left: 0, top: 0, right: 56, bottom: 22, rank: 2 };
  assert.deepEqual(signsApart([wide, box(2, 40), box(50, 0, 1), box(57, 0)]), [false, true, true, false]);
});

test("a whole floor of cleared rooms in a small picture has no signs, and its one hazard has", () => {
  const floor = Array.from({ length: 400 }, (_, at) => box((at % 40) * 9, Math.floor(at / 40) * 9, at === 150 ? 0 : 5));
  const drawn = signsApart(floor).flatMap((one, at) => (one ? [at] : []));
  assert.deepEqual(drawn, [150]);
});
