// The reader's copy of the log: promises 2 and 3 as a client keeps them.
import assert from "node:assert/strict";
import test from "node:test";
import { FIT, RoomLog } from "/static/coordination/client/log/room_log.js";
import { entry, OBJECTS, state, withheld } from "../../web/scripts/frames.mjs";

function current(seq = 3) {
  const log = new RoomLog({ head: seq });
  log.apply(state(seq));
  return log;
}

test("the next entry is taken", () => {
  const log = current(3);

  assert.equal(log.apply(entry(4)), FIT.TAKEN);
  assert.equal(log.last, 4);
  assert.ok(log.isCurrent);
});

test("an entry that came before is dropped", () => {
  const log = current(3);

  assert.equal(log.apply(entry(3)), FIT.OLD);
  assert.equal(log.last, 3);
});

test("an entry after a gap is a fault and is not taken", () => {
  const log = current(3);

  assert.equal(log.apply(entry(5)), FIT.GAP);
  assert.equal(log.last, 3);
  assert.equal(log.head, 5);
  assert.ok(!log.isCurrent);
});

test("a withheld entry fills its place and changes nothing", () => {
  const log = current(3);
  const before = log.state;

  assert.equal(log.apply(withheld(4)), FIT.TAKEN);
  assert.equal(log.state, before);
});

test("an entry before any state is a gap", () => {
  assert.equal(new RoomLog().apply(entry(1)), FIT.GAP);
});

test("a beacon that is ahead makes the copy stale, and the tail makes it current", () => {
  const log = current(3);

  log.apply({ type: "beacon", head: 5, at: "2026-11-24T15:00:00.000Z" });
  assert.ok(!log.isCurrent);
  log.apply(entry(4));
  log.apply(entry(5));
  assert.ok(log.isCurrent);
});

const MARKER = { kind: "hazard", label: "Smoke", lon: 1, lat: 2 };
const marked = (seq, value) =>
  entry(seq, { type: "marker_placed", marker_id: "m" }, { patch: { markers: { m: value } } });

test("an entry's patch changes the state, and what it does not name stays the same object", () => {
  const log = current(3);
  const before = log.state;

  log.apply(marked(4, MARKER));
  log.apply(marked(5, { lon: 3 }));

  assert.deepEqual(log.objects("markers"), { m: { ...MARKER, lon: 3 } });
  assert.equal(log.state.people, before.people);
});

test("what was removed is gone from the state and still known to the timeline", () => {
  const log = current(3);
  log.apply(marked(4, MARKER));

  log.apply(marked(5, null));

  assert.deepEqual(log.objects("markers"), {});
  assert.deepEqual(log.object("markers", "m"), MARKER);
});

test("older entries tell of what is gone, and change nothing of what is there", () => {
  const log = current(3);
  const person = Object.keys(OBJECTS.people)[0];
  const renamed = entry(2, undefined, { patch: { people: { [person]: { name: "Before" } } } });

  log.addHistory([marked(1, MARKER), renamed, marked(3, null)]);

  assert.deepEqual(log.object("markers", "m"), MARKER);
  assert.equal(log.object("people", person).name, "Officer Test");
  assert.deepEqual(log.state, OBJECTS);
});

test("a state in parts counts when its last part is here", () => {
  const log = new RoomLog({ head: 3 });

  assert.equal(log.apply(state(3, { part: 1, parts: 2, objects: { incident: OBJECTS.incident } })), FIT.NONE);
  assert.ok(!log.hasState);
  assert.equal(log.apply(state(3, { part: 2, parts: 2, objects: { people: OBJECTS.people } })), FIT.TAKEN);

  assert.deepEqual(log.state, OBJECTS);
});

test("a part that is missing is a gap", () => {
  const log = new RoomLog({ head: 3 });
  log.apply(state(3, { part: 1, parts: 3 }));

  assert.equal(log.apply(state(3, { part: 3, parts: 3 })), FIT.GAP);
  assert.ok(!log.hasState);
});

test("what has changed replaces objects whole, and removes those that are gone", () => {
  const log = current(3);
  log.apply(marked(4, MARKER));
  const { label: _label, ...unnamed } = MARKER;

  log.apply(state(700, { since: 4, objects: { markers: { m: unnamed, other: MARKER } } }));
  assert.deepEqual(log.objects("markers"), { m: unnamed, other: MARKER });
  log.apply(state(800, { since: 512, objects: { markers: { other: null } } }));

  assert.deepEqual(Object.keys(log.objects("markers")), ["m"]);
  assert.equal(log.last, 800);
});

test("what has changed since an entry that is not here is a gap", () => {
  const log = current(3);

  assert.equal(log.apply(state(900, { since: 4 })), FIT.GAP);
});

test("entries that a state has jumped over are a hole until they are fetched", () => {
  const log = current(3);
  log.addHistory([entry(1), entry(2), entry(3)]);
  log.apply(state(6, { since: 3, objects: {} }));
  assert.ok(log.hasHole);

  log.addHistory([entry(4), entry(5), entry(6)]);

  assert.ok(!log.hasHole);
  assert.ok(log.hasEverything);
});

test("history fills the timeline from the state down to the first entry", () => {
  const log = current(3);
  assert.equal(log.floor, 4);

  log.addHistory([entry(2), entry(3)]);
  assert.equal(log.floor, 2);
  log.addHistory([entry(1), entry(2)]);
  assert.ok(log.hasEverything);
});

test("history never brings what the copy has not reached", () => {
  const log = current(3);

  assert.deepEqual(log.addHistory([entry(9)]), []);
});

test("after forgetting, what was read stays and the state comes with the next one", () => {
  const log = current(3);
  log.apply(entry(4));
  log.forget();

  assert.equal(log.apply(entry(5)), FIT.GAP);
  log.apply(state(6));
  assert.equal(log.last, 6);
  assert.ok(log.entries.has(4));
});
