// Which steps of a role card are to be done now, which are open, and since when.

import assert from "node:assert/strict";
import test from "node:test";
import { actionsOn, openSteps, stepsNow } from "/static/coordination/role_cards/role_steps.js";

const AT = (n) => `2026-11-24T15:0${n}:00.000Z`;
const action = (kind, status = "in_force", more = {}) => ({ kind, status, initiated_at: AT(1), ...more });
const step = (number, phase, of = null) => ({ number, phase, action: of, words: `step ${number}` });
const CUSTODIAN = {
  role: "custodian",
  is_of_one: true,
  people_here: 1,
  steps: [
    step(2, "first_minute", "evacuate"),
    step(3, "first_minute", "lockdown"),
    step(4, "next_ten"),
    step(5, "next_ten", "reunify"),
    step(6, "after"),
  ],
};
const numbers = (steps) => steps.map((one) => one.step.number);

test("a step of an action is there while it is on, and one of none always", () => {
  const here = (actions) => numbers(stepsNow(CUSTODIAN, { ticks: [], actions, openedAt: AT(0) }));
  assert.deepEqual(here([]), [4]);
  assert.deepEqual(here([action("lockdown")]), [3, 4]);
  assert.deepEqual(here([action("evacuate")]), [2, 4, 5]);
  assert.deepEqual(here([action("lockdown", "released", { released_at: AT(5) })]), [4, 5, 6]);
  assert.deepEqual(here([action("hold", "released", { released_at: AT(5) })]), [4, 6]);
});

test("what was ticked stays in sight, and is not open", () => {
  const ticks = [{ role: "custodian", step: 3, ticked_by: "p", ticked_at: AT(2) }];
  const steps = stepsNow(CUSTODIAN, { ticks, actions: [action("evacuate")], openedAt: AT(0) });
  assert.deepEqual(numbers(steps), [2, 3, 4, 5]);
  assert.deepEqual(numbers(openSteps(steps)), [4, 2, 5]);
});

test("of what several do one's own ticks count, and for command those of all who are there", () => {
  const teacher = { ...CUSTODIAN, role: "teacher", is_of_one: false, people_here: 2 };
  const ticks = [{ role: "teacher", step: 4, ticked_by: "a", ticked_at: AT(2) }];
  const open = (participantId, given = ticks) =>
    numbers(openSteps(stepsNow(teacher, { ticks: given, actions: [], openedAt: AT(0), participantId })));
  assert.deepEqual(open("a"), []);
  assert.deepEqual(open("b"), [4]);
  assert.deepEqual(open(undefined), [4]);
  assert.deepEqual(open(undefined, [...ticks, { ...ticks[0], ticked_by: "b" }]), []);
});

test("each school of an incident does what is called there, and has its own ticks", () => {
  const actions = [action("lockdown"), action("evacuate", "in_force", { site_id: "hill" })];
  const ticks = [{ role: "custodian", site_id: "hill", step: 4, ticked_by: "p", ticked_at: AT(2) }];
  const open = (site_id) =>
    numbers(openSteps(stepsNow({ ...CUSTODIAN, site_id }, { ticks, actions, openedAt: AT(0) })));
  assert.deepEqual(open(null), [4, 3]);
  assert.deepEqual(open("hill"), [2, 5]);
});

test("an action is on since it first began", () => {
  const on = actionsOn([action("hold", "in_force", { initiated_at: AT(3) }), action("hold")]);
  assert.equal(on.get("hold"), AT(1));
  assert.equal(on.has("after"), false);
});
