// A room for an app: what a server that is not honest sends is not taken for the room's log, and no mail stops the reader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { BrokenLog } from "/static/coordination/client/log/chain.js";
import { headsIn } from "/static/coordination/client/log/heads.js";
import { RoomClient } from "/static/coordination/client/room/room_client.js";
import { Session } from "/static/coordination/client/session.js";

const VECTORS = new URL("../../../../docs/examples/vectors/", import.meta.url);
const { whole, broken, after } = JSON.parse(readFileSync(new URL("chain.json", VECTORS), "utf8"));

class FakeSocket {
  readyState = 1;
  sent = [];
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  says(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

async function following(t, options = { isWhole: true }) {
  const fetcher = async () => Response.json({ ticket: "once" }, { status: 201 });
  const socket = new FakeSocket();
  const session = new Session({ origin: "https://here.example", token: "t", fetcher });
  const room = new RoomClient({ session, roomId: "r", open: () => socket, ...options });
  const told = [];
  room.on("entry", ({ seq }) => told.push(seq));
  room.on("broken", (error) => told.push(error));
  room.on("ended", (reason) => told.push(reason));
  t.after(() => room.stop());
  room.start();
  while (!socket.onopen) await new Promise((resolve) => setImmediate(resolve));
  socket.onopen();
  socket.says({ type: "welcome", head: 7, audiences: ["everyone"], window: 64 });
  return { room, socket, told };
}

test("a log that is whole is followed and checked to its end", async (t) => {
  const { room, socket, told } = await following(t);

  for (const frame of whole[1].frames) socket.says(frame);
  await room.checking;

  assert.deepEqual(told, [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(room.chain.hash, whole[1].hash);
});

test("from a state it is checked on from the state's hash", async (t) => {
  const { room, socket, told } = await following(t, {});

  socket.says({ type: "state", since: 0, seq: after.seq, hash: after.hash, part: 1, parts: 1, objects: {} });
  for (const frame of after.frames) socket.says(frame);
  await room.checking;

  assert.deepEqual(told, [4, 5, 6, 7]);
  assert.equal(room.chain.hash, after.last);
});

test("what is not the log that was recorded ends it, and a command is not sent into it", async (t) => {
  for (const name of ["other words", "another hash", "withheld, with a digest that is no hex"]) {
    const { frames, seq } = broken.find((one) => one.name === name);
    const { room, socket, told } = await following(t);

    for (const frame of frames) socket.says(frame);
    await room.checking;

    const error = told.find((one) => one instanceof BrokenLog);
    assert.equal(error?.seq, seq, name);
    assert.equal(room.endReason, "broken", name);
    await assert.rejects(room.command("post_message", { text: "x" }), { code: "broken" });
  }
});

test("a mail of a stranger is read in a moment, and what only begins as a head is none", () => {
  const begun = Date.now();

  assert.deepEqual(headsIn('{"musterpoint_head" no}'), []);
  assert.deepEqual(headsIn('{"musterpoint_head"'.repeat(100_000)), []);
  assert.deepEqual(headsIn('{"musterpoint_head"} '.repeat(100_000)), []);
  assert.deepEqual(headsIn('{"musterpoint_head" no} {"musterpoint_head":{"seq":1}}'), [
    { musterpoint_head: { seq: 1 } },
  ]);

  assert.ok(Date.now() - begun < 5000);
});
