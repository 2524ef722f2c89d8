// The strip belongs to its reader: each part has a place for each of the three, and what waits for one's own answer is
// never behind a "+4".

import assert from "node:assert/strict";
import test from "node:test";

import { inOrder, lineOfPlace, linesOf, moreOf, readerOf } from "/static/coordination/strip/strip_order.js";

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

  test(`command that is offered to the ${reader} goes before a message to everybody`, () => {
    const offered = part("command", { asksMe: true });
    const parts = inOrder([...ALARM.filter(({ kind }) => kind !== "vacant"), offered], reader);

    assert.ok(linesOf(parts, reader).includes(offered), `${kinds(parts)}`);
  });

  test(`what is real goes before everything of an exercise, for the ${reader}`, () => {
    assert.equal(inOrder([...ALARM, part("mayday", { isUntaken: true }), part("real")], reader)[0].kind, "real");
  });

  test(`a kind that no one has heard of is shown last to the ${reader}, and not lost`, () => {
    assert.equal(inOrder([part("new"), ...ALARM], reader).at(-1).kind, "new");
  });
}

for (const reader of ["school", "responder", "dispatch"]) {
  test(`where the worst alarm is stands in a line of the ${reader}, whatever waits for them`, () => {
    const asking = ["message", "command", "beside", "mayday"].map((kind) => part(kind, { asksMe: true }));
    for (const waits of [null, ...asking])
      for (const more of [[], [part("mayday")], [part("real")]]) {
        const calm = ALARM.filter((one) => !one.asksMe);
        const parts = inOrder([...calm, ...more, ...(waits ? [waits] : [])], reader);
        const lines = linesOf(parts, reader);
        const named = lineOfPlace(parts, lines);

        assert.ok(kinds(lines).includes("panic") !== named >= 0, `${kinds(lines)}: ${named}`);
        assert.ok(named < lines.length);
        assert.notEqual(kinds(lines)[named], "lockdown");
      }
    assert.equal(lineOfPlace([part("message")], [part("message")]), -1);
  });
}

test("a message is not taken for one about the room, where no one has taken something", () => {
  const lines = linesOf(inOrder(ALARM, "dispatch"), "dispatch");

  assert.deepEqual([kinds(lines), lineOfPlace(ALARM, lines)], [["vacant", "message"], 0]);
});

test("below a directive stands where it is, and who comes to help reads a second danger below the place", () => {
  const calm = ALARM.filter((one) => !one.asksMe);

  assert.deepEqual(kinds(linesOf(inOrder(calm, "school"), "school")), ["lockdown", "panic"]);
  assert.deepEqual(kinds(linesOf(inOrder(calm, "responder"), "responder")), ["panic", "vacant"]);
  assert.deepEqual(kinds(linesOf(inOrder(calm, "dispatch"), "dispatch")), ["vacant", "panic"]);
});

test("what is advised first stands behind all that waits or is a danger, and is the school's second line where none is", () => {
  const parts = inOrder([part("advice"), ...ALARM], "school");

  assert.deepEqual(kinds(parts), ["lockdown", "message", "panic", "vacant", "advice", "beside", "note"]);
  assert.deepEqual(kinds(linesOf(parts, "school")), ["lockdown", "message"]);
  const calm = inOrder([part("beside"), part("advice"), part("vacant")], "school");
  assert.deepEqual(kinds(linesOf(calm, "school")), ["vacant", "advice"]);
  const alone = inOrder([part("advice"), part("panic"), part("response")], "school");
  assert.deepEqual(kinds(linesOf(alone, "school")), ["response", "panic"]);
  assert.deepEqual(moreOf(alone, linesOf(alone, "school")), { key: "alarm.more_advice", n: 1 });
});

test("what is behind the strip is said by what it is, where it is one thing, and nothing where nothing is", () => {
  const lines = [part("panic"), part("vacant")];
  const behind = (...kinds) => moreOf([...lines, ...kinds.map((one) => part(one))], lines);

  assert.equal(behind(), null);
  assert.deepEqual(behind("lockdown"), { key: "alarm.more_lockdown", n: 1 });
  assert.deepEqual(behind("mayday"), { key: "alarm.more_call", n: 1 });
  assert.deepEqual(behind("a kind that no one has heard of"), { key: "alarm.more", n: 1 });
  assert.deepEqual(behind("lockdown", "note"), { key: "alarm.more", n: 2 });
});

test("a dispatcher is no responder, and whoever leads a district reads what a school reads", () => {
  assert.equal(readerOf({ audiences: ["everyone", "responders", "command"] }, "dispatch"), "dispatch");
  assert.equal(readerOf({ audiences: ["everyone", "responders"] }, "police"), "responder");
  assert.equal(readerOf({ audiences: ["everyone", "school", "command"] }, "district"), "school");
  // Of whom the log says nothing yet: their audiences do.
  assert.equal(readerOf({ audiences: ["everyone", "responders"] }, undefined), "responder");
});
