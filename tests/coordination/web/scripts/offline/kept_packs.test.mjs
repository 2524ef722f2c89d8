// What a phone keeps was signed by the server, is one person's, and goes when it should.
import assert from "node:assert/strict";
import test from "node:test";
import {
  BUSY,
  ENDED,
  FULL,
  Keeper,
  KEPT,
  REFUSED,
  SAME,
  SIGNED_OUT,
  LATER,
  UNREACHABLE,
} from "/static/mapping/kept/keeper.js";
import { isExpired, keptFor, targetOf } from "/static/mapping/kept/kept_rules.js";
import { KeptStore } from "/static/mapping/kept/kept_store.js";
import { GOOD, UNCHECKED, wholePack } from "/static/mapping/kept/pack_check.js";
import { Sealing } from "/static/mapping/kept/sealing.js";
import { filesOf, ZipError } from "/static/mapping/kept/zip_in.js";
import {
  bytes,
  KEY,
  MemoryCaches,
  MemoryKey,
  MemoryLocks,
  NoChannel,
  NOT_FOUND,
  NOT_READ,
  packFiles,
  SITE,
  zipOf,
} from "./kept_pack.mjs";

const ME = "20000000-0000-4000-8000-000000000002";
const OTHER = "20000000-0000-4000-8000-000000000003";
const ROOM = {
  room_id: "30000000-0000-4000-8000-000000000004",
  incident_id: "30000000-0000-4000-8000-000000000005",
  is_exercise: true,
};
const NOW = Date.parse("2026-11-24T12:00:00Z");
const HOUR_MS = 3_600_000;
const CONTENTS = { "site.json": '{"name":"Lincoln"}', "levels.json": "[]" };
const order = { siteId: SITE, key: KEY, base: async () => null };

// --- the archive ---
test("an archive is read whether it is packed or not", async () => {
  for (const stored of [true, false]) {
    const files = await filesOf(zipOf(new Map([["plans/é.json", bytes("x".repeat(9000))]]), { stored }));
    assert.deepEqual(
      [...files].map(([name, content]) => [name, content.length]),
      [["plans/é.json", 9000]],
    );
  }
});

test("what is no archive, is cut off, or is larger or smaller than it says, is refused", async () => {
  const files = new Map([["a.json", bytes("x".repeat(9000))]]);
  const whole = zipOf(files);
  for (const bad of [
    new Uint8Array(),
    bytes("hello"),
    whole.slice(0, -8),
    whole.slice(20),
    zipOf(files, { size: 10 }),
    zipOf(files, { size: 10_000 }),
  ])
    await assert.rejects(filesOf(bad), ZipError);
});

test("a file that says it is enormous is refused before anything of it is unpacked", async () => {
  await assert.rejects(filesOf(zipOf(new Map([["a", bytes("x")]]), { size: 4_000_000_000 })), { message: "too large" });
});

test("a name that stands twice is refused", async () => {
  const twice = {
    size: 2,
    *[Symbol.iterator]() {
      yield ["a", bytes("1")];
      yield ["a", bytes("2")];
    },
  };
  await assert.rejects(filesOf(zipOf(twice)), { message: "a name stands twice" });
});

// --- the check ---
test("a good pack is whole and its signature is verified", async () => {
  const { signature, manifest, files } = await wholePack(packFiles(CONTENTS), order);
  assert.equal(signature, GOOD);
  assert.equal(manifest.site_name, "Lincoln");
  assert.deepEqual([...files.keys()].sort(), [
    "levels.json",
    "manifest.json",
    "manifest.sig",
    "public_key.txt",
    "site.json",
  ]);
});

test("an update is whole with what one has, and what one has is checked too", async () => {
  const update = packFiles(CONTENTS, { only: ["levels.json"] });
  await assert.rejects(wholePack(update, order), { code: "incomplete", file: "site.json" });
  await assert.rejects(wholePack(update, { ...order, base: async () => bytes("another") }), {
    code: "changed",
    file: "site.json",
  });
  const whole = await wholePack(update, { ...order, base: async () => bytes(CONTENTS["site.json"]) });
  assert.equal(whole.signature, GOOD);
});

