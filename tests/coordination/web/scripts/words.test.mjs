// Words with what people typed into them: each sentence ends once, as in sentences.py.
import assert from "node:assert/strict";
import test from "node:test";
import { filledIn, sentences } from "/static/coordination/words.js";

const ALL_CLEAR = "Proposes the all clear: {reason}. A second person must confirm.";

for (const [reason, end] of [
  ["It was a door", "."],
  ["It was a door.", "."],
  ["It was a door. ", "."],
  ["Who was it?", "?"],
])
  test(`what is filled in ends its sentence once: ${reason}`, () => {
    const said = filledIn(ALL_CLEAR, () => reason);

    assert.equal(said, `Proposes the all clear: ${reason.replace(/[.?]? ?$/, "")}${end} A second person must confirm.`);
  });

test("a stop that ends no sentence stays", () => {
  assert.equal(
    filledIn("{name}.pdf", () => "Plan no."),
    "Plan no..pdf",
  );
});

test("sentences are joined with one end each", () => {
  assert.equal(sentences(["Door 4", "", "Lincoln H.S."]), "Door 4. Lincoln H.S.");
});
