import assert from "node:assert/strict";
import { test } from "node:test";
import { roomsWithReports, totalsOf } from "/static/coordination/accountability/room_reports.js";

const ROOMS = [
  { space_id: "a", room: "101", building: "Main", level: "1", level_id: "l" },
  { space_id: "b", room: "102", building: "Main", level: "1", level_id: "l" },
];
const report = (room_key, fields) => ({
  room: room_key,
  room_key,
  state: "ok",
  reported_by: "teacher",
  reported_at: "2026-11-24T15:00:00.000Z",
  ...fields,
});

test("every room of the plans is there, also those that no one has reported", () => {
  const rooms = roomsWithReports({ 1: report("a", { students: 20 }) }, ROOMS);
  assert.deepEqual(
    rooms.map((one) => [one.key, one.state]),
    [
      ["a", "ok"],
      ["b", null],
    ],
  );
  assert.deepEqual(totalsOf(rooms), {
    rooms: 2,
    reported: 1,
    conflicting: 0,
    help: 0,
    substitutes: 0,
    students: 20,
    adults: 0,
    visitors: 0,
    missing: 0,
    extra: 0,
    injured: 0,
  });
});

test("reports that differ stand side by side; the worst colors the room, the newest counts", () => {
  const rooms = roomsWithReports(
    {
      1: report("a", { students: 20, state: "medical", missing: 1 }),
      2: report("a", { students: 22, reported_by: "principal", reported_at: "2026-11-24T15:01:00.000Z" }),
    },
    ROOMS,
  );
  assert.equal(rooms[0].isConflicting, true);
  assert.equal(rooms[0].state, "medical");
  assert.deepEqual(
    rooms[0].reports.map((one) => one.id),
    ["2", "1"],
  );
  assert.equal(totalsOf(rooms).students, 22);
  assert.equal(totalsOf(rooms).conflicting, 1);
  // No one is found because someone else did not miss them.
  assert.equal(totalsOf(rooms).missing, 1);
});

test("what one does not say does not differ from what another says", () => {
  const rooms = roomsWithReports({ 1: report("a", { students: 20 }), 2: report("a", { reported_by: "p" }) }, ROOMS);
  assert.equal(rooms[0].isConflicting, false);
});

test("a class that has arrived is counted where it is, and once", () => {
  const rooms = roomsWithReports(
    {
      1: report("a", { students: 20, moving_to_key: "words:gym" }),
      2: report("words:gym", { students: 19, reported_at: "2026-11-24T15:05:00.000Z" }),
    },
    ROOMS,
  );
  assert.equal(totalsOf(rooms).students, 19);
  assert.equal(totalsOf(rooms).rooms, 2);
  const others = roomsWithReports(
    {
      1: report("a", { students: 20, moving_to_key: "words:gym" }),
      2: report("words:gym", { students: 19, reported_by: "another", reported_at: "2026-11-24T15:05:00.000Z" }),
    },
    ROOMS,
  );
  assert.equal(totalsOf(others).students, 39);
});

test("visitors and substitutes are counted, and reports that differ in them are in conflict", () => {
  const rooms = roomsWithReports(
    {
      1: report("a", { students: 20, visitors: 2, led_by: "substitute" }),
      2: report("a", { led_by: "scheduled_teacher", reported_by: "p", reported_at: "2026-11-24T14:59:00.000Z" }),
      3: report("b", { visitors: 1 }),
      4: report("b", { visitors: 3, reported_by: "p", reported_at: "2026-11-24T14:59:00.000Z" }),
    },
    ROOMS,
  );
  assert.deepEqual(
    rooms.map((one) => one.isConflicting),
    [true, true],
  );
  const totals = totalsOf(rooms);
  assert.deepEqual([totals.substitutes, totals.visitors, totals.conflicting], [1, 3, 2]);
});

test("what an exercise plays stands apart: it is shown, and in no count and no difference", () => {
  const rooms = roomsWithReports(
    {
      1: report("a", { students: 20 }),
      2: report("a", { state: "medical", injured: 2, is_simulated: true, on_behalf_of: "EXERCISE · simulated: 101" }),
      3: report("b", { state: "need_help", is_simulated: true }),
      4: report("words:shed", { state: "ok", students: 3, is_simulated: true }),
    },
    ROOMS,
  );
  assert.deepEqual(
    rooms.map((one) => [one.key, one.state, one.played, one.isConflicting, one.reports.length, one.simulated.length]),
    [
      ["a", "ok", "medical", false, 1, 1],
      ["b", null, "need_help", false, 0, 1],
      ["words:shed", null, "ok", false, 0, 1],
    ],
  );
  const totals = totalsOf(rooms);
  assert.deepEqual([totals.rooms, totals.reported, totals.students, totals.injured, totals.help], [2, 1, 20, 0, 0]);
});

test("who only says that a room needs help has counted no one: the last count stands", () => {
  const rooms = roomsWithReports(
    {
      1: report("a", { students: 20, adults: 1, reported_at: "2026-11-24T14:59:00.000Z" }),
      2: report("a", { state: "need_help", reported_by: "p", students: undefined, adults: undefined }),
    },
    ROOMS,
  );

  const totals = totalsOf(rooms);
  assert.deepEqual([totals.students, totals.adults, totals.help], [20, 1, 1]);
});
