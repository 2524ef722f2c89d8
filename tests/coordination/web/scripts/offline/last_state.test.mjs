import assert from "node:assert/strict";
import { test } from "node:test";
import { LAST_STATE, LastState } from "/static/coordination/offline/last_state.js";

const MAX_AGE_MS = 12 * 3_600_000;

class FakeStore {
  rows = new Map();
  isPersistent = true;
  put = async (item) => void this.rows.set(item.id, item);
  remove = async (id) => void this.rows.delete(id);
  list = async (state) => [...this.rows.values()].filter((one) => one.state === state);
}

const LOCKDOWN = [{ text: "Lockdown!", duty: "Lock the door.", place: "Lincoln High" }];

async function kept() {
  const store = new FakeStore();
  let at = 1_000_000;
  const last = new LastState({ store: /** @type {any} */ (store), now: () => at, unsealed: null });
  await last.put("i", "me", { site: "Lincoln High", is_exercise: false, directives: LOCKDOWN });
  return { store, last, wait: (ms) => (at += ms) };
}

test("what the server said is there, as old as its answer", async () => {
  const { last, wait } = await kept();
  wait(60_000);

  const found = await last.get("i", "me");

  assert.deepEqual([found.at, found.directives, found.report], [1_000_000, LOCKDOWN, null]);
});

test("what decides on deletion stands in the clear, and no word does", async () => {
  const { store } = await kept();

  const { body, ...clear } = store.rows.get(`${LAST_STATE}.i`);

  assert.equal(body.last.directives, LOCKDOWN);
  assert.deepEqual([clear.user_id, clear.at, clear.state], ["me", 1_000_000, LAST_STATE]);
  assert.doesNotMatch(JSON.stringify(clear), /Lockdown|Lincoln/);
});

test("one's own report and the opening of a page make what to do no newer", async () => {
  const { last, wait } = await kept();
  wait(60_000);

  await last.begin("i", "me", { site: "Lincoln High", is_exercise: false, report: null });
  await last.putReport("i", "me", { title: "112: OK", at: 1_060_000 });

  const found = await last.get("i", "me");
  assert.deepEqual([found.at, found.report.title], [1_000_000, "112: OK"]);
});

test("two that write at once lose nothing of each other", async () => {
  const { store, last } = await kept();
  const other = new LastState({ store: /** @type {any} */ (store), now: () => 1_000_000, unsealed: null });

  await Promise.all([
    last.begin("i", "me", { site: "Lincoln High", is_exercise: false, report: { title: "112: OK", at: 1 } }),
    other.put("i", "me", { directives: [] }),
  ]);

  const found = await last.get("i", "me");
  assert.deepEqual([found.directives, found.report.title], [[], "112: OK"]);
});

test("a copy of this module in another bundle of the page loses nothing either", async () => {
  const { store } = await kept();
  const beside = await import("/static/coordination/offline/last_state.js?another-bundle");
  assert.notEqual(beside.LastState, LastState);
  const made = { store: /** @type {any} */ (store), now: () => 1_000_000, unsealed: null };
  await new LastState(made).begin("j", "me", { site: "Lincoln High", is_exercise: false, report: null });

  await Promise.all([
    new LastState(made).putReport("j", "me", { title: "112: OK", at: 1 }),
    new beside.LastState(made).put("j", "me", { directives: LOCKDOWN }),
  ]);

  const found = await new LastState(made).get("j", "me");
  assert.deepEqual([found.directives, found.report.title], [LOCKDOWN, "112: OK"]);
});

test("an answer that nothing holds takes the place of what held, and keeps the report", async () => {
  const { last, wait } = await kept();
  await last.putReport("i", "me", { title: "112: OK", at: 1_000_000 });
  wait(60_000);

  await last.put("i", "me", { directives: [] });

  const found = await last.get("i", "me");
  assert.deepEqual([found.at, found.directives, found.report.title], [1_060_000, [], "112: OK"]);
});

for (const [name, change, who] of [
  ["twelve hours", MAX_AGE_MS + 1, "me"],
  ["a clock that was turned back", -1, "me"],
  ["another person", 0, "another"],
  ["nobody", 0, undefined],
])
  test(`it is gone after: ${name}`, async () => {
    const { store, last, wait } = await kept();
    wait(change);

    assert.equal(await last.get("i", who), null);
    assert.equal(store.rows.size, 0);
  });

test("it is there until the twelve hours are over", async () => {
  const { last, wait } = await kept();
  wait(MAX_AGE_MS);

  assert.notEqual(await last.get("i", "me"), null);
});

test("a sweep leaves one's own, a wipe nothing, and both what is not ours", async () => {
  const { store, last } = await kept();
  store.rows.set("c", { id: "c", user_id: "me", state: "waiting" });
  await last.put("j", "me", { directives: [] });
  store.rows.get(`${LAST_STATE}.j`).body.last.user_id = "another";

  assert.deepEqual(await last.sweep("me"), ["i"]);
  await last.wipe();

  assert.deepEqual([...store.rows.keys()], ["c"]);
});

test("what was kept in the clear goes with the next page, with and without a session", async () => {
  for (const use of ["sweep", "wipe"]) {
    const before = { theme: "night", "last_state.i": "{}" };
    const unsealed = Object.create({ removeItem: (key) => delete before[key] });
    Object.assign(unsealed, before);
    await new LastState({ store: /** @type {any} */ (new FakeStore()), now: () => 1, unsealed })[use]("me");
    assert.deepEqual(Object.keys(before), ["theme"]);
  }
});

test("a report that is recorded after a sign-out brings nothing back", async () => {
  const { store, last } = await kept();
  await last.wipe();

  await last.putReport("i", "me", { title: "112: OK", at: 1_000_000 });

  assert.equal(store.rows.size, 0);
});

test("a browser that keeps nothing is no fault", async () => {
  const last = new LastState({ now: () => 1, unsealed: null });
  await last.put("i", "me", { directives: [] });
  assert.notEqual(await last.get("i", "me"), null);
  await last.wipe();
  assert.deepEqual(await last.sweep("me"), []);
});
