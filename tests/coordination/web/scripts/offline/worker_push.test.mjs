// What stands on a locked screen, as the service worker leaves it: a mayday is not replaced by the next news of its room.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const WORKER = new URL(import.meta.resolve("/static/coordination/offline/worker_push.js"));
const ROOM = "room:r";

// A browser without a network: notifications of one tag replace each other, as the standard says.
class Browser {
  shown = new Map();
  listeners = {};

  constructor() {
    const registration = {
      showNotification: async (title, options) => void this.#show(title, options),
      getNotifications: async ({ tag = "" } = {}) =>
        [...this.shown.values()].filter((one) => tag === "" || one.tag === tag),
    };
    const self = {
      registration,
      navigator: { language: "en" },
      addEventListener: (name, listener) => void (this.listeners[name] = listener),
    };
    vm.runInNewContext(readFileSync(WORKER, "utf8"), {
      self,
      PAGES_OF_ALERTS: { tip_waits: "/prevention/tips" },
      fetch: async () => Promise.reject(new TypeError("no network")),
      console,
    });
  }

  #show(title, options) {
    if (options.renotify && !options.tag) throw new TypeError("renotify without a tag");
    this.shown.set(options.tag, { title, ...options, close: () => this.shown.delete(options.tag) });
  }

  async hears(kind, title, { line = ROOM, room = "r", stays = true, silent = false } = {}) {
    const message = { kind, title, body: "", line, room_id: room, stays, is_silent: silent, notification_id: title };
    let work;
    const event = { data: { json: () => message }, waitUntil: (promise) => void (work = promise) };
    this.listeners.push(event);
    await work;
  }

  get titles() {
    return [...this.shown.values()].map(({ title }) => title);
  }
}

test("a mayday stands beside later news of its room, aloud and until it is read", async () => {
  const browser = new Browser();
  await browser.hears("mayday_called", "MAYDAY", { line: `${ROOM}:one` });

  await browser.hears("room_reported", "A room asks for help");
  await browser.hears("command_missing", "No one is in command");

  assert.deepEqual(browser.titles, ["MAYDAY", "No one is in command"]);
  const { requireInteraction, renotify, silent } = browser.shown.get(`${ROOM}:one`);
  assert.deepEqual([requireInteraction, renotify, silent], [true, true, false]);
});

test("that it is cleared takes its place, and no other's", async () => {
  const browser = new Browser();
  await browser.hears("mayday_called", "MAYDAY", { line: `${ROOM}:one` });
  await browser.hears("mayday_called", "OFFICER DOWN", { line: `${ROOM}:two` });

  await browser.hears("mayday_cleared", "The mayday is cleared", { line: `${ROOM}:one` });

  assert.deepEqual(browser.titles.toSorted(), ["OFFICER DOWN", "The mayday is cleared"]);
});

test("three presses stand beside each other until the all clear, and a mayday after it", async () => {
  const browser = new Browser();
  for (const [line, title] of Object.entries({ a: "Active threat", b: "Medical emergency", c: "Fire" }))
    await browser.hears("panic_pressed", title, { line: `${ROOM}:${line}` });
  await browser.hears("mayday_called", "MAYDAY", { line: `${ROOM}:one` });
  await browser.hears("panic_pressed", "Fire at another school", { line: "room:s:d", room: "s" });
  assert.equal(browser.titles.length, 5);

  await browser.hears("all_clear_given", "All clear");

  assert.deepEqual(browser.titles.toSorted(), ["All clear", "Fire at another school", "MAYDAY"]);
});

test("nothing of a closed incident stands", async () => {
  const browser = new Browser();
  await browser.hears("panic_pressed", "Active threat", { line: `${ROOM}:a` });
  await browser.hears("real_world_declared", "REAL, NOT A DRILL", { line: `${ROOM}:b` });

  await browser.hears("incident_closed", "Incident closed");

  assert.deepEqual(browser.titles, ["Incident closed"]);
});

test("what is told without a sound stays silent when it comes again", async () => {
  const browser = new Browser();

  await browser.hears("panic_pressed", "Lockdown!", { silent: true });

  const { renotify, silent } = browser.shown.get(ROOM);
  assert.deepEqual([renotify, silent], [false, true]);
});
