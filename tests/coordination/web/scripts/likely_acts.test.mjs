// Which acts stand in sight: for each who reads an incident, as it stands; what may not be done is not among them.

import assert from "node:assert/strict";
import test from "node:test";

import { likelyActs, mainAct } from "/static/coordination/incident/acts/likely_acts.js";

const ME = "me";
const SCHOOL = ["everyone", "school"];
const RESPONDERS = ["everyone", "responders"];
// Each as the page knows them: whose strip it is, their audiences, whether they have a command role.
const WHO = {
  teacher: ["school", { audiences: SCHOOL, may_command: false }],
  nurse: ["school", { audiences: SCHOOL, may_command: false }],
  principal: ["school", { audiences: SCHOOL, may_command: true }],
  superintendent: ["school", { audiences: SCHOOL, may_command: true }],
  sro: ["responder", { audiences: RESPONDERS, may_command: false }],
  patrol: ["responder", { audiences: RESPONDERS, may_command: false }],
  medic: ["responder", { audiences: RESPONDERS, may_command: false }],
  chief: ["responder", { audiences: RESPONDERS, may_command: true }],
  guest: ["responder", { audiences: RESPONDERS, may_command: false }],
  dispatcher: ["dispatch", { audiences: RESPONDERS, may_command: true }],
};
// Of those who come to help: what their agency does.
const KINDS = { sro: "police", patrol: "police", medic: "ems", chief: "fire", guest: "sheriff" };
const LOCKDOWN = { response_actions: { a: { kind: "lockdown", status: "in_force" } } };
const PRESS = { panic_alerts: { p: { kind: "active_threat" } } };
const MINE = { incident_command: { i: { commanders: { [ME]: "2026-01-01T00:00:00Z" } } } };
const here = (who, objects, isOpen = true) => ({
  me: { participant_id: ME, ...WHO[who][1] },
  isOpen,
  log: { objects: (key) => objects[key] ?? (key === "people" ? { [ME]: { agency_kind: KINDS[who] } } : {}) },
});
const has = () => true;
const inHand = (who, objects, parts = [], isOpen = true) =>
  mainAct(here(who, objects, isOpen), WHO[who][0], parts, has);
const first = (who, objects) => likelyActs(here(who, objects), WHO[who][0], has);

for (const [who, [reader]] of Object.entries(WHO)) {
  test(`the ${who} has two or three acts in sight, in every state`, () => {
    for (const objects of [{}, PRESS, { ...PRESS, ...LOCKDOWN }, { ...PRESS, ...MINE }])
      assert.ok([2, 3].includes(first(who, objects).length), JSON.stringify(first(who, objects)));
  });

  test(`in an alarm the main button of the ${who} begins with no places`, () => {
    for (const objects of [PRESS, { ...PRESS, ...LOCKDOWN }, { ...PRESS, ...MINE }])
      assert.notEqual(inHand(who, objects), "ground");
  });

  test(`what waits for the ${who} goes before what is likely`, () => {
    const waits = [{ kind: "lockdown" }, { kind: "message", asksMe: true }];

    assert.equal(mainAct(here(who, PRESS), reader, waits, has), "answer");
    const par = { kind: "par", asksMe: true };
    assert.equal(mainAct(here(who, PRESS), reader, [par], has), "answer_par");
    // Of two units no thumb says it without looking which.
    assert.equal(mainAct(here(who, PRESS), reader, [par, par], has), "answer");
    assert.notEqual(mainAct(here(who, PRESS), reader, [{ kind: "par" }], has), "answer_par");
    assert.equal(mainAct(here(who, PRESS), reader, [{ kind: "vacant", asksMe: true }], has), "take_command");
  });

  test(`nothing that needs an open incident is offered to the ${who} after it`, () => {
    assert.deepEqual(likelyActs(here(who, { ...PRESS, ...LOCKDOWN, ...MINE }, false), reader, has), ["rooms_board"]);
    assert.equal(inHand(who, { ...PRESS, ...LOCKDOWN }, [], false), "rooms_board");
  });
}

