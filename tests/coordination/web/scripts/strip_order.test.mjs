// The strip belongs to its reader: each part has a place for each of the three, and what waits for one's own answer is
// never behind a "+4".

import assert from "node:assert/strict";
import test from "node:test";

import { inOrder, linesOf, readerOf } from "../../../../coordination/web/static/coordination/panic/strip_order.js";

const part = (kind, more = {}) => ({ kind, text: kind, ...more });
const ALARM = [
  part("message", { asksMe: true }),
  part("panic"),
  part("lockdown"),
  part("vacant", { isUntaken: true }),
  part("beside"),
  part("note"),
];
const kinds = (parts) => parts.map((one) => one.kind);

for (const [reader, expected] of Object.entries({
  school: ["lockdown", "message", "panic", "vacant", "beside", "note"],
  responder: ["panic", "message", "vacant", "lockdown", "beside", "note"],
  dispatch: ["vacant", "message", "panic", "lockdown", "beside", "note"],
}))
  test(`in a lockdown the ${reader} reads its own things first`, () => {
    assert.deepEqual(kinds(inOrder(ALARM, reader)), expected);
  });

for (const reader of ["school", "responder", "dispatch"]) {
  test(`what waits for an answer of the ${reader} is one of the two lines, whatever kind it is`, () => {
    for (const kind of ["message", "command", "beside", "panic", "mayday"]) {
      const others = ALARM.filter((one) => one.kind !== "message" && one.kind !== kind);
      const parts = inOrder([...others, part(kind, { asksMe: true })], reader);

      assert.ok(kinds(linesOf(parts, reader)).includes(kind), `${kind}: ${kinds(parts)}`);
    }
  });

  test(`what is real goes before everything of an exercise, for the ${reader}`, () => {
    assert.equal(inOrder([...ALARM, part("mayday", { isUntaken: true }), part("real")], reader)[0].kind, "real");
  });

  test(`a kind that nobody has heard of is shown last to the ${reader}, and not lost`, () => {
    assert.equal(inOrder([part("new"), ...ALARM], reader).at(-1).kind, "new");
  });
}

test("a directive is not cut for news, and who comes to help reads a second danger below the place", () => {
  const calm = ALARM.filter((one) => !one.asksMe);

  assert.deepEqual(kinds(linesOf(inOrder(calm, "school"), "school")), ["lockdown"]);
  assert.deepEqual(kinds(linesOf(inOrder(calm, "responder"), "responder")), ["panic", "vacant"]);
  assert.deepEqual(kinds(linesOf(inOrder(calm, "dispatch"), "dispatch")), ["vacant", "panic"]);
});

test("a dispatcher is no responder, and whoever leads a district reads what a school reads", () => {
  assert.equal(readerOf({ audiences: ["everyone", "responders", "command"] }, "dispatch"), "dispatch");
  assert.equal(readerOf({ audiences: ["everyone", "responders"] }, "police"), "responder");
  assert.equal(readerOf({ audiences: ["everyone", "school", "command"] }, "district"), "school");
  // Of whom the log says nothing yet: their audiences do.
  assert.equal(readerOf({ audiences: ["everyone", "responders"] }, undefined), "responder");
});
