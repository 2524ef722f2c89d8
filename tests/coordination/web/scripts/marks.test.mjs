// The number of a room that someone calls from is read on the plan, however small the room is drawn.

import assert from "node:assert/strict";
import test from "node:test";

const shown = new Set();
const called = new Set();
globalThis.document = { createElement: () => ({ getContext: () => ({}) }) };
globalThis.L = {
  divIcon: (icon) => icon,
  marker: (_at, { icon }) => ({
    addTo: () => shown.add(icon.html),
    remove: () => [shown, called].map((one) => one.delete(icon.html)),
    getElement: () => ({
      classList: { toggle: (_name, is) => (is ? called.add(icon.html) : called.delete(icon.html)) },
    }),
  }),
};
const { Marks } = await import("/static/mapping/plan/marks.js");

// One pixel for each degree; a point knows only what is asked of it here.
const point = (x, y) => ({ x, y, subtract: (other) => point(x - other.x, y - other.y) });
const map = { on: () => {}, getZoom: () => 18, latLngToLayerPoint: ([lat, lon]) => point(lon, -lat) };
const label = (id, rank, lon) => ({
  id,
  at: [lon, 0],
  clearance: 2,
  room: [lon - 4, -4, lon + 4, 4],
  rank,
  fromZoom: 16,
  looks: [
    { element: `${id} with its name`, width: 40, height: 30 },
    { element: id, width: 20, height: 15 },
  ],
});

test("a room that is too small for its number shows it while someone calls from there, and no longer", () => {
  const marks = new Marks(map, "plan-marks");
  marks.show([label("112", 300, 0), label("113", 300, 100)]);
  assert.deepEqual([...shown], []);

  marks.name(["113"]);
  assert.deepEqual([...shown], ["113"]);
  marks.name([]);
  assert.deepEqual([...shown], []);
});

test("a number that is shown anyway is marked while someone calls from its room, and no longer", () => {
  const marks = new Marks(map, "plan-marks");
  const large = { ...label("112", 300, 0), room: [-90, -90, 90, 90], clearance: 90 };
  marks.show([large]);
  assert.deepEqual([...called], []);

  marks.name(["112"]);
  assert.deepEqual([...called], ["112 with its name"]);
  marks.name([]);
  assert.deepEqual([...called], []);
  marks.show([]);
});

test("it goes before what else would stand there", () => {
  const marks = new Marks(map, "plan-marks");
  const door = { at: [104, 0], rank: 1, fromZoom: 16, looks: [{ element: "door 4", width: 20, height: 20 }] };
  marks.show([door, label("113", 300, 100)]);
  assert.deepEqual([...shown], ["door 4"]);

  marks.name(["113"]);
  assert.deepEqual([...shown], ["113"]);
});
