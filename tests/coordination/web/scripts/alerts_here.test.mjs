// A server that has lost the key of its web push is not silent to a browser that was told before.
import assert from "node:assert/strict";
import test from "node:test";
import { deviceHere } from "/static/coordination/alerts/alerts_here.js";

const OLD = Buffer.from("the key that is lost").toString("base64url");
const NEW = Buffer.from("the key that is new").toString("base64url");
const bytes = (key) => new Uint8Array(Buffer.from(key, "base64url")).buffer;

// A browser with one subscription, as its push service has it; a second one for another key is refused, as they do.
class Browser {
  constructor(key) {
    this.subscription = this.#made(key);
  }
  #made(key) {
    return {
      options: { applicationServerKey: key && bytes(key) },
      toJSON: () => ({ endpoint: "https://push.example/x" }),
      unsubscribe: async () => {
        this.subscription = null;
      },
    };
  }
  pushManager = {
    getSubscription: async () => this.subscription,
    subscribe: async ({ applicationServerKey }) => {
      if (this.subscription) throw new Error("InvalidStateError");
      this.subscription = this.#made(Buffer.from(applicationServerKey).toString("base64url"));
      return this.subscription;
    },
  };
}

// The server's side, for someone who was registered as "first"; each registration gets the next id.
function server(key) {
  const devices = [{ id: "first" }];
  return {
    get: async (path) => (path === "/devices" ? devices : { public_key: key }),
    post: async () => {
      devices.push({ id: "second" });
      return { id: "second" };
    },
  };
}

function open(browser) {
  const kept = new Map([["/alerts-device", "first"]]);
  const store = { put: async (at, answer) => kept.set(at, await answer.text()) };
  const globals = {
    window: { PushManager: true, Notification: true },
    document: { documentElement: { lang: "en" } },
    navigator: {
      serviceWorker: { register: async () => browser, ready: browser, getRegistration: async () => browser },
    },
    caches: {
      open: async () => store,
      match: async (at) => (kept.has(at) ? new Response(kept.get(at)) : undefined),
    },
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  return kept;
}

test("with the key that it knows a browser stays registered as it is", async () => {
  const browser = new Browser(OLD);
  open(browser);

  assert.equal(await deviceHere(server(OLD)), "first");
});

test("with another key it subscribes anew by itself, and is registered for that", async () => {
  const browser = new Browser(OLD);
  const kept = open(browser);

  const id = await deviceHere(server(NEW));

  assert.equal(id, "second");
  assert.equal(kept.get("/alerts-device"), "second");
  assert.deepEqual(browser.subscription.options.applicationServerKey, bytes(NEW));
});

test("a browser that does not say for which key it subscribed is believed", async () => {
  open(new Browser(null));

  assert.equal(await deviceHere(server(NEW)), "first");
});
