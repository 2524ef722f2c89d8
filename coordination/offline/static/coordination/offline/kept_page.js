// What is kept on this phone. Standing in for a page that the network does not bring, it shows the map of that page's site;
// at its own address it lists what is kept. It shows no one's session: only what lies here, and of rooms only that they are.

import { showKept } from "../../mapping/kept/kept_map.js";
import { config, isPossible, store as storeHere } from "../../mapping/kept/kept_here.js";
import { Api } from "../api.js";
import { word } from "../words.js";
import { aboutText } from "../../mapping/kept/keep_panel.js";
import { agoText, keptFor, targetOf } from "../../mapping/kept/kept_rules.js";
import { UNCHECKED } from "../../mapping/kept/pack_check.js";
import { momentText } from "../clock.js";
import { element } from "../element.js";
import { unsentOf } from "../client/unsent/unsent_kept.js";
import { dropLastKnownOfEnded, lastKnownAt, sweepLastKnown } from "./last_known.js";
import { LastKnownView } from "./last_known_view.js";
import { LastState } from "./last_state.js";
import { PersistentOutbox } from "../client/unsent/persistent_outbox.js";

/** @typedef {import("../../mapping/kept/kept_rules.js").KeptAbout} KeptAbout */
/** @typedef {import("../../mapping/kept/kept_rules.js").RoomHere} RoomHere */

const ASK_AGAIN_MS = 10_000;
/** @param {string} id */
const $ = (id) => document.getElementById(id);
// Where the browser has none, nothing below begins.
const store = /** @type {import("../../mapping/kept/kept_store.js").KeptStore} */ (storeHere);
const target = targetOf(location.pathname);
const last = new LastState();
const known = new LastKnownView({ root: $("known") });

// The server was reached: the reader is signed in, or everything goes. Returns whether it was.
async function askServer() {
  let answer;
  try {
    answer = await fetch("/api/v1/me", {
      credentials: "same-origin",
      cache: "no-store",
      headers: { accept: "application/json" },
    });
  } catch {
    return false;
  }
  if (answer.status === 401) {
    await last.wipe();
    await Promise.all([store.removeAll(), PersistentOutbox.wipe()]);
  } else if (answer.ok) await claim(await answer.json());
  else return false;
  return true;
}

/** @param {{ user_id: string }} who */
async function claim({ user_id: userId }) {
  await last.sweep(userId);
  await sweepLastKnown({ userId });
  await dropLastKnownOfEnded({ userId });
  await store.claim({ user_id: userId, language: document.documentElement.lang });
}

/** @param {boolean} isThere */
function showNetwork(isThere) {
  document.body.dataset.network = isThere ? "there" : "gone";
  // At its own address there is no other page to go back to.
  $("offline").hidden = isThere && target.kind === "list";
  $("offline-words").textContent = word(isThere ? "kept.network_back" : "kept.network_gone");
  $("again").textContent = word(isThere ? "kept.open_live" : "kept.try_again");
}

async function watchNetwork() {
  showNetwork(await askServer());
  setInterval(async () => {
    await store.sweep(Date.now());
    await showWhatWas((await store.who())?.user_id);
    if (document.visibilityState === "visible") showNetwork(await askServer());
  }, ASK_AGAIN_MS);
  addEventListener("online", async () => showNetwork(await askServer()));
}

// --- a room: that it is one, whether it is an exercise, and one's own words that were not sent ---
/** @param {RoomHere | null} room @param {string | undefined} userId */
async function showRoom(room, userId) {
  if (!["incidents", "rooms"].includes(target.kind)) return;
  $("room").hidden = false;
  $("room-words").textContent = word(room === null ? "kept.room_unknown" : "kept.room_not_kept");
  $("room-words").hidden = !known.root.hidden;
  $("room").hidden = $("room-words").hidden && room === null;
  if (room === null) return;
  markExercise(room.is_exercise);
  const unsent = await unsentOf({ userId, roomId: room.room_id });
  $("unsent").hidden = unsent.length === 0;
  $("unsent-list").replaceChildren(
    ...unsent.map(({ command }) => element("li", { text: command.text ?? command.label ?? word("kept.unsent_other") })),
  );
}

/** @param {boolean} isExercise */
function markExercise(isExercise) {
  document.body.classList.toggle("is-exercise", isExercise);
  for (const mark of document.querySelectorAll("[data-exercise]")) mark.hidden = !isExercise;
}

// --- what one was last told to do there, what was last known of it, and how old that is ---
/** @param {string | undefined} userId */
async function showWhatWas(userId) {
  await showLast(userId);
  const found = await lastKnownAt(target, { userId });
  if (found !== null) markExercise(found.picture.is_exercise);
  known.show(found);
}