const SPOILED = {
  changed: (files) => files.set("site.json", bytes("{}")),
  unlisted: (files) => files.set("more.html", bytes("<script>")),
  incomplete: (files) => files.delete("levels.json"),
  bad_signature: (files) =>
    files.set(
      "manifest.json",
      bytes(new TextDecoder().decode(files.get("manifest.json")).replace("Lincoln", "Lincolm")),
    ),
  other_key: (files) => files.set("public_key.txt", bytes("00".repeat(32))),
};
for (const [code, spoil] of Object.entries(SPOILED))
  test(`a spoiled pack is refused: ${code}`, async () => {
    const files = packFiles(CONTENTS);
    spoil(files);
    await assert.rejects(wholePack(files, order), { code });
  });

test("the pack of another site is refused", async () => {
  await assert.rejects(wholePack(packFiles(CONTENTS, { siteId: OTHER }), order), { code: "other_site" });
});

test("where a browser cannot check a signature it says so, and still compares every file", async (t) => {
  t.mock.method(crypto.subtle, "importKey", async () => {
    throw new DOMException("no", "NotSupportedError");
  });
  assert.equal((await wholePack(packFiles(CONTENTS), order)).signature, UNCHECKED);
  const files = packFiles(CONTENTS);
  SPOILED.changed(files);
  await assert.rejects(wholePack(files, order), { code: "changed" });
});

// --- keeping ---
function phone({ answers = [], userId = ME } = {}) {
  const store = new KeptStore({
    caches: new MemoryCaches(),
    locks: new MemoryLocks(),
    channel: new NoChannel(),
    sealing: new Sealing({ keys: new MemoryKey() }),
  });
  const asked = [];
  const keeperOf = (who) =>
    new Keeper({
      store,
      userId: who,
      key: KEY,
      maxAge_h: 168,
      token: () => "token",
      locks: new MemoryLocks(),
      now: () => NOW,
      fetcher: async (url, options) => {
        asked.push({ url, ...options });
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return typeof answer === "function" ? answer() : answer;
      },
    });
  return { store, asked, keeper: keeperOf(userId), keeperOf };
}

const packed = (contents = CONTENTS, options = {}) =>
  new Response(zipOf(packFiles(contents, options)), { headers: { ETag: `"${"a".repeat(64)}"` } });
const status = (code) => new Response(code === 204 ? null : "", { status: code });

async function kept(answers = [packed()], order = { isAsked: true }) {
  const made = phone({ answers });
  await made.store.claim({ user_id: ME, language: "en" });
  const outcome = await made.keeper.keep(SITE, order);
  return { ...made, outcome };
}

test("a pack that was fetched is listed with its size and age, and opens", async () => {
  const { store, outcome, asked } = await kept();

  assert.equal(outcome.state, KEPT);
  assert.deepEqual([asked[0].url, asked[0].method], [`/api/v1/sites/${SITE}/pack`, undefined]);
  const [about] = await store.list();
  assert.deepEqual(
    [about.site_name, about.signature, about.is_by_itself, about.contact_at],
    ["Lincoln", GOOD, false, "2026-11-24T12:00:00.000Z"],
  );
  const pack = await store.open(SITE);
  assert.equal(await pack.check(), GOOD);
  assert.deepEqual(await pack.json("site.json"), { name: "Lincoln" });
});

test("what is kept is refreshed by what is new of it, with the digests of what one has", async () => {
  const newer = { ...CONTENTS, "levels.json": "[1]" };
  const { store, keeper, asked } = await kept([packed(), packed(newer, { only: ["levels.json"] })]);

  assert.equal((await keeper.keep(SITE)).state, KEPT);

  const sent = JSON.parse(asked[1].body);
  assert.deepEqual(
    [asked[1].method, Object.keys(sent.files).sort(), sent.tag],
    ["POST", ["levels.json", "site.json"], "a".repeat(64)],
  );
  assert.deepEqual(await (await store.open(SITE)).json("levels.json"), [1]);
  assert.equal((await store.caches.keys()).filter((name) => name.startsWith("kept.pack.")).length, 1);
});

