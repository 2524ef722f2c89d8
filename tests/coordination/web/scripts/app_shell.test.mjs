// What pages take from the app for the stores has the browser's form; in a browser it is the browser's own.
import assert from "node:assert/strict";
import test from "node:test";

const DEVICE = "/static/coordination/app_shell/device.js";
const { feelOnce, positionsHere, shellPlatform, shellPlugins, wakeLocks } = await import(DEVICE);

function inApp(plugins) {
  globalThis.Capacitor = { isNativePlatform: () => true, getPlatform: () => "ios", Plugins: plugins };
  globalThis.document = { title: "Incident" };
}

function inBrowser(navigator) {
  delete globalThis.Capacitor;
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}

// The plug-in for positions, with one watcher.
class Positions {
  removed = [];
  addWatcher(options, told) {
    Object.assign(this, { options, told });
    return Promise.resolve("watch-7");
  }
  async removeWatcher({ id }) {
    this.removed.push(id);
  }
}

test("a browser's own wake lock and geolocation are what a page gets there, and it stays still", () => {
  const own = { wakeLock: {}, geolocation: {} };
  inBrowser(own);

  assert.equal(wakeLocks(), own.wakeLock);
  assert.equal(
    positionsHere(() => ""),
    own.geolocation,
  );
  assert.equal(shellPlugins(), null);
  assert.equal(shellPlatform(), "web");
  assert.equal(feelOnce(), undefined);
});

test("a page in a browser that only has the name of Capacitor is in no app", () => {
  inBrowser({});
  globalThis.Capacitor = { isNativePlatform: () => false, Plugins: {} };
  assert.equal(shellPlugins(), null);
});

test("the screen stays on until the lock is released", async () => {
  const asked = [];
  inApp({ KeepAwake: { keepAwake: async () => asked.push("on"), allowSleep: async () => asked.push("off") } });

  const lock = await wakeLocks().request("screen");
  assert.deepEqual([asked, lock.released], [["on"], false]);
  await lock.release();

  assert.deepEqual([asked, lock.released], [["on", "off"], true]);
});

test("a phone that refuses to stay on says so, as a browser does", async () => {
  inApp({ KeepAwake: { keepAwake: async () => Promise.reject(new Error("no")) } });
  await assert.rejects(wakeLocks().request("screen"));
});

test("positions of the app have the form of the browser's, and end when they are not watched any more", async () => {
  const plugin = new Positions();
  const [fixes, refusals] = [[], []];
  inApp({ BackgroundGeolocation: plugin });
  const here = positionsHere(() => "On the map");

  const watch = here.watchPosition(fixes.push.bind(fixes), refusals.push.bind(refusals), {});
  plugin.told({ latitude: 39.8, longitude: -98.5, accuracy: 5, bearing: 90, speed: null, time: 1000 });
  // As the bridge tells a fault: no fix, and the error.
  plugin.told(null, { code: "NOT_AUTHORIZED" });
  plugin.told(null, { code: "LATER" });
  here.clearWatch(watch);
  await new Promise(setImmediate);

  const coords = { latitude: 39.8, longitude: -98.5, accuracy: 5, heading: 90, speed: null };
  assert.deepEqual(fixes[0], { coords, timestamp: 1000 });
  assert.deepEqual(
    refusals.map(({ code, PERMISSION_DENIED }) => code === PERMISSION_DENIED),
    [true, false],
  );
  assert.deepEqual(plugin.removed, ["watch-7"]);
  // Without a text Android would stop it as soon as the phone is put away.
  assert.equal(plugin.options.backgroundMessage, "On the map");
});

test("what a tapped alert is about is on its page", async () => {
  inBrowser({});
  const { hearAlerts, pageOf } = await import("/static/coordination/app_shell/heard.js");
  const heard = {};
  const [went, posted] = [[], []];
  const plugins = { FirebaseMessaging: { addListener: (name, then) => (heard[name] = then) } };
  const api = { post: async (...what) => posted.push(what) };
  hearAlerts({ plugins, api, go: (page) => went.push(page) });

  const ids = { notification_id: "a/b", room_id: "../x", seq: "4", kind: "panic_pressed" };
  await heard.notificationActionPerformed({ notification: { data: ids } });
  await heard.notificationActionPerformed({ notification: {} });

  assert.deepEqual(posted, [["/notifications/a%2Fb/receipts", { stage: "opened" }]]);
  assert.deepEqual(went, ["/rooms/..%2Fx", "/waiting"]);
  assert.equal(pageOf({ data: { seq: "0", kind: "tip_waits", room_id: "r" } }), "/waiting");
  assert.equal(pageOf({ data: { seq: "0", kind: "test_alert", room_id: "r" } }), "/account/alerts/tests/r");
});

test("the session is renewed once a day, and asked for again until it was", async () => {
  const { keepSession } = await import("/static/coordination/app_shell/heard.js");
  const store = new Map();
  const kept = { getItem: (name) => store.get(name) ?? null, setItem: (name, text) => store.set(name, text) };
  const asked = [];
  let isLocked = true;
  const api = { post: async (path) => (asked.push(path), isLocked ? Promise.reject(new Error("locked")) : {}) };
  let now = 1e12;
  const look = () => keepSession({ api, kept, now: () => now });

  await look();
  isLocked = false;
  await look();
  await look();
  now += 86_400_001;
  await look();

  assert.deepEqual(asked, Array(3).fill("/me/session"));
});

test("an alert that the server does not know any more is opened all the same", async () => {
  const { hearAlerts } = await import("/static/coordination/app_shell/heard.js");
  const heard = {};
  const went = [];
  const plugins = { FirebaseMessaging: { addListener: (name, then) => (heard[name] = then) } };
  hearAlerts({ plugins, api: { post: () => Promise.reject(new Error("404")) }, go: (page) => went.push(page) });

  await heard.notificationActionPerformed({ notification: { data: { notification_id: "n", room_id: "r", seq: "1" } } });

  assert.deepEqual(went, ["/rooms/r"]);
});
