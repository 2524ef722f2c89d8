// What is said of all threats stands within the words for 9-1-1, and in an exercise before its closing line.

import assert from "node:assert/strict";
import test from "node:test";

import { withLine } from "/static/coordination/panic/dispatch_words.js";

test("it is the last line of what is read out", () => {
  assert.equal(
    withLine("ALARM\nInside: 112\nSilent.", "112 · 115: one threat."),
    "ALARM\nInside: 112\nSilent.\n112 · 115: one threat.",
  );
});

test("an exercise begins and ends with its own line", () => {
  const said = withLine("EXERCISE\nInside: 112\nEXERCISE", "112 · 115: one threat.");

  assert.deepEqual(said.split("\n"), ["EXERCISE", "Inside: 112", "112 · 115: one threat.", "EXERCISE"]);
});

test("of one threat alone nothing is added", () => {
  assert.equal(withLine("ALARM\nInside: 112", ""), "ALARM\nInside: 112");
  assert.equal(withLine("ALARM\nInside: 112"), "ALARM\nInside: 112");
});
