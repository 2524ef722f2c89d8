// Which room comes next, what an area has, and how far a floor is: the page says what the server says
// (tests/coordination/incident/room_search/test_search_rules.py).

import assert from "node:assert/strict";
import test from "node:test";

import {
  floorsSearched,
  inNaturalOrder,
  isInArea,
  nextRoom,
  SIGNS,
} from "/static/coordination/room_search/search_rooms.js";

const space = (number, more = {}) => ({
  space_id: number,
  room: number,
  number,
  level_id: "ground",
  level: "Ground",
  building: "Main",
  ...more,
});
const WALK = ["101", "102", "103"].map((one) => space(one));
const marked = (state) => ({ state, room: "", level_id: "ground", marked_by: "", marked_at: "" });

test("the next room is the next that is not searched, and after the last comes the first", () => {
  const searches = { 102: marked("cleared"), 103: marked("hazard") };

  assert.equal(nextRoom(WALK, searches, "101").space_id, "103");
  assert.equal(nextRoom(WALK, searches, "103").space_id, "101");
  assert.equal(nextRoom(WALK, searches, null).space_id, "101");
});

test("where all are searched there is no next room", () => {
  const all = Object.fromEntries(WALK.map(({ space_id }) => [space_id, marked("secured")]));

  assert.equal(nextRoom(WALK, all, "101"), null);
});

test("a floor is whole only when every room is cleared or secured", () => {
  const searches = { 101: marked("cleared"), 102: marked("secured"), 103: marked("in_progress") };

  assert.equal(floorsSearched(WALK, searches)[0].percent, 66);
  assert.equal(floorsSearched(WALK, { ...searches, 103: marked("cleared") })[0].percent, 100);
});

for (const [number, area, expected] of [
  ["B114", { wing: "b" }, true],
  ["A114", { wing: "b" }, false],
  ["B10", { first_room: "B9", last_room: "B10" }, true],
  ["B11", { first_room: "B9", last_room: "B10" }, false],
  ["", { first_room: "1" }, false],
  ["", {}, true],
])
  test(`${number || "no number"} in ${JSON.stringify(area)}: ${expected}`, () => {
    assert.equal(isInArea(space(number), { level_id: "ground", name: "", team: "", ...area }), expected);
  });

test("an area has no room of another floor", () => {
  assert.equal(isInArea(space("101", { level_id: "upper" }), { level_id: "ground", name: "", team: "" }), false);
});

test("numbers are in the order of people, and every state has a sign of its own", () => {
  for (const [less, more] of [
    ["B9", "B10"],
    ["9", "A1"],
    ["", "1"],
    ["101", "101a"],
  ])
    assert.ok(inNaturalOrder(less, more) < 0);
  assert.equal(new Set(Object.values(SIGNS)).size, 7);
});
