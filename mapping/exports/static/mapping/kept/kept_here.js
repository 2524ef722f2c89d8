// What this page may keep on the phone, from the json that the server put into it (coordination/web/kept.py).

import { csrfToken } from "../../coordination/csrf.js";
import { loadWords } from "../../coordination/words.js";
import { Keeper } from "./keeper.js";
import { KeptStore } from "./kept_store.js";

const holder = document.getElementById("kept");
// Null on a page that does not know who looks at it.
/** @type {{ user_id: string | null, language: string, pack_key: string, max_age_h: number,
 *   words: Record<string, string> } | null} */
export const config = holder === null ? null : JSON.parse(holder.textContent);
if (config !== null) loadWords(config.words);

// Without TLS, and off loopback, browsers have neither stores that outlive the page nor workers.
export const isPossible =
  globalThis.isSecureContext && "caches" in globalThis && "locks" in navigator && "serviceWorker" in navigator;

export const store = isPossible ? new KeptStore() : null;

// By the key and person that a page of the server named.
export const keeper =
  store === null || !config?.user_id
    ? null
    : new Keeper({ store, userId: config.user_id, key: config.pack_key, maxAge_h: config.max_age_h, token: csrfToken });
