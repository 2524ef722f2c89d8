// The pages for one hand say when the server is not reached. What is pressed then is not sent, and stays on the page: the
// browser's own page of an error takes what was typed, and does not say that no child was handed over.

const EVERY_MS = 5000;
// A phone that has one bar waits for minutes; an adult and a child who stand there cannot.
const PATIENCE_MS = 8000;

// A page with a part of its own that says so has only the second one.
const away = document.getElementById("away");
const notSent = document.getElementById("not-sent");
/** @type {Set<EventTarget>} */
const asked = new Set(); // pressed, and the server is being asked whether it is there
/** @type {Set<EventTarget>} */
const passed = new Set(); // it is: they go as the browser sends them

async function isReached() {
  try {
    // It asks for no one's name: a page that asked for itself would be one more reading.
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return (await fetch("/healthz", { cache: "no-store", credentials: "omit", signal })).ok;
  } catch {
    return false;
  }
}

async function look() {
  const isThere = await isReached();
  if (away !== null) away.hidden = isThere;
  return isThere;
}

async function keepLooking() {
  if (document.visibilityState === "visible") await look();
  setTimeout(keepLooking, EVERY_MS);
}

/** @param {SubmitEvent} event */
async function sendIfReached(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post" || !form.closest("#content") || passed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asked.has(form)) return;
  asked.add(form);
  const isThere = await look();
  asked.delete(form);
  notSent.hidden = isThere;
  if (!isThere) return void notSent.scrollIntoView({ block: "center" });
  passed.add(form);
  form.requestSubmit(event.submitter);
}

addEventListener("submit", sendIfReached, true);
addEventListener("online", look);
addEventListener("offline", look);
keepLooking();