test("nothing new costs no pack and counts as contact", async () => {
  const { store, keeper } = await kept([packed(), status(204)]);
  await store.change(SITE, () => ({ contact_at: "2026-11-20T12:00:00.000Z" }));

  assert.equal((await keeper.keep(SITE)).state, SAME);

  assert.equal((await store.about(SITE)).contact_at, "2026-11-24T12:00:00.000Z");
  assert.equal((await store.about(SITE)).is_by_itself, false);
});

test("a tampered pack is refused and nothing is kept of it", async () => {
  const files = packFiles(CONTENTS);
  SPOILED.changed(files);
  const { store, outcome } = await kept([new Response(zipOf(files))]);

  assert.deepEqual([outcome.state, outcome.code, outcome.file], [REFUSED, "changed", "site.json"]);
  assert.deepEqual(await store.list(), []);
});

test("a tampered update is refused twice, and what was good before stays", async () => {
  const bad = packFiles(CONTENTS);
  SPOILED.changed(bad);
  const { store, keeper } = await kept([packed(), new Response(zipOf(bad)), new Response(zipOf(bad))]);

  assert.equal((await keeper.keep(SITE)).state, REFUSED);

  assert.equal(await (await store.open(SITE)).check(), GOOD);
});

test("what was changed where it lies is seen when it is opened, and is fetched whole at the next contact", async () => {
  const newer = { ...CONTENTS, "levels.json": "[1]" };
  const { store, keeper, asked } = await kept([packed(), packed(newer, { only: ["levels.json"] }), packed(newer)]);
  const [name] = (await store.caches.keys()).filter((one) => one.startsWith("kept.pack."));
  await (await store.caches.open(name)).put("/kept-files/site.json", new Response("{}"));

  await assert.rejects((await store.open(SITE)).check(), { code: "changed", file: "site.json" });
  assert.equal((await keeper.keep(SITE)).state, KEPT);

  assert.equal(asked[2].method, undefined);
  assert.equal(await (await store.open(SITE)).check(), GOOD);
});

// --- sealed ---
async function packOf(store) {
  const [name] = (await store.caches.keys()).filter((one) => one.startsWith("kept.pack."));
  return store.caches.open(name);
}

test("nothing of a plan lies on the phone in the clear, and it opens with the key alone", async () => {
  const { store } = await kept();
  const cache = await packOf(store);
  const lying = [...cache.answers].filter(([address]) => !address.endsWith("/about"));

  assert.equal(lying.length, 5);
  for (const [address, content] of lying)
    assert.doesNotMatch(Buffer.from(content).toString("latin1"), /Lincoln|musterpoint-pack|[0-9a-f]{64}/, address);
  assert.equal(await (await store.open(SITE)).check(), GOOD);
  assert.equal(store.sealing.keys.key.extractable, false);
});

test("the key goes with the sign-out, and what was copied before opens no more", async () => {
  const { store } = await kept();
  const pack = await store.open(SITE);
  assert.notEqual(store.sealing.keys.key, null);

  await store.removeAll();

  assert.equal(store.sealing.keys.key, null);
  await assert.rejects(pack.check(), { name: "Error" });
});

test("a file that is moved to another name does not open", async () => {
  const { store } = await kept();
  const cache = await packOf(store);
  cache.answers.set("/kept-files/levels.json", cache.answers.get("/kept-files/site.json"));

  await assert.rejects((await store.open(SITE)).check(), { code: "changed", file: "levels.json" });
});

