// The part of the service worker that hears pushes while no page is open. What arrives is generic: ids and words without
// any name or place. It is shown at once; which school and where is then asked of the server, by the person signed in.

const API = "/api/v1";
// What people send to their own devices: there is no room behind it.
const TEST = "test_alert";
// Nor behind these: all that a push says is that something waits.
const PAGES = {
  account_acted: "/account/sessions",
  ...PAGES_OF_ALERTS,
};
// What ends which other lines of its room. A line is replaced only by one of the same name: presses, maydays and what is
// real have each their own.
const ENDED_BY = {
  all_clear_given: (kind) => kind.startsWith("panic_"),
  incident_closed: () => true,
};

self.addEventListener("push", (event) => {
  let message = null;
  try {
    message = event.data?.json() ?? null;
  } catch {
    // not ours
  }
  if (message === null) return;
  event.waitUntil(Promise.all([show(message).then(() => showWhere(message)), report(message, "delivered")]));
});

async function show(message) {
  await putAway(message);
  return self.registration.showNotification(message.title, {
    body: message.body,
    tag: message.line,
    renotify: !message.is_silent,
    silent: message.is_silent,
    requireInteraction: message.stays,
    lang: self.navigator.language,
    icon: "/static/coordination/mark.svg",
    data: { kind: message.kind, room_id: message.room_id, notification_id: message.notification_id },
  });
}

// What is over does not go on standing beside the word that it is over.
async function putAway({ kind, room_id, line }) {
  const isOver = ENDED_BY[kind];
  if (!isOver) return;
  for (const one of await self.registration.getNotifications())
    if (one.data?.room_id === room_id && one.tag !== line && isOver(one.data.kind)) one.close();
}

// The same line again, without a sound, with what its reader may know of the place; gone meanwhile, it stays gone.
async function showWhere(message) {
  if (message.kind === TEST || Object.hasOwn(PAGES, message.kind)) return;
  try {
    // Every real one that is open, and the newest of the others: all phones of a school ask at the same moment.
    const incident = (await ask("GET", "/incidents?limit=5"))?.find((one) => one.room_id === message.room_id);
    const [shown] = await self.registration.getNotifications({ tag: message.line });
    if (!incident || shown?.data?.notification_id !== message.notification_id) return;
    const title = incident.title_in?.[self.navigator.language.split("-")[0]] ?? incident.title;
    const body = `${message.body}\n${incident.site}: ${title}`;
    await show({ ...message, body, is_silent: true });
  } catch {
    // No network: what stands there is true, and says less.
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(Promise.all([report(event.notification.data, "opened"), open(event.notification.data)]));
});

async function open({ kind, room_id }) {
  if (Object.hasOwn(PAGES, kind)) return self.clients.openWindow(PAGES[kind]);
  const folder = kind === TEST ? "/account/alerts/tests" : "/rooms";
  return self.clients.openWindow(`${folder}/${encodeURIComponent(room_id)}`);
}

// A receipt that cannot be sent is no reason to fail: the ledger then says what the provider said.
async function report({ notification_id }, stage) {
  const token = (await self.cookieStore?.get("csrftoken"))?.value;
  if (!token || !notification_id) return;
  try {
    await fetch(`${API}/notifications/${encodeURIComponent(notification_id)}/receipts`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ stage }),
    });
  } catch {
    // no network
  }
}

// --- the browser made its subscription anew -----------------------------------------------------------------------
// Without a word to the server, alerts would go to the old one, and no one would notice before an alarm.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribeAgain(event)));

async function subscribeAgain({ newSubscription = null }) {
  try {
    const device = await deviceHere();
    const token = device && (await tokenHere());
    if (!token) return;
    const subscription = newSubscription ?? (await subscribed());
    const { platform, locale } = device;
    const made = await ask(
      "POST",
      "/devices",
      { kind: "webpush", value: JSON.stringify(subscription), platform, locale },
      token,
    );
    if (made === null || made.id === device.id) return;
    await (await caches.open(REMEMBERED)).put(DEVICE, new Response(made.id));
    await ask("DELETE", `/devices/${encodeURIComponent(device.id)}`, null, token);
  } catch {
    // No network, or no permission any more: the page of one's own devices says that this browser is not told.
  }
}

// What alerts_here.js keeps: under which id the server tells this browser something.
const REMEMBERED = "alerts";
const DEVICE = "/alerts-device";

// The device as the server lists it to the person signed in; null for no one, and for another person than asked to be
// told here: a new subscription must not make one tell the other's alerts.
async function deviceHere() {
  const id = await (await caches.match(DEVICE, { cacheName: REMEMBERED }))?.text();
  const devices = id ? await ask("GET", "/devices") : null;
  return devices?.find((device) => device.id === id) ?? null;
}

async function subscribed() {
  const { public_key: applicationServerKey } = await ask("GET", "/devices/web-push-key");
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

// In some browsers a worker sees no cookies; pages carry a token, too.
async function tokenHere() {
  const kept = (await self.cookieStore?.get("csrftoken"))?.value;
  if (kept) return kept;
  const page = await (await fetch("/account/alerts", { credentials: "same-origin" })).text();
  return /<meta name="csrf-token" content="(\w+)"/.exec(page)?.[1] ?? null;
}

// Return what the server answers, or null if it refuses.
async function ask(method, path, body = null, token = "") {
  const headers = { accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = token;
  if (body !== null) headers["content-type"] = "application/json";
  const sent = body === null ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(API + path, { method, headers, credentials: "same-origin", cache: "no-store", ...sent });
  if (!answer.ok) return null;
  return answer.status === 204 ? {} : answer.json();
}
