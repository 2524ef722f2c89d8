// First actions in the strip: for who leads where it is, in the first minutes, and never to people who hide.

import assert from "node:assert/strict";
import test from "node:test";

import { isAdvisedFirst, wordingsOfAdvice } from "/static/coordination/first_actions/advice_part.js";
import { SiteClock } from "/static/coordination/clock.js";

const OPENED_AT = "2026-11-24T15:00:00.000Z";
const PRINCIPAL = { is_of_site: true, may_command: true, audiences: ["everyone", "school"], site_id: "site" };

/** @param {{ me?: object, minutes?: number, isOpen?: boolean, actions?: object[] }} [how] */
const room = ({ me = {}, minutes = 14, isOpen = true, actions = [] } = {}) => ({
  me: { ...PRINCIPAL, ...me },
  isOpen,
  siteId: "site",
  incident: { opened_at: OPENED_AT },
  clock: new SiteClock({ now: () => Date.parse(OPENED_AT) + minutes * 60_000 }),
  log: { objects: (key) => (key === "response_actions" ? { ...actions } : {}) },
});

test("who leads the school reads it for fifteen minutes", () => {
  assert.equal(isAdvisedFirst(room()), true);
  assert.equal(isAdvisedFirst(room({ minutes: 15 })), false);
  assert.equal(isAdvisedFirst(room({ isOpen: false })), false);
  assert.equal(isAdvisedFirst({ ...room(), incident: null }), false);
});

for (const [who, me] of Object.entries({
  "a teacher": { may_command: false },
  "a responder": { is_of_site: false, audiences: ["everyone", "responders"] },
  "a police officer of the district's own": { audiences: ["everyone", "school", "responders"] },
  "a dispatcher": { is_of_site: false, audiences: ["everyone"] },
  "the principal of a school that joined": { is_of_site: false, site_id: "joined" },
}))
  test(`${who} reads it in Actions alone`, () => {
    assert.equal(isAdvisedFirst(room({ me })), false);
  });

test("a school that had a lockdown is not told to go out, and another's lockdown or action changes nothing", () => {
  const is = (...actions) => isAdvisedFirst(room({ actions }));

  assert.equal(is({ kind: "lockdown", status: "in_force" }), false);
  assert.equal(is({ kind: "lockdown", status: "released", site_id: "site" }), false);
  assert.equal(is({ kind: "lockdown", status: "in_force", site_id: "joined" }), true);
  assert.equal(is({ kind: "evacuate", status: "in_force" }), true);
});

test("a step stands whole or is counted, and where none has room it says of what type it is", () => {
  assert.deepEqual(wordingsOfAdvice("First actions", { of: "Gas leak", steps: ["Go out. Ring no bell.", "Call."] }), [
    "First actions: Go out. Ring no bell. Call.",
    "First actions: Go out. Ring no bell. +1",
    "First actions · Gas leak",
  ]);
});
