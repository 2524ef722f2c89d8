import assert from "node:assert/strict";
import { test } from "node:test";
import { LastState, MAX_AGE_MS } from "../../../coordination/web/static/coordination/offline/last_state.js";

class FakeStorage {
  constructor() {
    this.items = new Map();
  }
  get length() {
    return this.items.size;
  }
  key(index) {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, value) {
    this.items.set(key, value);
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

const LOCKDOWN = [{ text: "Lockdown!", duty: "Lock the door.", place: "Lincoln High" }];

function kept() {
  const storage = new FakeStorage();
  let at = 1_000_000;
  const last = new LastState({ storage, now: () => at });
  last.put("i", "me", { site: "Lincoln High", is_exercise: false, directives: LOCKDOWN });
  return { storage, last, wait: (ms) => (at += ms) };
}

test("what the server said is there, as old as its answer", () => {
  const { last, wait } = kept();
  wait(60_000);

  const found = last.get("i", "me");

  assert.deepEqual([found.at, found.directives, found.report], [1_000_000, LOCKDOWN, null]);
});

test("one's own report and the opening of a page make what to do no newer", () => {
  const { last, wait } = kept();
  wait(60_000);

  last.begin("i", "me", { site: "Lincoln High", is_exercise: false, report: null });
  last.putReport("i", "me", { title: "112: OK", at: 1_060_000 });

  const found = last.get("i", "me");
  assert.deepEqual([found.at, found.report.title], [1_000_000, "112: OK"]);
});

test("an answer that nothing holds takes the place of what held, and keeps the report", () => {
  const { last, wait } = kept();
  last.putReport("i", "me", { title: "112: OK", at: 1_000_000 });
  wait(60_000);

  last.put("i", "me", { directives: [] });

  const found = last.get("i", "me");
  assert.deepEqual([found.at, found.directives, found.report.title], [1_060_000, [], "112: OK"]);
});

for (const [name, change, who] of [
  ["twelve hours", MAX_AGE_MS + 1, "me"],
  ["a clock that was turned back", -1, "me"],
  ["another person", 0, "another"],
  ["nobody", 0, undefined],
])
  test(`it is gone after: ${name}`, () => {
    const { storage, last, wait } = kept();
    wait(change);

    assert.equal(last.get("i", who), null);
    assert.equal(storage.length, 0);
  });

test("it is there until the twelve hours are over", () => {
  const { last, wait } = kept();
  wait(MAX_AGE_MS);

  assert.notEqual(last.get("i", "me"), null);
});

test("a sweep leaves one's own, a wipe nothing, and both what is not ours", () => {
  const { storage, last } = kept();
  storage.setItem("theme", "night");
  storage.setItem("last_state.j", JSON.stringify({ user_id: "another", at: 1_000_000 }));
  storage.setItem("last_state.k", "not json");

  assert.deepEqual(last.sweep("me"), ["i"]);
  last.wipe();

  assert.deepEqual([...storage.items.keys()], ["theme"]);
});

test("a report that is recorded after a sign-out brings nothing back", () => {
  const { storage, last } = kept();
  last.wipe();

  last.putReport("i", "me", { title: "112: OK", at: 1_000_000 });

  assert.equal(storage.length, 0);
});

test("a browser that keeps nothing is no fault", () => {
  for (const storage of [
    null,
    {
      get length() {
        throw new DOMException("denied", "SecurityError");
      },
    },
  ]) {
    const last = new LastState({ storage: /** @type {any} */ (storage), now: () => 1 });
    last.put("i", "me", { directives: [] });
    assert.equal(last.get("i", "me"), null);
    assert.deepEqual(last.sweep("me"), []);
    last.wipe();
  }
});