test("what was kept before packs were sealed opens without a network, and is sealed by the next page", async () => {
  const { store } = await kept();
  const before = await store.about(SITE);
  const cache = await packOf(store);
  for (const [name, content] of packFiles(CONTENTS)) cache.answers.set(`/kept-files/${name}`, content);
  cache.answers.set("/kept-files/about", bytes(JSON.stringify({ ...before, is_sealed: undefined })));
  assert.equal(await (await store.open(SITE)).check(), GOOD);

  await store.claim({ user_id: ME, language: "en" });

  const pack = await store.open(SITE);
  assert.equal(await pack.check(), GOOD);
  assert.deepEqual({ ...pack.about, pack_id: "", is_sealed: true }, { ...before, pack_id: "", is_sealed: true });
  assert.doesNotMatch(Buffer.from(pack.cache.answers.get("/kept-files/site.json")).toString("latin1"), /Lincoln/);
  assert.equal((await store.caches.keys()).filter((one) => one.startsWith("kept.pack.")).length, 1);
});

for (const [name, answer, state, left] of [
  ["access that has ended deletes it at once", status(404), ENDED, 0],
  ["a session that has ended deletes everything", status(401), SIGNED_OUT, 0],
  ["a server in trouble deletes nothing", status(503), LATER, 1],
  ["a server that is busy was reached, and deletes nothing", status(429), LATER, 1],
  ["a network that is gone deletes nothing", new TypeError("Failed to fetch"), UNREACHABLE, 1],
  ["a proxy's own page instead of a pack changes nothing", () => new Response("<html>"), REFUSED, 1],
])
  test(name, async () => {
    const answers = state === REFUSED ? [packed(), answer, answer] : [packed(), answer];
    const { store, keeper } = await kept(answers);

    assert.equal((await keeper.keep(SITE)).state, state);

    assert.equal((await store.list()).length, left);
  });

test("a phone that is full says so and keeps what it had", async () => {
  const { store, keeper } = await kept([packed(), packed()]);
  store.put = async () => {
    throw new DOMException("full", "QuotaExceededError");
  };

  assert.equal((await keeper.keep(SITE)).state, FULL);

  assert.equal((await store.list()).length, 1);
});

test("two windows do not fetch the same pack at once", async () => {
  let letGo;
  const waiting = new Promise((resolve) => {
    letGo = () => resolve(packed());
  });
  const { store, keeper } = phone({ answers: [() => waiting] });
  await store.claim({ user_id: ME, language: "en" });

  const first = keeper.keep(SITE);
  const second = await keeper.keep(SITE);
  letGo();

  assert.deepEqual([second.state, (await first).state], [BUSY, KEPT]);
});

// --- whose it is ---
test("another person who signs in finds nothing, and the first finds nothing again", async () => {
  const { store } = await kept();

  await store.claim({ user_id: OTHER, language: "en" });
  assert.deepEqual(await store.list(), []);
  await store.claim({ user_id: ME, language: "en" });

  assert.deepEqual(await store.list(), []);
  assert.equal(await store.open(SITE), null);
});

for (const failure of [NOT_FOUND, NOT_READ])
  test(`what the browser takes away while it is read is not there: ${failure.message}`, async () => {
    const { store, keeper } = await kept([packed(), status(401)]);
    const pack = await store.open(SITE);

    store.caches.takeAway(failure);

    assert.deepEqual([await store.who(), await store.list(), await store.open(SITE)], [null, [], null]);
    await assert.rejects(pack.check(), { code: "incomplete" });
    assert.equal((await keeper.keep(SITE)).state, SIGNED_OUT);
  });

test("the same person who comes back finds what was kept", async () => {
  const { store } = await kept();

  await store.claim({ user_id: ME, language: "es" });

  assert.equal((await store.list()).length, 1);
  assert.equal((await store.who()).language, "es");
});

test("a pack that arrives after the sign-out is thrown away", async () => {
  let letGo;
  const waiting = new Promise((resolve) => {
    letGo = () => resolve(packed());
  });
  const { store, keeper } = phone({ answers: [() => waiting] });
  await store.claim({ user_id: ME, language: "en" });
  const fetching = keeper.keep(SITE);

  await store.removeAll();
  letGo();

  assert.equal((await fetching).state, SIGNED_OUT);
  assert.deepEqual(await store.caches.keys(), []);
});

