// The door sweep on a phone: what is tapped stays on the device until the server has it. Without an outbox the plain
// forms do the same.

import { outbox as outboxHere } from "../../coordination/outbox_here.js";
import { textWith } from "../../coordination/words.js";

/** @typedef {import("../../coordination/client/unsent/persistent_outbox.js").PersistentOutbox} PersistentOutbox */

const page = /** @type {HTMLElement} */ (document.querySelector("[data-sweep]"));
const words = JSON.parse(document.getElementById("sweep-words").textContent);
const count = /** @type {HTMLElement} */ (document.querySelector("[data-count]"));
const bar = document.querySelector("progress");

function showCount() {
  const done = page.querySelectorAll(".sweep-door:not([data-state=open])").length;
  count.textContent = textWith(words.count, { done, all: count.dataset.of });
  if (bar !== null) bar.value = done;
}

// Open the next unchecked door by itself: two taps a door.
/** @param {HTMLDetailsElement} door */
function openNext(door) {
  const next = [...page.querySelectorAll(".sweep-door[data-state=open]")].find(
    (one) => door.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  door.open = false;
  if (next === undefined) return door.querySelector("summary").focus();
  const details = /** @type {HTMLDetailsElement} */ (next);
  details.open = true;
  details.querySelector("summary").focus();
}

/** @param {PersistentOutbox} outbox @param {HTMLFormElement} form @param {HTMLButtonElement} button */
async function say(outbox, form, button) {
  const door = /** @type {HTMLDetailsElement} */ (form.closest("details"));
  const fields = new FormData(form);
  const number = String(fields.get("number"));
  const body = {
    id: crypto.randomUUID(),
    number,
    outcome: button.value,
    note: String(fields.get("note")),
    said_at: new Date().toISOString(),
  };
  const title = textWith(words.title, { number });
  await outbox.add({ path: `/sites/${page.dataset.sweep}/door-checks`, body, title });
  const isFine = ["secure", "not_reached"].includes(button.value);
  door.dataset.state = isFine ? button.value : "wrong";
  door.querySelector("[data-said]").textContent = `${words.outcomes[button.value]} · ${words.waiting}`;
  door.dataset.waiting = body.id;
  showCount();
  openNext(door);
  outbox.flush();
}

if (outboxHere !== null) {
  const outbox = outboxHere;
  page.addEventListener("submit", (event) => {
    event.preventDefault();
    const { target, submitter } = /** @type {SubmitEvent} */ (event);
    say(outbox, /** @type {HTMLFormElement} */ (target), /** @type {HTMLButtonElement} */ (submitter));
  });
  outbox.addEventListener("sent", (event) => {
    const { item } = /** @type {CustomEvent} */ (event).detail;
    const said = page.querySelector(`[data-waiting="${CSS.escape(item.id)}"] [data-said]`);
    if (said !== null) said.textContent = words.outcomes[item.body.outcome];
  });
}
