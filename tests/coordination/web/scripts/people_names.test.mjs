// Two people of one name in an agency are told apart, and everybody sees the same numbers.
import assert from "node:assert/strict";
import test from "node:test";
import { namesApart } from "../../../../coordination/web/static/coordination/incident/people/people_names.js";

const person = (id, name, { agency_id = "school", joined_at = "2026-11-24T10:00:00Z", callsign = null } = {}) => ({
  id,
  name,
  agency_id,
  joined_at,
  callsign,
});

test("who shares a name in an agency has a number in the order of coming, however it is spelled", () => {
  const people = [
    person("b", "sam super", { joined_at: "2026-11-24T10:05:00Z" }),
    person("a", "Sam Super"),
    person("c", "Ana Ruiz"),
  ];

  assert.deepEqual(Object.fromEntries(namesApart(people)), { a: "Sam Super (1)", b: "sam super (2)", c: "Ana Ruiz" });
});

test("another agency or a callsign tells them apart already", () => {
  const people = [
    person("a", "Sam Super"),
    person("b", "Sam Super", { agency_id: "police" }),
    person("c", "Sam Super", { callsign: "Car 4" }),
  ];

  assert.deepEqual([...namesApart(people).values()], ["Sam Super", "Sam Super", "Car 4 · Sam Super"]);
});
