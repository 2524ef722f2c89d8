// On every page: what may lie on this phone, lies there; what may not any more, goes at once, and that is said.
//
// A page of someone signed in claims the phone for them; a page of no one (signed out, session ended) empties it.

import { config as configHere, keeper, store } from "../../mapping/kept/kept_here.js";
import { word } from "../words.js";
import { ENDED, SIGNED_OUT } from "../../mapping/kept/keeper.js";
import { ifTakenAway } from "../../mapping/kept/kept_store.js";
import { registerWorker } from "./worker.js";

/** @typedef {import("../../mapping/kept/kept_store.js").KeptStore} KeptStore */

const QUIET_MS = 3000;
const LOOK_AGAIN_MS = 5 * 60_000;
const LOOK_AFTER_MS = 60_000; // a page that was opened a moment ago has asked already

/** @param {string} text */
function tell(text) {
  const notice = document.createElement("p");
  notice.className = "kept-gone";
  notice.setAttribute("role", "status");
  notice.textContent = text;
  document.getElementById("content").prepend(notice);
}

// Ask for each kept site: a newer plan comes, and what is not this person's any more is deleted.
/** @param {number} after_ms */
async function lookAgain(after_ms) {
  if (store === null || keeper === null) return;
  for (const about of await store.list()) {
    if (Date.now() - Date.parse(about.contact_at) < after_ms) continue;
    const { state } = await keeper.keep(about.site_id);
    if (state === ENDED) tell(word("kept.gone_ended", { site: about.site_name }));
    if (state === SIGNED_OUT) return;
  }
}

/** @param {KeptStore} store @param {NonNullable<typeof configHere>} config */
async function start(store, config) {
  if (config.user_id === null) {
    await store.removeAll();
    return;
  }
  await store.claim({ user_id: config.user_id, language: config.language });
  // Pages work without it; what fails here is tried again by the next one. What it keeps may take a slow line a while:
  // the page that someone waits for goes first.
  setTimeout(() => registerWorker().catch(() => {}), document.readyState === "complete" ? 0 : QUIET_MS);
  for (const site of await store.sweep(Date.now())) tell(word("kept.gone_expired", { site, hours: config.max_age_h }));
  await lookAgain(LOOK_AFTER_MS);
  setInterval(() => {
    if (document.visibilityState === "visible") lookAgain(LOOK_AGAIN_MS / 2).catch(ifTakenAway);
  }, LOOK_AGAIN_MS);
}

// A page that was rendered without knowing who looks (a server error) says nothing about anybody.
if (store !== null && configHere !== null) start(store, configHere).catch(ifTakenAway);
