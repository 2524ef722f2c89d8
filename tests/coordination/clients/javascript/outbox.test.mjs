// Nothing that a person asked for is lost or done twice by this page.
import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, RECORDED, REFUSED, SENDING, WAITING } from "/static/coordination/client/room/outbox.js";
import { entry } from "../../web/scripts/frames.mjs";

const post = (id) => ({ type: "post_message", id, text: "hello", audience: "everyone" });
const states = (outbox) => outbox.list().map((item) => item.state);

function sending(id = "a") {
  const outbox = new Outbox();
  outbox.add(post(id), { at: 0 });
  outbox.sending(id);
  return outbox;
}

class MemoryStorage {
  values = new Map();
  getItem(key) {
    return this.values.get(key) ?? null;
  }
  setItem(key, value) {
    this.values.set(key, value);
  }
}

test("what was under way when the connection ended waits to be sent again with the same id", () => {
  const outbox = sending("a");

  outbox.connectionLost();

  assert.deepEqual(
    outbox.unsent().map((item) => item.command.id),
    ["a"],
  );
});

test("an acknowledgement before the entry keeps the command until the entry is here", () => {
  const outbox = sending("a");

  outbox.acked("a", 7, 6);
  assert.deepEqual(states(outbox), [RECORDED]);
  outbox.arrived(entry(7, undefined, { command_id: "a" }));
  assert.deepEqual(states(outbox), []);
});

test("an entry before the acknowledgement is enough", () => {
  const outbox = sending("a");

  outbox.arrived(entry(7, undefined, { command_id: "a" }));
  outbox.acked("a", 7, 7);

  assert.deepEqual(states(outbox), []);
});

test("someone else's entry does not settle mine", () => {
  const outbox = sending("a");

  outbox.arrived(entry(7, undefined, { command_id: "b" }));

  assert.deepEqual(states(outbox), [SENDING]);
});

test("a refusal stays until it is dismissed, and is not sent again", () => {
  const outbox = sending("a");

  outbox.nacked("a", { code: "audience_not_allowed", title: "no" });

  assert.deepEqual(states(outbox), [REFUSED]);
  assert.deepEqual(outbox.unsent(), []);
  assert.equal(outbox.dismiss("a").command.text, "hello");
  assert.deepEqual(states(outbox), []);
});

test("a refusal for now waits", () => {
  const outbox = sending("a");

  outbox.nacked("a", { code: "try_later", title: "later" });

  assert.deepEqual(states(outbox), [WAITING]);
});

test("a reload keeps what is unsent, and sends it again", () => {
  const storage = new MemoryStorage();
  const before = new Outbox({ key: "room", storage });
  before.add(post("a"), { at: 0 });
  before.sending("a");

  const after = new Outbox({ key: "room", storage });

  assert.deepEqual(
    after.unsent().map((item) => item.command),
    [post("a")],
  );
});

test("another room's unsent commands stay there", () => {
  const storage = new MemoryStorage();
  new Outbox({ key: "room one", storage }).add(post("a"), { at: 0 });

  assert.deepEqual(new Outbox({ key: "room two", storage }).list(), []);
});
