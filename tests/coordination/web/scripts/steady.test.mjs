import assert from "node:assert/strict";
import { test } from "node:test";
import { snapped, squared } from "/static/mapping/editor/steady.js";

// A map whose pixels are thousandths of a degree, north up.
const hand = {
  near: 10,
  pixel: ([x, y]) => ({ x: x * 1000, y: -y * 1000 }),
  lonlat: ({ x, y }) => [x / 1000, -y / 1000],
};
const ROOM = [
  [
    [0, 0],
    [0.1, 0],
    [0.1, 0.05],
    [0, 0.05],
    [0, 0],
  ],
];
const rounded = (at) => at?.map((one) => Number(one.toFixed(6))) ?? null;

test("a corner within reach is taken with its own numbers", () => {
  assert.equal(snapped([0.107, 0.054], ROOM, hand), ROOM[0][2]);
});

test("a corner goes before the wall that is nearer", () => {
  assert.equal(snapped([0.094, 0.0005], ROOM, hand), ROOM[0][1]);
});

test("a wall is met at its nearest point, and nothing where nothing is near", () => {
  assert.deepEqual(rounded(snapped([0.05, 0.006], ROOM, hand)), [0.05, 0]);
  assert.equal(snapped([0.05, 0.025], ROOM, hand), null);
  assert.equal(snapped([0.05, 0.025], [], hand), null);
});

test("beyond the end of a wall there is no wall", () => {
  assert.equal(snapped([0.12, 0], ROOM, hand), null);
});

test("what is nearly square or straight on becomes so, and a slanted wall stays", () => {
  const drawn = [
    [0, 0],
    [0.1, 0],
  ];
  assert.deepEqual(rounded(squared([0.104, 0.05], drawn, hand)), [0.1, 0.05]);
  assert.deepEqual(rounded(squared([0.2, -0.006], drawn, hand)), [0.2, 0]);
  assert.equal(squared([0.13, 0.05], drawn, hand), null);
});

test("square to a slanted wall, too", () => {
  const found = squared([0.02, 0.098], [[0, 0], [0.06, 0.06]], hand); // prettier-ignore
  assert.deepEqual(rounded(found), [0.021, 0.099]);
});

test("the last corner of a ring closes it at a right angle", () => {
  const drawn = [
    [0, 0],
    [0.1, 0],
    [0.1, 0.05],
  ];
  assert.deepEqual(rounded(squared([0.006, 0.052], drawn, hand)), [0, 0.05]);
  assert.deepEqual(rounded(squared([0.03, 0.052], drawn, hand)), [0.03, 0.05]);
});

test("of one point, and at the same place, nothing is known", () => {
  assert.equal(squared([0.1, 0.01], [[0, 0]], hand), null);
  assert.equal(squared([0.1, 0], [[0, 0], [0.1, 0]], hand), null); // prettier-ignore
});
