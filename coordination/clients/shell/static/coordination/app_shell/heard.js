// What the app hears of alerts while it runs, on whatever page: it says that they came and were opened, and goes to what
// they are about.

import { Api } from "../api.js";
import { shellPlugins } from "./device.js";

/** @typedef {{ data?: { notification_id?: string, room_id?: string, seq?: string, kind?: string } }} Alert */

// Of a desk or an account there is no room and no entry, "0": what waits is on one page.
/** @param {Alert} alert */
export function pageOf({ data: { room_id = "", seq = "0", kind } = {} }) {
  if (kind === "test_alert") return `/account/alerts/tests/${encodeURIComponent(room_id)}`;
  return seq === "0" ? "/waiting" : `/rooms/${encodeURIComponent(room_id)}`;
}

/**
 * @param {{ plugins?: import("./device.js").Plugins | null, api?: Pick<Api, "post">, go?: (page: string) => unknown }} [parts]
 */
export function hearAlerts({ plugins = shellPlugins(), api, go = (page) => location.assign(page) } = {}) {
  if (!plugins) return;
  const asks = api ?? new Api();
  const report = (/** @type {Alert} */ { data }, /** @type {string} */ stage) =>
    data?.notification_id
      ? asks.post(`/notifications/${encodeURIComponent(data.notification_id)}/receipts`, { stage }).catch(() => {})
      : undefined;
  plugins.FirebaseMessaging.addListener("notificationReceived", ({ notification }) =>
    report(notification, "delivered"),
  );
  plugins.FirebaseMessaging.addListener("notificationActionPerformed", async ({ notification }) => {
    await report(notification, "opened");
    go(pageOf(notification));
  });
}

const RENEWED = "session-renewed-at";
const DAY_MS = 86_400_000;

/**
 * The session lasts for as long as the app is opened: a phone whose session has ended rings, and cannot press the alarm.
 * @param {{ api?: Pick<Api, "post">, kept?: Pick<Storage, "getItem" | "setItem">, now?: () => number }} [parts]
 */
export async function keepSession({ api = new Api(), kept = localStorage, now = Date.now } = {}) {
  if (now() - Number(kept.getItem(RENEWED) ?? 0) < DAY_MS) return;
  try {
    await api.post("/me/session", {});
    kept.setItem(RENEWED, String(now()));
  } catch {
    // No one is signed in, the session is locked, or there is no network: the next page asks again.
  }
}

hearAlerts();
if (shellPlugins()) void keepSession();
