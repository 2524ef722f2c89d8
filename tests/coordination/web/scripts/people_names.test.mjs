// Two people of one name in an agency are told apart, and everybody sees the same numbers.
import assert from "node:assert/strict";
import test from "node:test";
import { namesApart, PeopleNames, plainName, shortName } from "/static/coordination/incident/people/people_names.js";

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

test("a pin, a list and a record number the same two people, and a third who comes gets the next number", () => {
  const log = { known: { people: { a: person("a", "Sam Super"), b: person("b", "Sam Super", { joined_at: "2026-11-24T10:05:00Z" }) } } }; // prettier-ignore
  const names = new PeopleNames(log);
  const said = (id) => [undefined, shortName, plainName].map((how) => names.of(id, how));

  assert.deepEqual(said("a"), ["Sam Super (1)", "Sam Super (1)", "Sam Super (1)"]);
  assert.deepEqual(said("b"), ["Sam Super (2)", "Sam Super (2)", "Sam Super (2)"]);
  assert.equal(names.of("c"), "");

  log.known = { people: { ...log.known.people, c: person("c", "SAM SUPER", { joined_at: "2026-11-24T10:06:00Z" }) } };

  assert.equal(names.of("c"), "SAM SUPER (3)");
});

test("two callsigns that are one are told apart on the map", () => {
  const log = { known: { people: { a: person("a", "Ana", { callsign: "Car 4" }), b: person("b", "Bo", { callsign: "Car 4" }) } } }; // prettier-ignore
  const names = new PeopleNames(log);

  assert.deepEqual(["a", "b"].map((id) => names.of(id, shortName)), ["Car 4 (1)", "Car 4 (2)"]); // prettier-ignore
  assert.equal(names.of("a"), "Car 4 · Ana");
});
