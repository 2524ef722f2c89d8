// Let this browser be told of alerts when its page is closed: subscribe with our VAPID key, register as a device.

import { word } from "./words.js";

const WORKER = "/push-worker.js";

export function bytesOf(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

export function isSupported() {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

export async function subscribe(api) {
  const { public_key } = await api.get("/devices/web-push-key");
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(public_key),
  });
  const { id } = await api.post("/devices", {
    kind: "webpush",
    value: JSON.stringify(subscription.toJSON()),
    platform: "web",
    locale: document.documentElement.lang,
  });
  return id;
}

async function isOn() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return Boolean(await registration?.pushManager.getSubscription());
}

// Asks for permission only when somebody presses the button: a page that asks at once is told no.
export async function alertsHere({ api, button, say }) {
  const show = (key, values) => {
    say.textContent = word(`alerts.${key}`, values);
    button.setAttribute("aria-pressed", String(key === "on"));
  };
  if (!isSupported()) {
    button.disabled = true;
    show("unsupported");
    return;
  }
  show((await isOn()) ? "on" : "off");
  button.addEventListener("click", async () => {
    if ((await Notification.requestPermission()) !== "granted") {
      show("denied");
      return;
    }
    try {
      await subscribe(api);
      show("on");
    } catch (error) {
      show("failed", { why: error.message });
    }
  });
}
