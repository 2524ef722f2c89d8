// A new incident, wherever its reader is in the product: a strip with kind, school, address and age, a sound, the title
// and a badge. It stays until it is opened or seen, in any window of this browser.

import { element } from "../element.js";
import { saidIn, textWith } from "../words.js";
import { theWatch } from "./incident_watch.js";
import { readySoundsSoon, soundAlarm } from "./sounds.js";

// Only who responds, and a district's people, are told.
const told = document.getElementById("watch-words");
const words = told === null ? null : JSON.parse(told.textContent);
/** @typedef {import("./incident_watch.js").WatchedIncident} WatchedIncident */

const watch = theWatch();
const others = "BroadcastChannel" in globalThis ? new BroadcastChannel("musterpoint.incidents") : null;
const title = document.title;
// A server that is started anew is back within a second or two.
const LOST_AFTER_MS = 5_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let lostTimer;
/** @type {Map<string, WatchedIncident>} */
const unseen = new Map();
const stack = element("div", { class: "incident-notices", role: "region", "aria-label": words?.new_incidents });

/** @param {string} list @param {string} value */
function labelOf(list, value) {
  return words.lists[list]?.[value] ?? value;
}

/** @param {WatchedIncident} one */
function line(one) {
  const open = element("a", { class: "button danger", href: `/incidents/${one.incident_id}`, text: words.open });
  if (one.is_exercise) open.className = "button exercise";
  open.addEventListener("click", () => seen(one.room_id));
  return element(
    "div",
    {
      class: `incident-notice ${one.is_exercise ? "is-exercise" : "is-real"}`,
      role: "alert",
      "data-room": one.room_id,
    },
    element("span", {
      class: `badge ${one.is_exercise ? "exercise" : "real"}`,
      text: one.is_exercise ? words.exercise : words.real,
    }),
    element(
      "p",
      { class: "incident-notice-words" },
      // What and where goes first: the type of a silent alarm says neither.
      element("strong", { text: [saidIn(one, "title"), one.site].filter(Boolean).join(" · ") }),
      element("span", {
        class: "small",
        text: [labelOf("incident_type", one.incident_type), one.address].filter(Boolean).join(" · "),
      }),
    ),
    open,
    element("button", { type: "button", class: "button", text: words.seen, onclick: () => seen(one.room_id) }),
  );
}

// No notice is no news only while the watch hears; when it does not, that is said in the notices' place.
const lost = element("p", { class: "incident-watch-lost", role: "status", hidden: true });
let heardAt = new Date();

/** @param {Event} event */
function currentChanged({ detail: isCurrent }) {
  if (!isCurrent) heardAt = new Date(watch.heardAt);
  clearTimeout(lostTimer);
  lostTimer = setTimeout(showLost, isCurrent ? 0 : LOST_AFTER_MS);
  dispatchEvent(new CustomEvent("watch-current", { detail: isCurrent }));
}

function showLost() {
  lost.hidden = watch.isCurrent;
  const time = heardAt.toLocaleTimeString(document.documentElement.lang);
  lost.textContent = textWith(words.lost, { time });
}

function show() {
  const inOrder = [...unseen.values()].sort((one, other) => Number(one.is_exercise) - Number(other.is_exercise));
  stack.replaceChildren(lost, ...inOrder.map(line));
  const [first] = inOrder;
  document.title = first
    ? `(${unseen.size}) ${first.is_exercise ? words.exercise : words.alarm} · ${first.site}`
    : title;
  for (const badge of document.querySelectorAll("[data-watch-count]")) {
    badge.textContent = unseen.size > 0 ? String(unseen.size) : "";
  }
  if (unseen.size > 0) navigator.setAppBadge?.(unseen.size).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}

/** @param {string} roomId @param {boolean} isMine */
function seen(roomId, isMine = true) {
  if (!unseen.delete(roomId)) return;
  if (isMine) others?.postMessage({ seen: roomId });
  show();
}

/** @param {Event} event */
function opened({ detail: one }) {
  // A reader of the incident's own page has it before their eyes.
  if (location.pathname.startsWith(`/incidents/${one.incident_id}`)) return;
  unseen.set(one.room_id, one);
  show();
  void soundAlarm(one.is_exercise, one.room_id);
  dispatchEvent(new CustomEvent("incident-opened", { detail: one }));
}

/** @param {Event} event */
function changed({ detail: { gone, isAll } }) {
  for (const id of gone) seen(id, false);
  if (isAll) for (const id of [...unseen.keys()]) if (!watch.incidents.has(id)) seen(id, false);
  dispatchEvent(new Event("incidents-changed"));
}

// A pane of the console stands beside its notices.
if (words !== null && window === window.top) {
  stack.append(lost);
  document.body.append(stack);
  const link = document.querySelector('.nav-places a[href="/console"]');
  link?.append(" ", element("span", { class: "nav-count number", "data-watch-count": "", "aria-hidden": "true" }));
  watch.addEventListener("opened", opened);
  watch.addEventListener("change", changed);
  watch.addEventListener("current", currentChanged);
  others?.addEventListener("message", ({ data }) => seen(data.seen, false));
  for (const touch of ["pointerdown", "keydown"])
    addEventListener(touch, readySoundsSoon, { once: true, passive: true });
  watch.start();
}