test("in a lockdown each has in hand what is theirs", () => {
  const all = Object.fromEntries(Object.keys(WHO).map((who) => [who, inHand(who, { ...PRESS, ...LOCKDOWN })]));

  assert.deepEqual(all, {
    teacher: "report_room",
    nurse: "report_room",
    principal: "priority_message",
    superintendent: "priority_message",
    sro: "ask_task",
    patrol: "ask_task",
    medic: "ask_task",
    chief: "ask_task",
    guest: "ask_task",
    dispatcher: "relay_call",
  });
});

test("who has asked for a task, or commands, opens rooms; a medic looks where the hurt are", () => {
  const asked = (name) => name !== "ask_task";
  const after = (who, objects) => mainAct(here(who, objects), WHO[who][0], [], asked);
  const inLockdown = { ...PRESS, ...LOCKDOWN };

  for (const who of ["sro", "patrol", "chief", "guest"]) assert.equal(after(who, inLockdown), "open_rooms");
  assert.equal(after("medic", inLockdown), "rooms_board");
  assert.notEqual(inHand("chief", { ...inLockdown, ...MINE }), "ask_task");
  assert.notEqual(inHand("principal", inLockdown), "ask_task");
  assert.notEqual(inHand("sro", {}), "ask_task");
});

test("in an alarm that no one commands, command is in the hand of each who may take it, and of no one else", () => {
  for (const who of Object.keys(WHO))
    for (const alarm of [PRESS, { ...PRESS, ...LOCKDOWN }, LOCKDOWN]) {
      const may = here(who, alarm);
      may.me.may_take_command = true;
      const held = here(who, { ...alarm, incident_command: { i: { commanders: { other: "2026-01-01T00:00:00Z" } } } });
      held.me.may_take_command = true;

      assert.equal(mainAct(may, WHO[who][0], [], has), "take_command");
      assert.notEqual(mainAct(held, WHO[who][0], [], has), "take_command");
      assert.notEqual(inHand(who, alarm), "take_command");
    }
});

test("a medic looks where the hurt are before anything else, and opens no rooms", () => {
  for (const objects of [PRESS, { ...PRESS, ...LOCKDOWN }])
    assert.deepEqual(first("medic", objects), ["rooms_board", "casualties", "ground"]);
  assert.equal(first("patrol", { ...PRESS, ...LOCKDOWN })[0], "open_rooms");
  assert.equal(first("medic", {})[0], "casualties");
  assert.equal(first("patrol", {})[0], "ground");
});

test("fire and EMS have casualties in sight, command once there are any, and police have not", () => {
  const counted = { casualty_counts: { i: { counts: {} } } };

  for (const objects of [{}, PRESS, MINE]) assert.ok(first("chief", objects).includes("casualties"));
  for (const objects of [{}, PRESS, counted]) assert.ok(!first("patrol", objects).includes("casualties"));
  assert.ok(!first("dispatcher", MINE).includes("casualties"));
  assert.ok(first("dispatcher", { ...MINE, ...counted }).includes("casualties"));
});

test("who commands may close only what nothing stands in the way of, and then it is the likeliest", () => {
  assert.equal(first("chief", MINE)[0], "close_incident");
  assert.equal(first("chief", { ...PRESS, ...MINE })[0], "priority_message");
  assert.ok(!first("sro", {}).includes("close_incident"));
});

test("while no one hides a leader of the school begins a response action, in a lockdown not", () => {
  assert.equal(first("principal", PRESS)[0], "response_action");
  assert.ok(!first("principal", { ...PRESS, ...LOCKDOWN }).includes("response_action"));
});

test("on a quiet day who comes to help says what is where", () => {
  assert.equal(inHand("sro", {}), "ground");
});

test("what the page does not have for its reader is not likely", () => {
  assert.deepEqual(
    likelyActs(here("patrol", PRESS), "responder", (name) => name === "pin_fact"),
    ["pin_fact"],
  );
});
