// "I have read it" reaches the server: again until it has heard, from this page or the next, and never for another person.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiProblem } from "/static/coordination/api.js";
import { ActionsRead } from "/static/coordination/response/actions_read.js";

class Kept {
  values = new Map();
  getItem(key) {
    return this.values.get(key) ?? null;
  }
  setItem(key, value) {
    this.values.set(key, value);
  }
}

// A server that refuses with each of these in turn, and then takes it.
function server(...refusals) {
  const asked = [];
  const post = async (path) => {
    asked.push(path);
    const refusal = refusals.shift();
    if (refusal) throw refusal;
  };
  return { asked, post };
}

const ONE = { room_id: "room", action_id: "lockdown" };
const PATH = "/rooms/room/response-actions/lockdown/read";

test("what is read is told once", async () => {
  const api = server();
  const read = new ActionsRead({ api, userId: "rae", kept: new Kept() });

  await read.note(ONE);
  await read.send();

  assert.deepEqual(api.asked, [PATH]);
  assert.ok(read.isRead("lockdown"));
});

test("without a network, in a locked session and on a busy server it is told again, by the next page, too", async () => {
  const kept = new Kept();
  const api = server(
    new Error("no network"),
    new ApiProblem(403, {}),
    new ApiProblem(503, {}),
    new ApiProblem(401, {}),
  );
  await new ActionsRead({ api, userId: "rae", kept }).note(ONE);
  const next = new ActionsRead({ api, userId: "rae", kept });

  for (let look = 0; look < 6; look++) await next.send();

  assert.equal(api.asked.length, 5);
  assert.ok(next.isRead("lockdown"));
});

test("what is over is not told again, and does not hold up the next", async () => {
  const api = server(new ApiProblem(503, {}), new ApiProblem(404, {}));
  const read = new ActionsRead({ api, userId: "rae", kept: new Kept() });
  await read.note(ONE);

  await read.note({ room_id: "room", action_id: "secure" });
  await read.send();

  assert.deepEqual(api.asked, [PATH, PATH, "/rooms/room/response-actions/secure/read"]);
});

test("another person on the same device tells nothing of it, and has read nothing", async () => {
  const kept = new Kept();
  await new ActionsRead({ api: server(new Error("no network")), userId: "rae", kept }).note(ONE);
  const api = server();
  const other = new ActionsRead({ api, userId: "ben", kept });

  await other.send();

  assert.deepEqual(api.asked, []);
  assert.ok(!other.isRead("lockdown"));
});

test("a browser that keeps nothing tells it again as long as the page stands", async () => {
  const full = { getItem: () => null, setItem: () => assert.fail("full") };
  const api = server(new Error("no network"));
  const read = new ActionsRead({ api, userId: "rae", kept: full });
  await read.note(ONE);

  await read.send();
  await read.send();

  assert.deepEqual(api.asked, [PATH, PATH]);
});
