// What the reader does now: of the parts of the strip those that say a task, in the reader's own order.

import assert from "node:assert/strict";
import test from "node:test";

import { decisionsOf, ordersRow, taskRow, tasksOf } from "/static/coordination/strip/own_task.js";
import { inOrder, linesOf } from "/static/coordination/strip/strip_order.js";
import { bySentences } from "/static/coordination/strip/strip_wording.js";

const part = (kind, more = {}) => ({ kind, text: kind, ...more });
const ALARM = [
  part("message", { asksMe: true, task: "answer" }),
  part("panic"),
  part("lockdown", { task: "duty" }),
  part("vacant", { isUntaken: true, task: "may take" }),
];

for (const [reader, expected] of Object.entries({
  school: ["duty", "answer", "may take"],
  responder: ["answer", "may take", "duty"],
  dispatch: ["may take", "answer", "duty"],
}))
  test(`the ${reader} is told its tasks in its own order`, () => {
    assert.deepEqual(tasksOf(inOrder(ALARM, reader)), expected);
  });

test("the row says the first and the next, and where nothing is one's to do, that", () => {
  assert.deepEqual(taskRow(ALARM, "none"), { first: "answer", next: "duty", asks: ["answer"] });
  const none = { first: "none", next: "", asks: ["none"] };
  assert.deepEqual(taskRow([part("panic"), part("lockdown", { task: "" })], "none"), none);
});

test("in short it says the first task as that part says it in short", () => {
  const parts = [part("panic"), part("vacant", { task: "no one commands: you may", ask: "take command" }), ...ALARM];

  assert.deepEqual(taskRow(parts, "none").asks, ["take command"]);
});

test("what waits for a decision is said once by kind, with its number, the most pressing first, until it is decided", () => {
  const message = part("message", { decisions: ["message"] });
  const panic = part("panic", { decisions: ["all_clear", "unsure"] });

  assert.deepEqual(decisionsOf([message, message, panic, part("lockdown")]), [
    ["all_clear", 1],
    ["message", 2],
    ["unsure", 1],
  ]);
  assert.deepEqual(decisionsOf([part("panic", { decisions: ["unsure"] })]), [["unsure", 1]]);
  assert.deepEqual(decisionsOf([part("panic"), part("mayday", { decisions: [] })]), []);
});

test("a responder's second line is what they do, rather than a danger that is not theirs to mend", () => {
  const calm = [part("panic"), part("vacant"), part("lockdown", { task: "duty" })];

  assert.deepEqual(
    linesOf(inOrder(calm, "responder"), "responder").map((one) => one.kind),
    ["panic", "lockdown"],
  );
});

test("who takes their task from another reads that first, but for what waits for their own answer", () => {
  const from = ["take it from Ray.", "take it from command.", "command."];
  const rowOf = (parts) => ordersRow(parts, taskRow(parts, "none"), from);
  const [answer, panic, lockdown] = ALARM;

  assert.deepEqual(rowOf([panic]), { first: from[0], next: "", asks: from });
  assert.deepEqual(rowOf([panic, lockdown]), {
    first: "take it from Ray. duty",
    next: "",
    asks: ["take it from Ray. duty", ...from],
  });
  assert.deepEqual(rowOf([answer, lockdown]), { first: "answer", next: from[0], asks: ["answer"] });
});

test("who commands gives tasks, and opens no rooms; what waits for their answer goes before it", () => {
  const rowOf = (parts) => ordersRow(parts, taskRow(parts, "none"), ["give tasks."], { isAlone: true });
  const [answer, panic, lockdown] = ALARM;

  assert.deepEqual(rowOf([panic, lockdown]), { first: "give tasks.", next: "", asks: ["give tasks."] });
  assert.deepEqual(rowOf([answer, lockdown]), { first: "answer", next: "give tasks.", asks: ["answer"] });
  const other = part("message", { asksMe: true, task: "answer this" });
  assert.deepEqual(rowOf([answer, lockdown, other]), { first: "answer", next: "answer this", asks: ["answer"] });
});

test("a duty becomes shorter by whole sentences, and what is never said alone stays together", () => {
  const duty = "Lock your door. Danger in the room: get out. Lights out.";

  assert.deepEqual(bySentences(duty), [duty, "Lock your door. Danger in the room: get out.", "Lock your door."]);
  assert.deepEqual(bySentences(duty, 2), [duty, "Lock your door. Danger in the room: get out."]);
  assert.deepEqual(bySentences("One.", 2), ["One."]);
});
