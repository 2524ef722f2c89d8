// What the search form asks for, as the server reads it.

import assert from "node:assert/strict";
import test from "node:test";

import { queryOf } from "/static/coordination/search/timeline_search.js";

const NOTHING = { q: "", by: "", kinds: "", minutes: "", now: Date.UTC(2026, 0, 2, 3, 4, 5) };

test("a form that says nothing asks nothing, and marks alone are no words", () => {
  assert.equal(queryOf(NOTHING), "");
  assert.equal(queryOf({ ...NOTHING, q: " ¡!? " }), "");
});

test("each thing that is said is asked", () => {
  const query = new URLSearchParams(
    queryOf({
      ...NOTHING,
      q: " puerta 7 ",
      by: "p1",
      kinds: "marker_placed marker_moved",
      minutes: "15",
      box: [-98.5, 39.8, -98.4, 39.9],
    }),
  );

  assert.deepEqual(
    [...query],
    [
      ["q", "puerta 7"],
      ["by", "p1"],
      ["kind", "marker_placed"],
      ["kind", "marker_moved"],
      ["since", "2026-01-02T02:49:05.000Z"],
      ["bbox", "-98.500000,39.800000,-98.400000,39.900000"],
    ],
  );
});
