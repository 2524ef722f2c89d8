// The page of one's own devices: register this browser, and say which line of the list it is.

import { alertsHere, deviceHere, unsubscribe } from "./alerts_here.js";
import { Api } from "../api.js";
import { showLocalTimes } from "../local_times.js";

const byId = (/** @type {string} */ id) => document.getElementById(id);

showLocalTimes();
const api = new Api();

async function markThisBrowser() {
  const id = await deviceHere(api);
  const line = id && document.querySelector(`[data-device="${CSS.escape(id)}"]`);
  if (!line) return;
  line.querySelector("[data-here]").hidden = false;
  const form = line.querySelector("[data-retire]");
  form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    // Its push service forgets it, too: nothing is left that could be told something.
    await unsubscribe();
    form.submit();
  });
}

alertsHere({
  api,
  button: byId("alerts-here"),
  say: byId("alerts-say"),
  onRegistered: () => location.assign(location.pathname),
});
markThisBrowser();
