// The screen stays on while a real incident is open and its page is looked at, and no longer.
import assert from "node:assert/strict";
import test from "node:test";

const AWAKE = "/static/coordination/incident/awake.js";

// A page and its browser: `asked` counts how often the screen was asked to stay on.
async function pageOf({ isExercise = false, isOpen = true, refuses = false } = {}) {
  const held = new Set();
  let asked = 0;
  const wakeLock = {
    async request() {
      asked += 1;
      if (refuses) throw new Error("empty battery");
      const lock = { released: false, release: async () => void (lock.released = held.delete(lock)) };
      held.add(lock);
      return lock;
    },
  };
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  Object.defineProperty(globalThis, "navigator", { value: { wakeLock }, configurable: true });
  globalThis.document = document;
  const { Awake } = await import(AWAKE);
  const page = {
    connection: Object.assign(new EventTarget(), { phase: "current" }),
    log: { hasState: true },
    room: { isOpen, isExercise },
    isSharing: false,
    ofCapabilities: { isActive: () => page.isSharing },
  };
  const awake = new Awake(page);
  return {
    page,
    document,
    awake,
    get isOn() {
      return held.size === 1;
    },
    get asked() {
      return asked;
    },
    // As the browser does when one looks at something else.
    hide() {
      document.visibilityState = "hidden";
      for (const lock of held) void lock.release();
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

test("in every real incident that is open, from the first second on", async () => {
  const here = await pageOf();

  here.page.connection.dispatchEvent(new Event("tick"));
  await here.awake.look();

  assert.deepEqual([here.isOn, here.asked], [true, 1]);
});

test("not in an exercise, unless a position is shared there", async () => {
  const here = await pageOf({ isExercise: true });
  await here.awake.look();
  assert.equal(here.isOn, false);

  here.page.isSharing = true;
  await here.awake.look();

  assert.equal(here.isOn, true);
});

test("until it is closed, or its reader's access has ended", async () => {
  for (const end of [(page) => (page.room.isOpen = false), (page) => (page.connection.phase = "ended")]) {
    const here = await pageOf();
    await here.awake.look();

    end(here.page);
    await here.awake.look();

    assert.equal(here.isOn, false);
  }
});

test("again when one comes back to the page", async () => {
  const here = await pageOf();
  await here.awake.look();
  here.hide();
  assert.equal(here.isOn, false);

  here.document.visibilityState = "visible";
  here.document.dispatchEvent(new Event("visibilitychange"));
  await new Promise((resolve) => setImmediate(resolve));

  assert.deepEqual([here.isOn, here.asked], [true, 2]);
});

test("a browser that refuses is not asked again each second", async () => {
  const here = await pageOf({ refuses: true });

  for (let second = 0; second < 5; second += 1) await here.awake.look();

  assert.equal(here.asked, 1);
});
