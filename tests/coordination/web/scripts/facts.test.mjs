// Which facts contradict each other, and that none is hidden because it is old.

import assert from "node:assert/strict";
import test from "node:test";

import { contradictions, isOld, standing } from "/static/coordination/facts/contradictions.js";
import { placed } from "/static/coordination/facts/facts_on_map.js";

const fact = (kind, value, more = {}) => ({
  kind,
  value,
  standing: "stands",
  pinned_at: "2026-11-24T15:00:00.000Z",
  ...more,
});

test("facts of one kind about one thing that differ contradict each other", () => {
  const facts = { a: fact("suspects", "1"), b: fact("suspects", "2"), c: fact("suspects", " 2 ") };

  const found = contradictions(facts);

  assert.deepEqual(found.get("a"), ["b", "c"]);
  assert.deepEqual(found.get("b"), ["a"]);
});

test("about another thing, of another kind, or with the same words they do not", () => {
  const facts = {
    a: fact("occupied_room", "children", { subject: "Room 112" }),
    b: fact("occupied_room", "empty", { subject: "Room 113" }),
    c: fact("breached_door", "open", { subject: "Room 112" }),
    d: fact("occupied_room", "Children", { subject: " room  112" }),
  };

  assert.equal(contradictions(facts).size, 0);
});

test("two dangers are two dangers unless they are about the same thing", () => {
  const facts = { a: fact("hazard", "gas"), b: fact("hazard", "smoke") };
  assert.equal(contradictions(facts).size, 0);

  const same = { a: fact("hazard", "gas", { subject: "Lab" }), b: fact("hazard", "smoke", { subject: "lab" }) };
  assert.equal(contradictions(same).size, 2);
});

test("what was superseded or withdrawn contradicts nothing, and what is old stands", () => {
  const facts = {
    a: fact("suspects", "1", { valid_until: "2020-01-01T00:00:00.000Z" }),
    b: fact("suspects", "2", { standing: "superseded" }),
    c: fact("suspects", "3", { standing: "withdrawn" }),
  };

  assert.deepEqual(
    standing(facts).map(([id]) => id),
    ["a"],
  );
  assert.equal(contradictions(facts).size, 0);
});

test("a fact is old news when its minutes are over, and not before", () => {
  assert.equal(isOld({ valid_minutes: 10 }, 599), false);
  assert.equal(isOld({ valid_minutes: 10 }, 600), true);
});

test("what stands and has a place is on the map, and nothing else", () => {
  const at = { lon: -98.5, lat: 39.8 };
  const facts = {
    a: fact("hazard", "gas", at),
    b: fact("hazard", "gas"),
    c: fact("hazard", "x", { ...at, standing: "withdrawn" }),
  };

  assert.deepEqual(
    placed(facts).map(([id]) => id),
    ["a"],
  );
});
