// What is not sent is kept sealed, through a reload, for twelve hours, and for no one but whose it is.
import assert from "node:assert/strict";
import test from "node:test";
import { SealedStore } from "/static/coordination/client/unsent/sealed_store.js";
import { PersistentOutbox } from "/static/coordination/client/unsent/persistent_outbox.js";
import { unsentOf, UnsentKept } from "/static/coordination/client/unsent/unsent_kept.js";
import { Outbox } from "/static/coordination/client/room/outbox.js";

const HOUR_MS = 3_600_000;

// As much of IndexedDB as the store asks for; values are copied as the browser copies them.
class FakeFactory {
  stores = new Map();
  request(work) {
    const request = {};
    queueMicrotask(() => {
      try {
        request.result = work(request);
        request.onsuccess?.();
      } catch (error) {
        request.error = error;
        request.onerror?.();
      }
    });
    return request;
  }
  open() {
    const { stores } = this;
    const objectStoreNames = { contains: (name) => stores.has(name) };
    const database = {
      objectStoreNames,
      close: () => undefined,
      createObjectStore: (name) => stores.set(name, new Map()),
      transaction: () => ({ objectStore: (name) => this.#store(stores.get(name)) }),
    };
    return this.request((request) => {
      request.result = database;
      if (stores.size === 0) request.onupgradeneeded?.();
      return database;
    });
  }
  #store(rows) {
    const set = (value, key = value.id) => rows.set(key, value);
    return {
      get: (key) => this.request(() => rows.get(key)),
      getAll: () => this.request(() => [...rows.values()]),
      put: (value, key) => this.request(() => set(value, key)),
      add: (value, key) =>
        this.request(() => {
          if (rows.has(key)) throw new Error("there already");
          return set(value, key);
        }),
      delete: (key) => this.request(() => rows.delete(key)),
      clear: () => this.request(() => rows.clear()),
    };
  }
}

// Locks by name, as those of all windows.
class FakeLocks {
  held = new Set();
  async request(name, options, work = options) {
    if (this.held.has(name)) return work(null);
    this.held.add(name);
    const done = await work({ name });
    this.held.delete(name);
    return done;
  }
}

const item = (more = {}) => ({
  ...{ id: "a", user_id: "me", path: "/rooms/r/commands", body: { id: "a", text: "Two hurt in 112" }, title: "112" },
  ...{ at: 0, order: 0, is_quiet: false, state: "waiting", problem: null },
  ...more,
});

test("neither words nor a file lie in the clear, and the key cannot be read out", async () => {
  const factory = new FakeFactory();
  const store = new SealedStore({ factory });
  await store.put(item({ file: new File(["blood on the floor"], "door 7.jpg", { type: "image/jpeg" }) }));

  const [kept] = factory.stores.get("commands").values();
  const bytes = [kept.words.bytes, kept.file.bytes].map((one) => Buffer.from(one).toString("latin1")).join();
  assert.doesNotMatch(JSON.stringify(kept) + bytes, /hurt|door 7|blood|rooms/);
  const [key] = factory.stores.get("keys").values();
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  const [found] = await new SealedStore({ factory }).list();
  assert.equal(found.body.text, "Two hurt in 112");
  assert.equal(found.file.name, "door 7.jpg");
  assert.equal(await found.file.text(), "blood on the floor");
});

test("what was changed where it lies, or given to another person, or whose key is gone, is not sent and does not stay", async () => {
  const factory = new FakeFactory();
  const store = new SealedStore({ factory });
  for (const id of ["a", "b", "c"]) await store.put(item({ id }));
  const rows = factory.stores.get("commands");
  new Uint8Array(rows.get("a").words.bytes)[3] ^= 1;
  rows.get("b").user_id = "you";

  assert.deepEqual((await store.list()).map(({ id }) => id), ["c"]); // prettier-ignore
  assert.deepEqual([...rows.keys()], ["c"]);
  factory.stores.get("keys").clear();
  assert.deepEqual(await store.list(), []);
});

test("a sign-out takes words and key", async () => {
  const factory = new FakeFactory();
  await new SealedStore({ factory }).put(item());

  await PersistentOutbox.wipe(new SealedStore({ factory }));

  assert.deepEqual([...factory.stores.values()].map((rows) => rows.size), [0, 0]); // prettier-ignore
});

function outbox(more) {
  const channel = { addEventListener: () => undefined, postMessage: () => undefined };
  const locks = { request: (_name, work) => work() };
  return new PersistentOutbox({ userId: "me", channel, locks, ...more });
}
globalThis.addEventListener ??= () => undefined;
globalThis.document ??= { addEventListener: () => undefined, visibilityState: "visible" };

test("a file goes first and once, whatever happens to the command after it", async () => {
  const store = new SealedStore({ factory: new FakeFactory() });
  const asked = [];
  let answers = [new Error("not reached"), { seq: 7 }];
  const api = {
    upload: async (path, file) => (asked.push([path, file.name]), { upload_id: "u" }),
    post: async (_path, body) => {
      asked.push(body.upload_id);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const box = outbox({ store, api, now: () => 0 });
  const file = new File(["x"], "p.jpg");
  await box.add({ path: "/rooms/r/commands", body: { id: "a" }, title: "p.jpg", file, uploads: "/rooms/r/uploads" });

  await box.flush();
  clearTimeout(box.timer);
  await box.flush();

  assert.deepEqual(asked, [["/rooms/r/uploads", "p.jpg"], "u", "u"]);
  assert.deepEqual(await box.list(), []);
});

test("what waited for more than twelve hours is not sent, and that is said", async () => {
  const store = new SealedStore({ factory: new FakeFactory() });
  const box = outbox({ store, api: { post: assert.fail }, now: () => 12 * HOUR_MS + 1 });
  await store.put(item());
  const late = [];
  box.addEventListener("late", ({ detail }) => late.push(detail.item.title));

  await box.start();

  assert.deepEqual(late, ["112"]);
  assert.deepEqual(await box.list(), []);
});

test("of a room that is over nothing stays; of another it does", async () => {
  const store = new SealedStore({ factory: new FakeFactory() });
  for (const [id, path] of Object.entries({ a: "/rooms/r/commands", b: "/rooms/q/commands" })) await store.put(item({ id, path })); // prettier-ignore

  await outbox({ store, api: null }).dropRoom("r");

  assert.deepEqual((await store.list()).map(({ id }) => id), ["b"]); // prettier-ignore
});

const room = (more) => ({ userId: "me", roomId: "r", now: () => HOUR_MS, wait: async () => undefined, ...more });
const said = (id, at = 0) => ({
  command: { id, text: id },
  state: "sending",
  problem: null,
  seq: null,
  at,
  note: null,
});

test("what a window that is gone had not sent is sent by the next one of the same person and room", async () => {
  const [factory, locks] = [new FakeFactory(), new FakeLocks()];
  const store = () => new SealedStore({ factory });
  const first = await UnsentKept.open(room({ store: store(), locks }));
  const before = new Outbox();
  before.add({ id: "early", text: "early" }, { at: 0 });
  before.keepIn(first);
  before.add({ id: "a", text: "a" }, { at: 0 });
  await first.writing;

  // While it lives, another window leaves its words alone; so do another room and another person.
  for (const more of [{}, { roomId: "q" }, { userId: "you" }])
    assert.equal((await UnsentKept.open(room({ store: store(), locks, ...more }))).getItem(""), null);
  assert.deepEqual((await unsentOf({ userId: "me", roomId: "r", store: store() })).map((one) => one.command.id), ["early", "a"]); // prettier-ignore
  locks.held.clear();
  const next = new Outbox();
  const second = await UnsentKept.open(room({ store: store(), locks }));
  next.keepIn(second);
  await second.writing;

  assert.deepEqual(next.unsent().map((one) => one.command.id), ["early", "a"]); // prettier-ignore
  // Sent, it is nowhere.
  next.acked("early", 1, 9);
  next.acked("a", 2, 9);
  await second.writing;
  assert.deepEqual(await store().list(), []);
});

test("a window's words go after twelve hours, and when the room is over", async () => {
  const [factory, locks] = [new FakeFactory(), new FakeLocks()];
  const store = new SealedStore({ factory });
  const old = await UnsentKept.open(room({ store, locks }));
  old.setItem("", JSON.stringify([said("a")]));
  await old.writing;
  locks.held.clear();

  const late = await UnsentKept.open(room({ store, locks, now: () => 13 * HOUR_MS }));
  assert.equal(late.getItem(""), null);
  late.setItem("", JSON.stringify([said("b", 13 * HOUR_MS)]));
  await late.end();

  assert.deepEqual(await store.list(), []);
});

test("a browser that keeps nothing keeps it for as long as the page is open", async () => {
  const store = new SealedStore({ factory: undefined });
  await store.put(item());

  assert.equal(store.isPersistent, false);
  assert.equal((await store.list()).length, 1);
});
