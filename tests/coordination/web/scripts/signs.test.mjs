// A sign says what a call is: who is hurt is never counted under the sign of a threat.

import assert from "node:assert/strict";
import test from "node:test";

import { signOf, signsOf } from "/static/coordination/standing/standing.js";

const kinds = (...names) => names.map((kind) => ({ kind }));

test("who is hurt has a sign of their own, wherever it was said", () => {
  assert.deepEqual(
    ["medical", "room_medical", "room_help"].map((kind) => signOf({ kind })),
    ["✚", "✚", "!"],
  );
});

test("what threatens, and what no one has heard of, has the sign of a danger", () => {
  for (const kind of ["active_threat", "fire", "mayday", "new"]) assert.equal(signOf({ kind }), "▲");
});

test("on a floor each sign is counted by itself, the worst first", () => {
  assert.deepEqual(signsOf(kinds("active_threat", "fire", "medical")), [
    ["▲", 2],
    ["✚", 1],
  ]);
  assert.deepEqual(signsOf(kinds("medical")), [["✚", 1]]);
  assert.deepEqual(signsOf([]), []);
});
