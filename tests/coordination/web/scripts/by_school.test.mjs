// Of which school an entry is, as by_school.py says it: the same cases, with rules that its test compares with the server's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { schoolIdOf, schoolsIn } from "/static/coordination/timeline/by_school.js";
import { loadLineRules } from "/static/coordination/timeline/entry_words.js";

const { schools, levels, rules, known, cases } = JSON.parse(
  readFileSync(new URL("./by_school_cases.json", import.meta.url), "utf8"),
);
loadLineRules(rules);
const { own, ...others } = schools;
const sites = Object.fromEntries(
  Object.entries(others).map(([id, one]) => [id, { site: one.name, school_id: one.school_id }]),
);
const log = {
  objects: (kind) => (kind === "sites" ? sites : (known[kind] ?? {})),
  object: (kind, id) => known[kind]?.[id] ?? null,
};
const room = { log, siteId: "own", siteName: own.name, siteAgencyIds: [own.school_id, "district"] };

for (const [name, type, fields, [agency_id, agency_kind], expected] of cases)
  test(name, () => {
    const content = { by: { agency_id, agency_kind }, event: { type, ...fields }, patch: {} };

    assert.equal(
      schoolIdOf(content, room, (levelId) => levels[levelId]),
      expected,
    );
  });

test("the own school comes first, then the others by name", () => {
  assert.deepEqual(
    schoolsIn(room).map(({ id }) => id),
    ["own", "annex", "field", "hill"],
  );
});

test("an incident at one school has nothing to choose", () => {
  assert.deepEqual(schoolsIn({ ...room, log: { ...log, objects: () => ({}) } }), []);
});
