// A connection against a fake socket and a fake server: what it sends when, and what it never forgets.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { ApiProblem, Unreachable } from "/static/coordination/api.js";
import { currencyOf } from "/static/coordination/client/room/currency.js";
import { Connection } from "/static/coordination/client/room/connection.js";
import { Outbox } from "/static/coordination/client/room/outbox.js";
import { RoomLog } from "/static/coordination/client/log/room_log.js";
import { entry, OBJECTS, ROOM, state, welcome } from "../../web/scripts/frames.mjs";

class FakeSocket {
  readyState = 0;
  sent = [];
  closedWith = null;
  constructor(protocols) {
    this.protocols = protocols;
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close(code) {
    this.readyState = 3;
    this.closedWith = code;
  }
  opens() {
    this.readyState = 1;
    this.onopen();
  }
  says(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  dies(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }
}

class FakeApi {
  posted = [];
  ticketError = null;
  pages = [];
  async post(path, body) {
    this.posted.push([path, body]);
    if (path !== "/ws-tickets") return { seq: 9 };
    if (this.ticketError) throw this.ticketError;
    return { ticket: "once" };
  }
  async get(path, { signal }) {
    if (path.endsWith("/state")) return { room_id: ROOM, since: 0, seq: 3, hash: "", objects: OBJECTS };
    if (this.pages.length) return this.pages.shift();
    return new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  }
}

const post = (id) => ({ type: "post_message", id, text: "hello", audience: "everyone" });
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

async function begun(t, { api = new FakeApi() } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  const sockets = [];
  const connection = new Connection({
    roomId: ROOM,
    log: new RoomLog({ head: 3 }),
    outbox: new Outbox(),
    api,
    url: "ws://here",
    random: () => 0.5,
    open: (url, protocols) => {
      sockets.push(new FakeSocket(protocols));
      return sockets.at(-1);
    },
  });
  t.after(() => connection.stop());
  connection.start();
  await settle();
  return {
    connection,
    sockets,
    api,
    pass: async (ms) => {
      t.mock.timers.tick(ms);
      await settle();
    },
  };
}

// What has taken a command takes more than one at a time.
function takesOne({ connection, sockets }) {
  connection.submit(post("first"), { at: 0 });
  sockets[0].says({ type: "ack", id: "first", seq: 3 });
  sockets[0].sent.length = 0;
}

async function live(t, options) {
  const world = await begun(t, options);
  world.sockets[0].opens();
  world.sockets[0].says(welcome(3));
  world.sockets[0].says(state(3));
  return world;
}

test("the ticket travels as a subprotocol, and the first hello asks for the state", async (t) => {
  const { sockets } = await begun(t);

  sockets[0].opens();

  assert.deepEqual(sockets[0].protocols, ["muster.v1", "ticket.once"]);
  assert.deepEqual(sockets[0].sent, [{ type: "hello" }]);
});

test("what came with the page is as old as the page, and the socket goes on from there", async (t) => {
  const { connection, sockets } = await begun(t);

  connection.begin({ since: 0, seq: 3, hash: "", objects: OBJECTS }, -9000);
  const { phase, heardAt, log } = connection;
  const told = currencyOf({ phase, heardAt, ...log, hasState: log.hasState, startedAt: 0, now: 0 });
  sockets[0].opens();

  assert.deepEqual(told, { name: "stale", since: -9000 });
  assert.deepEqual(sockets[0].sent, [{ type: "hello", after: 3 }]);
});

test("a reconnect asks for what is after the last entry and sends the unacknowledged command again", async (t) => {
  const { connection, sockets, pass } = await live(t);
  connection.submit(post("a"), { at: 0 });
  sockets[0].says(entry(4));

  sockets[0].dies();
  await pass(1000);
  sockets[1].opens();
  sockets[1].says(welcome(4));

  assert.deepEqual(sockets[1].sent, [
    { type: "hello", after: 4 },
    { type: "command", command: post("a") },
  ]);
});

test("a gap is never shown: the connection asks again after the last entry it has", async (t) => {
  const { connection, sockets, pass } = await live(t);

  sockets[0].says(entry(6));
  assert.equal(sockets[0].closedWith, 1000);
  assert.equal(connection.log.last, 3);
  await pass(1000);
  sockets[1].opens();

  assert.deepEqual(sockets[1].sent, [{ type: "hello", after: 3 }]);
});

test("where the server has less than this copy, all of it is thrown away", async (t) => {
  const { connection, sockets, pass } = await live(t);
  sockets[0].says(entry(4));

  sockets[0].says({ type: "resync_required", head: 2, reason: "ahead_of_log" });
  await pass(1000);
  sockets[1].opens();

  assert.deepEqual(sockets[1].sent, [{ type: "hello" }]);
  assert.equal(connection.log.head, 2);
  assert.equal(connection.log.entries.size, 0);
});

test("who is too far behind gets what has changed, and goes on from there", async (t) => {
  const { connection, sockets, pass } = await live(t);
  sockets[0].dies();
  await pass(1000);
  sockets[1].opens();
  sockets[1].says(welcome(901));

  const changed = { struck: { 7: { reason: "wrong" } } };
  sockets[1].says(state(900, { since: 3, part: 1, parts: 2, objects: changed }));
  assert.equal(connection.log.last, 3);
  sockets[1].says(state(900, { since: 3, part: 2, parts: 2, objects: {} }));
  sockets[1].says(entry(901));

  assert.equal(connection.log.last, 901);
  assert.deepEqual(connection.log.objects("struck"), changed.struck);
  assert.deepEqual(Object.keys(connection.log.objects("people")), Object.keys(OBJECTS.people));
});

test("a command that is refused for now is sent again after a moment, not at once", async (t) => {
  const { connection, sockets, pass } = await live(t);
  connection.submit(post("a"), { at: 0 });
  const commands = () => sockets[0].sent.filter((frame) => frame.type === "command").length;

  sockets[0].says({ type: "nack", id: "a", problem: { code: "try_later", title: "later" } });
  assert.equal(commands(), 1);
  await pass(2000);

  assert.equal(commands(), 2);
});

test("what is refused for now keeps its place: it is sent again alone, before all that waits behind it", async (t) => {
  const world = await live(t);
  const { connection, sockets, pass } = world;
  takesOne(world);
  const later = (id) => sockets[0].says({ type: "nack", id, problem: { code: "try_later", title: "later" } });
  const acked = (id) => sockets[0].says({ type: "ack", id, seq: 3 });
  const ids = () => sockets[0].sent.filter((frame) => frame.type === "command").map((frame) => frame.command.id);
  for (const id of ["a", "b", "c"]) connection.submit(post(id), { at: 0 });

  later("a");
  later("b");
  connection.submit(post("d"), { at: 0 });
  await pass(2000);
  assert.deepEqual(ids(), ["a", "b", "c"]); // c is not answered yet
  acked("c");
  assert.deepEqual(ids().slice(3), ["a"]);
  later("a");
  await pass(2000);
  assert.deepEqual(ids().slice(3), ["a", "a"]);
  acked("a");

  assert.deepEqual(ids().slice(5), ["b", "d"]);
});

test("over each new connection the first command goes alone: were it refused, those behind it would overtake it", async (t) => {
  const { connection, sockets, pass } = await live(t);
  const ids = (socket) => socket.sent.filter((frame) => frame.type === "command").map((frame) => frame.command.id);
  for (const id of ["a", "b", "c"]) connection.submit(post(id), { at: 0 });
  assert.deepEqual(ids(sockets[0]), ["a"]);
  sockets[0].says({ type: "ack", id: "a", seq: 3 });
  assert.deepEqual(ids(sockets[0]), ["a", "b", "c"]);

  sockets[0].dies();
  await pass(1000);
  sockets[1].opens();
  sockets[1].says(welcome(3));
  assert.deepEqual(ids(sockets[1]), ["b"]);
  sockets[1].says({ type: "nack", id: "b", problem: { code: "try_later", title: "later" } });
  await pass(2000);
  assert.deepEqual(ids(sockets[1]), ["b", "b"]);
  sockets[1].says({ type: "ack", id: "b", seq: 3 });

  assert.deepEqual(ids(sockets[1]), ["b", "b", "c"]);
});

test("a command that is refused for good does not hold back what waits behind it", async (t) => {
  const { connection, sockets } = await live(t);
  for (const id of ["a", "b"]) connection.submit(post(id), { at: 0 });

  sockets[0].says({ type: "nack", id: "a", problem: { code: "not_allowed", title: "No" } });

  const ids = sockets[0].sent.filter((frame) => frame.type === "command").map((frame) => frame.command.id);
  assert.deepEqual(ids, ["a", "b"]);
});

const sentBy = (socket) => socket.sent.filter((frame) => frame.type === "command").map((frame) => frame.command.id);
const limit = { code: "too_many_presses", status: 429, title: "wait", retry_after_s: 10 };

test("a limit keeps its command for later, and holds up no other", async (t) => {
  const world = await live(t);
  const { connection, sockets, pass } = world;
  takesOne(world);
  for (const id of ["a", "b"]) connection.submit(post(id), { at: 0 });

  sockets[0].says({ type: "nack", id: "a", problem: { ...limit, code: "code_of_a_later_server" } });
  connection.submit(post("c"), { at: 0 });
  for (const id of ["b", "c"]) sockets[0].says({ type: "ack", id, seq: 3 });
  await pass(9000);
  sockets[0].says({ type: "beacon", head: 3, at: "2026-11-24T15:00:00.000Z" });
  assert.deepEqual(sentBy(sockets[0]), ["a", "b", "c"]);
  await pass(1000);

  assert.deepEqual(sentBy(sockets[0]), ["a", "b", "c", "a"]);
  assert.deepEqual(
    connection.outbox.list().map((item) => item.command.id),
    ["a"],
  );
});

test("a press is kept through every refusal for now, and waits for no other command", async (t) => {
  const world = await live(t);
  const { connection, sockets, pass } = world;
  const press = { type: "raise_panic", id: "press" };
  takesOne(world);
  connection.submit(post("a"), { at: 0 });
  sockets[0].says({ type: "nack", id: "a", problem: { code: "try_later", status: 503, retry_after_s: 5 } });

  connection.submit(post("b"), { at: 0 });
  connection.submit(press, { at: 0 });
  assert.deepEqual(sentBy(sockets[0]), ["a", "press"]);
  sockets[0].says({ type: "nack", id: "press", problem: { ...limit, retry_after_s: 1 } });
  await pass(1000);
  assert.deepEqual(sentBy(sockets[0]), ["a", "press", "press"]);
  sockets[0].says({ type: "nack", id: "press", problem: { code: "try_later", status: 503, retry_after_s: 1 } });
  connection.submit(post("c"), { at: 0 });
  assert.deepEqual(sentBy(sockets[0]), ["a", "press", "press"]); // not at once, without end
  await pass(1000);

  assert.deepEqual(sentBy(sockets[0]), ["a", "press", "press", "press"]);
});

test("by the long poll, a limit keeps its command and a lock keeps all, and what is refused for good goes", async (t) => {
  const { connection, sockets, api, pass } = await begun(t);
  for (const n of [0, 1]) {
    sockets[n].dies();
    await pass(1000);
  }
  assert.equal(connection.phase, "polling");
  const answers = {
    a: new ApiProblem(429, { code: "too_many_presses", status: 429 }, 10),
    b: new ApiProblem(409, { code: "incident_closed", status: 409 }),
    d: new ApiProblem(403, { code: "session_locked", status: 403 }),
  };
  const once = api.post.bind(api);
  api.post = async (path, body) => {
    if (answers[body.id]) throw answers[body.id];
    return once(path, body);
  };
  for (const id of ["a", "b", "c", "d", "e"]) connection.outbox.add(post(id), { at: 0 });
  connection.flush();
  await pass(0);

  const states = Object.fromEntries(connection.outbox.list().map((item) => [item.command.id, item.state]));
  assert.deepEqual(states, { a: "waiting", b: "refused", c: "recorded", d: "waiting", e: "waiting" });
});

async function polling(world) {
  for (const n of [0, 1]) {
    world.sockets[n].dies();
    await world.pass(1000);
  }
  assert.equal(world.connection.phase, "polling");
  const before = world.api.post.bind(world.api);
  const waiting = [];
  world.api.post = (path, body) =>
    path === "/ws-tickets"
      ? before(path, body)
      : new Promise((resolve, reject) => {
          waiting.push({ id: body.id, takes: () => resolve({ seq: 9 }), fails: () => reject(new Unreachable("gone")) });
        });
  return waiting;
}

test("by the long poll, what is said while another is under way follows at once, and what was taken back does not", async (t) => {
  const world = await begun(t);
  const { connection, pass } = world;
  const waiting = await polling(world);
  for (const id of ["a", "b"]) connection.submit(post(id), { at: 0 });
  connection.submit({ ...post("help"), type: "raise_panic" }, { at: 0 });
  connection.outbox.dismiss("b");
  connection.submit(post("c"), { at: 0 });

  for (let n = 0; n < 3; n += 1) {
    waiting[n].takes();
    await pass(0);
  }

  assert.deepEqual(
    waiting.map(({ id }) => id),
    ["a", "help", "c"],
  );
});

test("what the long poll could not send any more goes by the socket that took over, in its order", async (t) => {
  const world = await begun(t);
  const { connection, sockets, pass } = world;
  const waiting = await polling(world);
  for (const id of ["a", "b"]) connection.submit(post(id), { at: 0 });
  await pass(3000);
  sockets[2].opens();
  sockets[2].says(welcome(3));
  const sent = () => sockets[2].sent.filter(({ type }) => type === "command").map(({ command }) => command.id);
  assert.deepEqual(sent(), []);

  waiting[0].fails();
  await pass(0);

  assert.deepEqual(sent(), ["a"]);
  sockets[2].says({ type: "ack", id: "a", seq: 3 });
  assert.deepEqual(sent(), ["a", "b"]);
});

test("a session that is locked while polling does not end the room: the app asks who this is", async (t) => {
  const { connection, sockets, api, pass } = await begun(t);
  const refused = [];
  connection.addEventListener("refused", (event) => refused.push(event.detail.code));
  api.get = async () => {
    throw new ApiProblem(403, { code: "session_locked", status: 403 });
  };

  for (const n of [0, 1]) {
    sockets[n].dies();
    await pass(1000);
  }

  assert.equal(connection.phase, "lost");
  assert.ok(refused.includes("session_locked"));
});

test("no more commands are unanswered than the server's window says", async (t) => {
  const world = await begun(t);
  const { connection, sockets } = world;
  sockets[0].opens();
  sockets[0].says({ ...welcome(3), window: 2 });
  sockets[0].says(state(3));
  takesOne(world);

  for (let n = 0; n < 3; n += 1) connection.submit(post(`c${n}`), { at: 0 });

  assert.equal(sockets[0].sent.filter((frame) => frame.type === "command").length, 2);
});

test("an entry is acknowledged at once after a pause, then after half a second or forty-eight entries", async (t) => {
  const { sockets, pass } = await live(t);
  await pass(500);
  await pass(500);
  const acks = () => sockets[0].sent.filter((frame) => frame.type === "ack").map((frame) => frame.seq);

  sockets[0].says(entry(4));
  assert.equal(acks().at(-1), 4);
  sockets[0].says(entry(5));
  await pass(499);
  assert.equal(acks().at(-1), 4);
  await pass(1);
  assert.equal(acks().at(-1), 5);
  for (let seq = 6; seq <= 53; seq += 1) sockets[0].says(entry(seq));

  assert.equal(acks().at(-1), 53);
});

test("a line that is silent for longer than two beacons is given up", async (t) => {
  const { connection, sockets, pass } = await live(t);

  for (let second = 0; second < 14; second += 1) await pass(1000);

  assert.ok(sockets[0].sent.some((frame) => frame.type === "ping"));
  assert.equal(sockets[0].closedWith, 1000);
  assert.notEqual(connection.phase, "open");
});

test("access that ended is the end: no further attempt", async (t) => {
  const { connection, sockets, pass } = await live(t);

  sockets[0].dies(4403);
  await pass(60_000);

  assert.equal(connection.phase, "ended");
  assert.equal(connection.endReason, "access_ended");
  assert.equal(sockets.length, 1);
});

test("being signed out is the end", async (t) => {
  const api = new FakeApi();
  api.ticketError = new ApiProblem(401, { code: "not_authenticated" });

  const { connection } = await begun(t, { api });

  assert.equal(connection.endReason, "signed_out");
});

test("a server that is not there is tried again for ever: quickly while it may start anew, then seldom", async (t) => {
  const api = new FakeApi();
  api.ticketError = new Unreachable("no");
  const { connection, pass } = await begun(t, { api });
  const asked = async (seconds) => {
    const before = api.posted.length;
    for (let half = 0; half < 2 * seconds; half += 1) await pass(500);
    return api.posted.length - before;
  };

  const atFirst = await asked(60);
  await asked(90);
  const later = await asked(60);

  assert.ok(atFirst >= 30 && atFirst <= 45, String(atFirst));
  assert.ok(later >= 6 && later <= 9, String(later));
  assert.equal(connection.phase, "lost");
});

test("a server that starts anew is found within 2.25 seconds, also by the unluckiest, and not by all at once", async (t) => {
  for (const [random, least_ms, most_ms] of [
    [0.999, 2200, 2250],
    [0, 700, 750],
  ]) {
    // prettier-ignore
    const api = new FakeApi();
    api.ticketError = new Unreachable("no");
    const { connection, pass } = await begun(t, { api });
    connection.random = () => random;
    for (let second = 0; second < 30; second += 1) await pass(1000);

    const before = api.posted.length;
    let waited_ms = 0;
    while (api.posted.length === before) waited_ms += (await pass(50), 50);
    const next = api.posted.length;
    waited_ms = 0;
    while (api.posted.length === next) waited_ms += (await pass(50), 50);

    assert.ok(waited_ms >= least_ms && waited_ms <= most_ms + 50, `${random}: ${waited_ms}`);
    connection.stop();
    t.mock.timers.reset();
  }
});

test("a server that asks to be left alone is, before the next attempt", async (t) => {
  const api = new FakeApi();
  api.ticketError = new ApiProblem(503, { code: "try_later" }, 5);
  const { pass } = await begun(t, { api });

  await pass(4900);
  assert.equal(api.posted.length, 1);
  await pass(500);

  assert.equal(api.posted.length, 2);
});

test("a network that swallows the question for a ticket is not waited for", async (t) => {
  const api = new FakeApi();
  const swallowed = api.post;
  api.post = async (path, body) => (await swallowed.call(api, path, body), new Promise(() => {}));
  const { connection, sockets, pass } = await begun(t, { api });
  api.post = swallowed;

  await pass(15_000);
  assert.equal(connection.phase, "lost");
  await pass(1000);
  sockets[0].opens();
  sockets[0].says(welcome(3));

  assert.equal(connection.phase, "open");
  assert.equal(connection.failures, 0);
});

test("two sockets in a row that are not welcomed bring the long poll, and a welcome ends it", async (t) => {
  const { connection, sockets, api, pass } = await begun(t);
  api.pages.push({ head: 4, at: "2026-11-24T15:00:00.000Z", entries: [entry(4)] });
  sockets[0].dies();
  await pass(1000);
  sockets[1].dies();
  await pass(0);
  assert.equal(connection.phase, "polling");
  assert.equal(connection.log.last, 4);

  connection.submit(post("a"), { at: 0 });
  await pass(0);
  assert.deepEqual(api.posted.at(-1), [`/rooms/${ROOM}/commands`, post("a")]);
  await pass(3000);
  sockets[2].opens();
  sockets[2].says(welcome(4));

  assert.equal(connection.phase, "open");
  assert.ok(!connection.poller.isRunning);
  assert.deepEqual(sockets[2].sent[0], { type: "hello", after: 4 });
});

test("an offline hour is not sent in one burst, and all of it is sent", async (t) => {
  const world = await live(t);
  const { connection, sockets } = world;
  takesOne(world);

  for (let n = 0; n < 120; n += 1) connection.submit(post(`c${n}`), { at: 0 });
  assert.equal(sockets[0].sent.length, 50);
  for (let n = 0; n < 120; n += 1) sockets[0].says({ type: "ack", id: `c${n}`, seq: 3 });

  assert.deepEqual(
    sockets[0].sent.map((frame) => frame.command.id),
    Array.from({ length: 120 }, (_, n) => `c${n}`),
  );
  assert.deepEqual(connection.outbox.list(), []);
});

test("the chip says current only for what the server said a moment ago", () => {
  const base = { phase: "open", hasState: true, last: 41, head: 41, heardAt: 10_000, startedAt: 0, now: 12_000 };

  assert.deepEqual(currencyOf(base), { name: "current", to: 41, age_s: 2 });
  assert.deepEqual(currencyOf({ ...base, head: 60 }), { name: "catching_up", from: 41, to: 60 });
  assert.deepEqual(currencyOf({ ...base, now: 17_000 }), { name: "stale", since: 10_000 });
  assert.deepEqual(currencyOf({ ...base, phase: "ended" }), { name: "stale", since: 10_000 });
  assert.equal(currencyOf({ ...base, hasState: false, last: 0 }).name, "catching_up");
});

// The one rule of an outbox, as the server declares it.
const VECTORS = new URL("../../../../docs/examples/vectors/refusals.json", import.meta.url);
const { outbox: RULES, nacks } = JSON.parse(readFileSync(VECTORS, "utf8"));

for (const [verdict, { is_kept, do_others_wait }] of Object.entries(RULES)) {
  test(`a command that met "${verdict}" is kept, and others wait, as the rule says`, async (t) => {
    const { connection, sockets } = await live(t);
    for (const id of ["a", "b"]) connection.submit(post(id), { at: 0 });
    assert.deepEqual(sentBy(sockets[0]), ["a"]); // the first one goes alone
    const met = nacks.find((one) => one.verdict === verdict);

    if (verdict === "taken") sockets[0].says({ type: "ack", id: "a", seq: 3 });
    else if (met) sockets[0].says({ type: "nack", id: "a", problem: met.problem });
    else sockets[0].dies(verdict === "session" ? 4423 : 1006); // no answer, or a session that is over
    await settle();

    const kept = connection.outbox.unsent().map((item) => item.command.id);
    const isUnderWay = connection.outbox.list().some(({ command, state }) => command.id === "a" && state === "sending");
    assert.equal(kept.includes("a") || isUnderWay, is_kept);
    assert.equal(!sentBy(sockets[0]).includes("b"), do_others_wait);
  });
}
