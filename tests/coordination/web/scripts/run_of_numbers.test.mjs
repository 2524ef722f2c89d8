import assert from "node:assert/strict";
import { test } from "node:test";
import { numberAfter } from "/static/mapping/editor/numbers.js";

test("the last digits count on, by one or two, and keep their width", () => {
  assert.equal(numberAfter("101", 1), "102");
  assert.equal(numberAfter("101", 2), "103");
  assert.equal(numberAfter("A-09", 1), "A-10");
  assert.equal(numberAfter("099", 1), "100");
  assert.equal(numberAfter("2.14b", 2), "2.16b");
  assert.equal(numberAfter("B2-007", 1), "B2-008");
});

test("without digits there is no next number", () => {
  assert.equal(numberAfter("Gym", 1), "");
  assert.equal(numberAfter("", 1), "");
});
