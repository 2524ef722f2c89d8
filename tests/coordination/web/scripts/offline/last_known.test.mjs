// What an incident's page last knew is kept for one person, for twelve hours, and for as long as the incident is theirs.
import assert from "node:assert/strict";
import test from "node:test";
import {
  dropLastKnownOfEnded,
  LastKnown,
  lastKnownAt,
  sweepLastKnown,
} from "/static/coordination/offline/last_known.js";

const HOUR_MS = 3_600_000;

class FakeStore {
  rows = new Map();
  isPersistent = true;
  put = async (item) => void this.rows.set(item.id, item);
  remove = async (id) => void this.rows.delete(id);
  list = async () => [...this.rows.values()];
}

const picture = (title) => ({ title, strip: [], tables: [], lines: [] });
const at = { kind: "incidents", id: "i" };

async function keptBy(store, { userId = "me", roomId = "r", incidentId = "i", heardAt = 0, now = () => heardAt } = {}) {
  const last = new LastKnown({ userId, roomId, incidentId, store, now });
  last.see({ key: "1", heardAt, draw: () => picture("Fire") });
  await last.writing;
  return last;
}

test("it is found at the incident's address and at the room's, and is as old as the server's last word", async () => {
  const store = new FakeStore();
  await keptBy(store, { heardAt: 7 });

  for (const target of [at, { kind: "rooms", id: "r" }]) {
    const found = await lastKnownAt(target, { userId: "me", store, now: () => HOUR_MS });
    assert.equal(found.at, 7);
    assert.equal(found.picture.title, "Fire");
  }
  for (const target of [
    { kind: "incidents", id: "other" },
    { kind: "sites", id: "i" },
    { kind: "other", id: null },
  ])
    assert.equal(await lastKnownAt(target, { userId: "me", store, now: () => HOUR_MS }), null);
});

test("another person finds nothing, and it does not stay for the first either", async () => {
  const store = new FakeStore();
  await keptBy(store);

  assert.equal(await lastKnownAt(at, { userId: null, store, now: () => 1 }), null);
  assert.equal(store.rows.size, 1);
  assert.equal(await lastKnownAt(at, { userId: "you", store, now: () => 1 }), null);
  assert.equal(store.rows.size, 0);
});

test("after twelve hours, or with a clock that was turned back, it is gone", async () => {
  for (const [now, stays] of [
    [12 * HOUR_MS + 5, 1],
    [12 * HOUR_MS + 6, 0],
    [4, 0],
  ]) {
    const store = new FakeStore();
    await keptBy(store, { heardAt: 5 });
    assert.equal((await sweepLastKnown({ userId: "me", store, now: () => now })).length, stays);
    assert.equal(store.rows.size, stays);
  }
});

test("it is written down every five seconds while it changes, every twenty while it only ages, at once when asked", async () => {
  const store = new FakeStore();
  let now = 0;
  const last = new LastKnown({ userId: "me", roomId: "r", incidentId: "i", store, now: () => now });
  const written = [];
  const see = (key, more) => last.see({ key, heardAt: now, draw: () => (written.push(now), picture(key)), ...more });

  for (now = 0; now <= 40_000; now += 1000) see(now < 8000 ? String(now) : "the same");
  see("the same", { isUrgent: true });

  assert.deepEqual(written, [0, 5000, 10_000, 30_000, 41_000]);
});

test("after the end nothing comes back, also of what was just being written; reopened, it begins anew", async () => {
  const store = new FakeStore();
  const last = new LastKnown({ userId: "me", roomId: "r", incidentId: "i", store, now: () => 0 });
  last.see({ key: "1", heardAt: 0, draw: () => picture("Fire") });

  await last.end({ isForGood: false });
  assert.equal(store.rows.size, 0);
  last.see({ key: "2", heardAt: 0, draw: () => picture("Fire"), isUrgent: true });
  await last.writing;
  assert.equal(store.rows.size, 1);

  await last.end({ isForGood: true });
  last.see({ key: "3", heardAt: 0, draw: () => picture("Fire"), isUrgent: true });
  await last.writing;
  assert.equal(store.rows.size, 0);
});

const answer = (status, incident) => ({ status, ok: status === 200, json: async () => incident });

test("once the server answers, what is over or not this person's goes; what is open or not reached stays", async () => {
  for (const [ask, stays] of [
    [async () => answer(200, { status: "Active" }), 1],
    [async () => answer(503), 1],
    [() => Promise.reject(new TypeError("no network")), 1],
    [async () => answer(200, { status: "Closed" }), 0],
    [async () => answer(404), 0],
    [async () => answer(401), 0],
  ]) {
    const store = new FakeStore();
    await keptBy(store);
    await dropLastKnownOfEnded({ userId: "me", ask, store, now: () => 1 });
    assert.equal(store.rows.size, stays);
  }
});

test("the incident that a page is connected to is not asked for", async () => {
  const store = new FakeStore();
  await keptBy(store);

  await dropLastKnownOfEnded({ userId: "me", but: "i", ask: assert.fail, store, now: () => 1 });

  assert.equal(store.rows.size, 1);
});

test("without a store that outlives the page nothing is drawn up", async () => {
  const store = new FakeStore();
  store.isPersistent = false;

  await keptBy(store);

  assert.equal(store.rows.size, 0);
});
