// The reader's copy of the log: promises 2 and 3 as a client keeps them.
import assert from "node:assert/strict";
import test from "node:test";
import { FIT, RoomLog } from "../../../coordination/web/static/coordination/room_log.js";
import { entry, snapshot, withheld } from "./frames.mjs";

function current(seq = 3) {
  const log = new RoomLog({ head: seq });
  log.apply(snapshot(seq));
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
  const before = log.state();

  assert.equal(log.apply(withheld(4)), FIT.TAKEN);
  assert.deepEqual({ ...log.state(), seq: 3 }, before);
});

test("an entry before any snapshot is a gap", () => {
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

test("an entry that changes what is not here is a fault", () => {
  const log = current(3);
  const moved = entry(4, { type: "marker_moved", marker_id: "nobody", lon: 0, lat: 0, level_id: null });

  assert.equal(log.apply(moved), FIT.FAULT);
  assert.equal(log.last, 3);
});

test("history fills the timeline from the snapshot down to the first entry", () => {
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

test("after forgetting, what was read stays and the state comes with the next snapshot", () => {
  const log = current(3);
  log.apply(entry(4));
  log.forget();

  assert.equal(log.apply(entry(5)), FIT.GAP);
  log.apply(snapshot(6));
  assert.equal(log.last, 6);
  assert.ok(log.entries.has(4));
});
