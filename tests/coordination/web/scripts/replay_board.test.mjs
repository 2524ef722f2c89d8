// The board of a replay says who held which function and role, and how a reunification stood, as the fold has it.

import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { documentElement: { lang: "es" }, getElementById: () => null, readyState: "complete" };

const { boardOf } = await import("/static/coordination/replay/board.js");
const { loadWords } = await import("/static/coordination/words.js");

loadWords({
  "casualties.total": "{n} casualties",
  "replay.function_vacant": "{name}: vacant",
  "replay.role_ticked": "{role} · {n} · {step}",
  "replay.role_aside": "{role}: {name} cannot",
  lists: {
    casualty_category: { immediate: "Immediate", minimal: "Minimal" },
    staff_function: { operations: "Operations", division: "Division", safety: "Safety" },
    reunification_state: { open: "Open", closed: "Closed" },
    reunification_role: { greeter: "Greeter" },
    student_group: { here: "Here", reunited: "Reunited", missing: "Missing" },
  },
});

const NAMES = { p1: "Captain", p2: "Teacher" };

function linesOf(title, objects) {
  const room = {
    incident: null,
    log: { objects: (key) => objects[key] ?? {} },
    names: { of: (id) => NAMES[id] },
    nameOf: (id) => NAMES[id] ?? "",
  };
  return boardOf(room)
    .find((part) => part.title === title)
    ?.lines.map(({ text, since }) => [text, since]);
}

test("functions that are held and given up", () => {
  const staff_functions = {
    a: { function: "operations", holder: "p1", since: "10:01" },
    b: { function: "division", subdivision: "A", holder: "p2", since: "10:02" },
    c: { function: "safety", vacant_since: "10:03" },
  };

  assert.deepEqual(linesOf("replay staff", { staff_functions }), [
    ["Division · A: Teacher", "10:02"],
    ["Operations: Captain", "10:01"],
    ["Safety: vacant", "10:03"],
  ]);
});

test("steps of role cards in the reader's language, the last one in its words, and who stood aside", () => {
  const role = { role: "lead", role_words: "Lead", role_words_in: { es: "Jefa" } };
  const role_ticks = {
    a: { ...role, step: 2, words: "Second", words_in: { es: "Segundo" }, ticked_at: "10:05" },
    b: { ...role, step: 1, words: "First", words_in: {}, ticked_at: "10:04" },
  };
  const roles_aside = { a: { role: "medic", role_words: "Nurse", participant_id: "p2", said_at: "10:06" } };

  assert.deepEqual(linesOf("replay role cards", { role_ticks, roles_aside }), [
    ["Jefa · 2 · Segundo", "10:05"],
    ["Nurse: Teacher cannot", "10:06"],
  ]);
});

test("the newest reunification with its numbers and its own roles alone", () => {
  const reunifications = {
    old: { state: "closed", place: "Church", opened_at: "10:00", closed_at: "10:10", here: 0, reunited: 9 },
    new: { state: "open", place: "Hall B", opened_at: "11:00", here: 3, reunited: 0, missing: 1 },
  };
  const reunification_roles = {
    a: { operation_id: "old", role: "greeter", participant_id: "p1", given_at: "10:01" },
    b: { operation_id: "new", role: "greeter", participant_id: "p2", given_at: "11:01" },
  };

  assert.deepEqual(linesOf("replay reunification", { reunifications, reunification_roles }), [
    ["Open · Hall B", "11:00"],
    ["Here: 3 · Missing: 1", undefined],
    ["Greeter: Teacher", "11:01"],
  ]);
});

test("casualties as counts, and nothing where the reader has none", () => {
  const casualty_counts = {
    i: { counts: { immediate: { found: 2 }, minimal: { released: 1 } }, children: {}, counted_at: "10:07" },
  };

  assert.deepEqual(linesOf("replay casualties", { casualty_counts }), [
    ["3 casualties · ▲ Immediate: 2 · ● Minimal: 1", "10:07"],
  ]);
  for (const part of ["casualties", "reunification", "role cards"])
    assert.equal(linesOf(`replay ${part}`, {}), undefined);
  assert.deepEqual(linesOf("replay staff", {}), []);
});