test("a pack that arrives after someone else has signed in is neither theirs nor kept", async () => {
  let letGo;
  const waiting = new Promise((resolve) => {
    letGo = () => resolve(packed());
  });
  const { store, keeper } = phone({ answers: [() => waiting] });
  await store.claim({ user_id: ME, language: "en" });
  const fetching = keeper.keep(SITE);

  await store.claim({ user_id: OTHER, language: "en" });
  letGo();

  assert.equal((await fetching).state, SIGNED_OUT);
  assert.deepEqual(await store.list(), []);
  assert.equal((await store.who()).user_id, OTHER);
});

// --- rooms ---
test("what was kept by itself for a room goes with the room, and what someone wanted stays", async () => {
  const byItself = await kept([packed()], { room: ROOM });
  const wanted = await kept([packed(), status(204)], { isAsked: true });
  await wanted.keeper.keep(SITE, { room: ROOM });
  assert.deepEqual((await wanted.store.about(SITE)).rooms, [ROOM]);

  for (const { keeper } of [byItself, wanted]) await keeper.forgetRoom(SITE, ROOM.room_id);

  assert.equal((await byItself.store.list()).length, 0);
  assert.deepEqual((await wanted.store.about(SITE)).rooms, []);
});

test("what was kept by itself stays if someone then wants it", async () => {
  const { store, keeper } = await kept([packed(), status(204)], { room: ROOM });
  await keeper.keep(SITE, { isAsked: true });

  await keeper.forgetRoom(SITE, ROOM.room_id);

  assert.equal((await store.list()).length, 1);
});

// --- age ---
const about = (fields) => ({
  contact_at: new Date(NOW).toISOString(),
  max_age_h: 168,
  is_by_itself: false,
  room_at: null,
  ...fields,
});

test("what had no contact for too long is expired, and a clock turned back proves nothing", () => {
  assert.equal(isExpired(about(), NOW + 168 * HOUR_MS), false);
  assert.equal(isExpired(about(), NOW + 168 * HOUR_MS + 1), true);
  assert.equal(isExpired(about(), NOW - 2 * HOUR_MS), true);
  assert.equal(isExpired(about({ contact_at: "never" }), NOW), true);
});

test("what is kept by itself lasts a day after the room", () => {
  const room = about({ is_by_itself: true, room_at: new Date(NOW).toISOString() });
  const seen = { ...room, contact_at: new Date(NOW + 30 * HOUR_MS).toISOString() };

  assert.equal(isExpired(seen, NOW + 30 * HOUR_MS), true);
  assert.equal(isExpired(room, NOW + 24 * HOUR_MS), false);
});

test("sweeping deletes what is expired, and only that", async () => {
  const { store } = await kept();

  assert.deepEqual(await store.sweep(NOW + HOUR_MS), []);
  assert.deepEqual(await store.sweep(NOW + 200 * HOUR_MS), ["Lincoln"]);

  assert.deepEqual(await store.list(), []);
});

// --- addresses ---
test("an address leads to the kept map of its site, or of its room's site, and to no other", () => {
  const abouts = [{ site_id: SITE, rooms: [ROOM] }];
  const found = (path) => keptFor(targetOf(path), abouts);

  assert.equal(found(`/sites/${SITE}`).about, abouts[0]);
  assert.deepEqual([found(`/incidents/${ROOM.incident_id}`).room, found(`/rooms/${ROOM.room_id}`).room], [ROOM, ROOM]);
  for (const path of [
    `/sites/${OTHER}`,
    `/rooms/${ROOM.incident_id}`,
    `/incidents/${OTHER}`,
    "/",
    "/kept",
    "/panic",
    "/sites/x",
  ])
    assert.deepEqual(found(path), { about: null, room: null }, path);
});
