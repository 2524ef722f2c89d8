// What the reader does now: of the parts of the strip those that say a task, in the reader's own order.

import assert from "node:assert/strict";
import test from "node:test";

import { taskRow, tasksOf } from "../../../../coordination/web/static/coordination/panic/own_task.js";
import { inOrder, linesOf } from "../../../../coordination/web/static/coordination/panic/strip_order.js";

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
  assert.deepEqual(taskRow(ALARM, "none"), { first: "answer", next: "duty" });
  assert.deepEqual(taskRow([part("panic"), part("lockdown", { task: "" })], "none"), { first: "none", next: "" });
});

test("a responder's second line is what they do, rather than a danger that is not theirs to mend", () => {
  const calm = [part("panic"), part("vacant"), part("lockdown", { task: "duty" })];

  assert.deepEqual(
    linesOf(inOrder(calm, "responder"), "responder").map((one) => one.kind),
    ["panic", "lockdown"],
  );
});
