// A server that has too much to do is asked again, with pace; what waits is told, and a press has its own way.
import assert from "node:assert/strict";
import test from "node:test";
import { Api } from "/static/coordination/api.js";

const BUSY = () =>
  new Response(JSON.stringify({ code: "server_busy", title: "Too much to do" }), {
    status: 503,
    headers: { "Retry-After": "2" },
  });

function asking(answers) {
  const waits = [];
  const asked = [];
  const told = [];
  globalThis.dispatchEvent = (event) => told.push(event.type);
  const fetcher = async (path, { method, body }) => {
    asked.push([method, path, body]);
    return answers.shift()();
  };
  const api = new Api({ fetcher, token: () => "t", pause: async (ms) => waits.push(ms) });
  return { api, waits, asked, told };
}

test("what is refused for want of a turn is asked again, ever more slowly, with the same words", async () => {
  const { api, waits, asked, told } = asking([BUSY, BUSY, () => Response.json({ ok: true })]);

  const answer = await api.post("/devices", { kind: "web" });

  assert.deepEqual(answer, { ok: true });
  assert.equal(new Set(asked.map(String)).size, 1);
  assert.equal(asked.length, 3);
  assert.ok(waits[0] >= 2000 && waits[0] <= 3000, String(waits));
  assert.ok(waits[1] >= 4000 && waits[1] <= 6000, String(waits));
  assert.deepEqual(told, ["server-waits", "server-waits", "server-answered"]);
});

test("it is asked so often and no oftener; then whoever asked is told", async () => {
  const { api, asked, told } = asking(Array(9).fill(BUSY));

  await assert.rejects(api.get("/sites"), { code: "server_busy", retryAfter_s: 2 });

  assert.equal(asked.length, 5);
  assert.equal(told.at(-1), "server-answered");
});

test("a press waits for nothing here: its page has a pace of its own", async () => {
  const { api, asked, waits } = asking([BUSY]);

  await assert.rejects(api.post("/panics", {}), { code: "server_busy" });

  assert.equal(asked.length, 1);
  assert.deepEqual(waits, []);
});

test("what was carried out, or may have been, is not sent a second time", async () => {
  for (const code of ["try_later", "server_error", "too_many_attempts"]) {
    const { api, asked } = asking([() => new Response(JSON.stringify({ code }), { status: 503 })]);

    await assert.rejects(api.post("/devices", {}), { code });

    assert.equal(asked.length, 1);
  }
});

const AWAY = () =>
  new Response(JSON.stringify({ code: "try_later" }), { status: 503, headers: { "Retry-After": "3" } });

test("what is only read is asked again while the database is away, and the page is told why it waits", async () => {
  const { api, waits, asked } = asking([AWAY, () => Response.json({ entries: [] })]);
  const reasons = [];
  globalThis.dispatchEvent = ({ type, detail }) => type === "server-waits" && reasons.push(detail.isAway);

  assert.deepEqual(await api.get("/entries/search?q=smoke"), { entries: [] });

  assert.equal(asked.length, 2);
  assert.ok(waits[0] >= 3000 && waits[0] <= 4500, String(waits));
  assert.deepEqual(reasons, [true]);
});

test("who comes again by itself hears at once that the database is away, and waits for its turn as others do", async () => {
  const { api, asked } = asking([AWAY, BUSY, () => Response.json([])]);

  await assert.rejects(api.get("/board", { isRepeated: true }), { code: "try_later" });
  assert.deepEqual(await api.get("/board", { isRepeated: true }), []);

  assert.equal(asked.length, 3);
});

test("a server that is not reached is said in the words of the page", async () => {
  const api = new Api({
    fetcher: () => Promise.reject(new TypeError("net")),
    token: () => "t",
    unreachable: () => "¡No!",
  });

  await assert.rejects(api.get("/sites"), { isUnreachable: true, message: "¡No!" });
});
