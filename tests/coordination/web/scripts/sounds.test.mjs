// Three windows of one dispatcher are one alarm: it sounds in one of those that can be heard, and in no other.
import assert from "node:assert/strict";
import test from "node:test";

const SOUNDS = "/static/coordination/watch/sounds.js";

class Locks {
  held = new Set();
  async request(name, _options, work) {
    if (this.held.has(name)) return work(null);
    this.held.add(name);
    try {
      return await work({ name });
    } finally {
      this.held.delete(name);
    }
  }
}

// One browser: its windows share the locks; each has a module and a sound of its own.
async function windowOf(locks, state, number) {
  const { soundAlarm } = await import(`${SOUNDS}?window=${number}-${Math.random()}`);
  const played = [];
  class Context {
    state = state;
    currentTime = 0;
    destination = {};
    resume = async () => {};
    createGain = () => ({ gain: {}, connect() {} });
    createOscillator = () => ({ frequency: {}, connect() {}, start: () => played.push(1), stop() {} });
  }
  return {
    played,
    alarm(isExercise = false, room = "r") {
      Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
      globalThis.AudioContext = Context;
      globalThis.document = { documentElement: { dataset: {} } };
      globalThis.localStorage = { getItem: () => null };
      void soundAlarm(isExercise, room);
    },
  };
}

const heard = (windows) => windows.filter(({ played }) => played.length > 0).length;

test("one of three windows sounds", async () => {
  const locks = new Locks();
  const windows = await Promise.all([1, 2, 3].map((number) => windowOf(locks, "running", number)));

  for (const one of windows) one.alarm();

  assert.equal(heard(windows), 1);
});

test("a window that no one has touched takes the turn of none that can be heard", async () => {
  const locks = new Locks();
  const silent = await windowOf(locks, "suspended", 4);
  const loud = await windowOf(locks, "running", 5);

  silent.alarm();
  loud.alarm();

  assert.deepEqual([silent.played.length > 0, loud.played.length > 0], [false, true]);
});

test("another incident sounds beside it", async () => {
  const locks = new Locks();
  const windows = await Promise.all([6, 7].map((number) => windowOf(locks, "running", number)));

  windows[0].alarm(false, "one");
  windows[1].alarm(true, "other");

  assert.equal(heard(windows), 2);
});
