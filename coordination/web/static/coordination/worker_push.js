// The part of the service worker that hears pushes while no page is open. What arrives is generic: ids and words without
// any name or place.

const API = "/api/v1";
// What people send to their own devices: there is no room behind it.
const TEST = "test_alert";

self.addEventListener("push", (event) => {
  let message = null;
  try {
    message = event.data?.json() ?? null;
  } catch {
    // not ours
  }
  if (message === null) return;
  event.waitUntil(Promise.all([show(message), report(message, "delivered")]));
});

function show(message) {
  return self.registration.showNotification(message.title, {
    body: message.body,
    // One line per room: a second send replaces the first instead of standing beside it. A test has a line of its own.
    tag: `${message.kind === TEST ? "test" : "room"}-${message.room_id}`,
    renotify: !message.is_silent,
    silent: message.is_silent,
    requireInteraction: message.kind === "panic_pressed" || message.kind === "flash_posted",
    lang: self.navigator.language,
    icon: "/static/coordination/mark.svg",
    data: { kind: message.kind, room_id: message.room_id, notification_id: message.notification_id },
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(Promise.all([report(event.notification.data, "opened"), open(event.notification.data)]));
});

async function open({ kind, room_id }) {
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
