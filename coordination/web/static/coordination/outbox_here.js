// The outbox on every page: it sends what waits, and says how much does, until it is sent or refused. Pages of someone
// signed in claim it for them; a page of no one, and a sign-out, empty it.

import { config } from "../mapping/kept/kept_here.js";
import { Api } from "./api.js";
import { word } from "./words.js";
import { toast } from "./components/toast.js";
import { element } from "./element.js";
import { dropLastKnownOfEnded } from "./offline/last_known.js";
import { LastState } from "./offline/last_state.js";
import { PersistentOutbox, REFUSED, WAITING } from "./client/unsent/persistent_outbox.js";

const isPossible = "locks" in navigator && "BroadcastChannel" in globalThis;

// A page's own script may bring this along once more: the first of them counts.
const page = /** @type {any} */ (globalThis);
const isFirst = page.outboxHere === undefined;
page.outboxHere ??= {
  outbox: isPossible && config?.user_id ? new PersistentOutbox({ userId: config.user_id, api: new Api() }) : null,
};
/** @type {PersistentOutbox | null} */
export const outbox = page.outboxHere.outbox;

const told = new Set(); // refused ones of which this page has spoken
const waited = new Set(); // those that this page saw waiting

/** @param {PersistentOutbox} kept @param {HTMLElement} note */
async function show(kept, note) {
  const items = await kept.list();
  const waiting = items.filter(({ state, is_quiet: isQuiet }) => state === WAITING && !isQuiet);
  for (const { id } of waiting) if (kept.isAway) waited.add(id);
  note.textContent = word("waiting_to_be_sent", {
    n: waiting.length,
    what: waiting.map(({ title }) => title).join("; "),
  });
  // What is sent within a moment needs no word.
  note.hidden = waiting.length === 0 || !kept.isAway;
  for (const item of items.filter(({ id, state }) => state === REFUSED && !told.has(id))) {
    told.add(item.id);
    toast(word("not_taken", { what: item.title, why: item.problem.message }), { tone: "danger" }).then(() =>
      kept.dismiss(item.id),
    );
  }
}

const incidentHere = () => JSON.parse(document.getElementById("room").textContent).incident_id;

async function start() {
  if (config === null) return; // a page of an error knows no one, and says nothing about anybody
  if (config.user_id) await new LastState().sweep(config.user_id);
  else await new LastState().wipe();
  if (outbox === null) {
    if (isPossible) await PersistentOutbox.wipe();
    return;
  }
  const before = await outbox.list();
  for (const { id } of before) waited.add(id);
  const note = element("p", { class: "outbox-note", role: "status", hidden: true });
  document.getElementById("content").prepend(note);
  outbox.addEventListener("changed", () => show(outbox, note));
  outbox.addEventListener("sent", (event) => {
    const { item } = /** @type {CustomEvent} */ (event).detail;
    if (waited.has(item.id) && !item.is_quiet) toast(word("sent_now", { what: item.title }), { tone: "ok" });
  });
  outbox.addEventListener("late", (event) => {
    const { item } = /** @type {CustomEvent} */ (event).detail;
    if (item.title && !item.is_quiet) toast(word("too_late", { what: item.title }), { tone: "danger" });
  });
  await show(outbox, note);
  await outbox.start();
  await dropLastKnownOfEnded({ userId: outbox.userId, but: document.getElementById("room") && incidentHere() });
}

if (isFirst) start();