/** @param {string | undefined} userId */
async function showLast(userId) {
  const kept = target.kind === "incidents" && target.id !== null && userId ? await last.get(target.id, userId) : null;
  $("last").hidden = kept === null;
  if (kept === null) return;
  markExercise(kept.is_exercise);
  /** @param {number} at */
  const ago = (at) => agoText(new Date(at).toISOString(), Date.now());
  const time = momentText(kept.at);
  $("last-site").textContent = kept.site;
  $("last-age").textContent = word("kept.last_age", { time, ago: ago(kept.at) });
  $("last-do-title").hidden = kept.directives === null;
  $("last-do").replaceChildren(
    ...(kept.directives ?? []).map(({ text, duty, place }) =>
      element(
        "li",
        {},
        element("strong", { class: "kept-directive", text }),
        element("span", { text: duty }),
        element("span", { class: "small quiet", text: place }),
      ),
    ),
  );
  $("last-nothing").hidden = kept.directives?.length !== 0;
  $("last-report").textContent =
    kept.report === null
      ? word("kept.last_no_report")
      : word("kept.last_report", { report: kept.report.title, ago: ago(kept.report.at) });
}

// --- what was said without a network, until it is sent ---
/** @param {string} userId */
async function showWaiting(userId) {
  const outbox = new PersistentOutbox({ userId, api: new Api() });
  const show = async () => {
    const items = (await outbox.list()).filter((one) => one.user_id === userId && !one.is_quiet);
    $("waiting").hidden = items.length === 0;
    $("waiting-list").replaceChildren(...items.map(({ title }) => element("li", { text: title })));
  };
  outbox.addEventListener("changed", show);
  await show();
  await outbox.start();
}

// --- the site ---
/** @param {KeptAbout} about */
async function showSite(about) {
  $("copy-words").textContent = word("kept.copy", {
    made: about.made_at.replace("T", " ").slice(0, 16),
    ago: agoText(about.made_at, Date.now()),
    checked: agoText(about.contact_at, Date.now()),
  });
  $("copy").hidden = false;
  try {
    const pack = await store.open(about.site_id);
    // Deleted in another window since it was listed.
    if (pack === null) return showNotKept();
    const signature = await pack.check();
    $("signature").textContent = word(signature === UNCHECKED ? "kept.signature_unchecked" : "kept.signature_good");
    await showKept($("site"), pack);
    document.title = `${word("kept.offline_copy")} · ${about.site_name}`;
  } catch (error) {
    // A pack that is not what it was when it was kept shows nothing at all, and does not stay.
    forgetShown();
    $("site").replaceChildren(
      element("p", {
        class: "problem",
        role: "alert",
        text: error.code ? word("kept.refused_at_rest", { file: error.file }) : word("kept.unreadable"),
      }),
    );
    if (error.code) await store.remove(about.site_id);
  }
}

function showNotKept() {
  forgetShown();
  $("site").replaceChildren(element("p", { class: "empty", text: word("kept.site_not_kept") }));
}

// --- the list ---
async function showList() {
  const abouts = await store.list();
  $("list").replaceChildren(...abouts.map(row));
  $("nothing").hidden = abouts.length > 0;
  $("delete-all").hidden = abouts.length < 2;
  return abouts;
}

/** @param {KeptAbout} about */
function row(about) {
  return element(
    "li",
    { class: "kept-row card" },
    element(
      "a",
      { class: "kept-site", href: `/sites/${about.site_id}` },
      element("strong", { text: about.site_name }),
      element("span", { class: "small quiet", text: aboutText(about) }),
      about.is_by_itself ? element("span", { class: "small quiet", text: word("kept.by_itself") }) : null,
    ),
    element("button", {
      type: "button",
      class: "button",
      "aria-label": `${word("kept.delete")}: ${about.site_name}`,
      onclick: () => store.remove(about.site_id),
      text: word("kept.delete"),
    }),
  );
}

// Deleted here or in another window, by a sign-out for instance: it does not stay on the screen either.
function forgetShown() {
  $("copy").hidden = true;
  $("site").replaceChildren();
  delete $("site").dataset.site;
}

async function somethingChanged() {
  const abouts = await showList();
  const shown = $("site").dataset.site;
  if (shown && !abouts.some((one) => one.site_id === shown)) forgetShown();
  // Someone signed out: their own words go from the screen too.
  const who = await store.who();
  if (who === null) $("unsent").hidden = true;
  await showWhatWas(who?.user_id);
}

async function start() {
  for (const site of await store.sweep(Date.now()))
    $("expired").append(element("p", { text: word("kept.gone_expired_here", { site }) }));
  store.onChange(somethingChanged);
  const abouts = await showList();
  const who = await store.who();
  const { about, room } = keptFor(target, abouts);
  $("no-alarm").hidden = target.kind !== "panic";
  await showWhatWas(who?.user_id);
  showRoom(room, who?.user_id);
  if (who !== null) showWaiting(who.user_id);
  if (about !== null) {
    $("site").dataset.site = about.site_id;
    await showSite(about);
  } else if (target.kind === "sites") showNotKept();
  document.body.dataset.ready = "yes";
  await watchNetwork();
}

$("again").addEventListener("click", () => location.reload());
$("delete-all").addEventListener("click", () => store.removeAll());
if (isPossible) start();
else $("nothing").textContent = word("kept.impossible");
