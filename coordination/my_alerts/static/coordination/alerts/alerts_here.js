// Let this browser be told of alerts when its page is closed: subscribe with our VAPID key, register as a device.

import { askForAlerts, forgetPhone, phoneDevice } from "../app_shell/alerts.js";
import { shellPlugins } from "../app_shell/device.js";
import { registerWorker } from "../offline/worker.js";
import { word } from "../words.js";

// Where the device's id is kept: in a cache, which the service worker finds too (worker_push.js), and which goes with
// the subscription when the browser's storage is cleared.
const REMEMBERED = "alerts";
const DEVICE = "/alerts-device";

/** @param {string} base64url */
export function bytesOf(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

export function isSupported() {
  return shellPlugins() !== null || takesWebPush();
}

function takesWebPush() {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** @param {import("../api.js").Api} api @returns {Promise<string>} the device's id */
export async function subscribe(api) {
  const device = shellPlugins() ? await phoneDevice() : await browserDevice(api);
  const { id } = await api.post("/devices", { ...device, locale: document.documentElement.lang });
  await remember(id);
  return id;
}

/** @param {import("../api.js").Api} api */
async function browserDevice(api) {
  const { public_key } = await api.get("/devices/web-push-key");
  const registration = await registerWorker();
  await navigator.serviceWorker.ready;
  const before = await registration.pushManager.getSubscription();
  // A browser holds one subscription, and gives none for another key beside it.
  if (before && !isOfKey(before, public_key)) await before.unsubscribe();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(public_key),
  });
  return { kind: "webpush", value: JSON.stringify(subscription.toJSON()), platform: systemName(navigator) };
}

// What its owner tells one browser from another by; a guess is good enough, and nothing hangs on it.
/** @param {{ userAgentData?: any, userAgent?: string }} browser */
export function systemName({ userAgentData, userAgent = "" }) {
  const told = userAgentData?.platform;
  if (told) return told.replace(/[^\x20-\x7e]/g, "").slice(0, 40);
  const known = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux"].find((name) =>
    userAgent.includes(name),
  );
  return known ?? "web";
}

/** @param {string} id */
async function remember(id) {
  try {
    await (await caches.open(REMEMBERED)).put(DEVICE, new Response(id));
  } catch {
    // private windows keep nothing: the page then asks to be registered again, which changes nothing
  }
}

async function remembered() {
  try {
    return (await (await caches.match(DEVICE, { cacheName: REMEMBERED }))?.text()) ?? null;
  } catch {
    return null;
  }
}

async function subscription() {
  if (!takesWebPush()) return null;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

// Whether a subscription is for this key of the server. Browsers that do not say are believed.
/** @param {{ options?: { applicationServerKey?: ArrayBuffer | null } }} kept @param {string} publicKey */
export function isOfKey(kept, publicKey) {
  const key = kept.options?.applicationServerKey;
  if (!key) return true;
  const [theirs, ours] = [new Uint8Array(key), bytesOf(publicKey)];
  return theirs.length === ours.length && ours.every((byte, at) => byte === theirs[at]);
}

// The id under which the server tells this browser something, or null. The browser's own subscription says nothing of
// that: it outlives a sign-out, after which no one is told here. A server that has lost its key has another one, and
// push services take nothing from it for the old subscription: this browser then subscribes anew by itself.
/** @param {import("../api.js").Api} api */
export async function deviceHere(api) {
  const id = await remembered();
  const kept = shellPlugins() || !id ? null : await subscription();
  if (!id || (!shellPlugins() && !kept)) return null;
  const devices = await api.get("/devices");
  if (!devices.some((/** @type {{ id: string }} */ device) => device.id === id)) return null;
  // A phone says at each start what its token, its language and its version are by now.
  if (kept === null) return subscribe(api);
  const { public_key } = await api.get("/devices/web-push-key");
  return isOfKey(kept, public_key) ? id : subscribe(api);
}

export async function unsubscribe() {
  if (shellPlugins()) return void (await forgetPhone());
  await (await subscription())?.unsubscribe();
}

// Asks for permission only when someone presses the button: a page that asks at once is told no.
/** @param {{ api: import("../api.js").Api, button: HTMLButtonElement, say: HTMLElement, onRegistered?: () => void }} parts */
export async function alertsHere({ api, button, say, onRegistered = () => {} }) {
  /** @param {string} key @param {Record<string, unknown>} [values] */
  const show = (key, values) => {
    say.textContent = word(`alerts.${key}`, values);
    button.setAttribute("aria-pressed", String(key === "on"));
  };
  if (!isSupported()) {
    button.disabled = true;
    show("unsupported");
    return;
  }
  button.addEventListener("click", async () => {
    if (!(shellPlugins() ? await askForAlerts() : (await Notification.requestPermission()) === "granted")) {
      show("denied");
      return;
    }
    try {
      await subscribe(api);
      show("on");
      onRegistered();
    } catch (error) {
      show("failed", { why: error.message });
    }
  });
  try {
    show((await deviceHere(api)) ? "on" : "off");
  } catch {
    say.textContent = word("problem.unreachable");
  }
}
