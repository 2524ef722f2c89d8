// An evaluator's page: one tap rates. Each rating and observation is kept on the device until the server has it
// (outbox.js), with the instant at which it was given. Without this script the same forms go to the page itself.

import { element, uuid } from "../element.js";
import { outbox as outboxHere } from "../outbox_here.js";
import { REFUSED, WAITING } from "../client/unsent/persistent_outbox.js";

/** @typedef {import("../client/unsent/persistent_outbox.js").PersistentOutbox} PersistentOutbox */
/** @typedef {{ seq: number, at: string }} Entry what was recorded, as the server answers */

const sheet = document.getElementById("sheet");
const said = sheet?.dataset ?? {};
const base = `/drills/exercises/${said.exercise}/evaluation`;
// Which form a command came from, by the command's id.
const forms = new Map();
const formsHere = () => /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-kind]"));

/**
 * @param {HTMLFormElement} form
 * @param {string | undefined} words
 * @param {{ danger?: boolean, seq?: number | null }} options
 */
function tell(form, words, { danger = false, seq = null } = {}) {
  const told = form.querySelector("[data-told]");
  told.textContent = seq === null ? words : `${words} · #${seq}`;
  told.dataset.tone = danger ? "danger" : "";
}

/** @param {HTMLFormElement} form @returns {any} what the server is told */
function bodyOf(form) {
  const fields = new FormData(form);
  const body = { id: uuid(), said_at: new Date().toISOString() };
  if (form.dataset.kind === "rating")
    return { ...body, task_id: fields.get("task_id"), rating: fields.get("rating"), notes: fields.get("notes") };
  return { ...body, text: fields.get("text"), milestone: fields.get("milestone") || null };
}

/** @param {PersistentOutbox} outbox @param {HTMLFormElement} form */
async function send(outbox, form) {
  const body = bodyOf(form);
  const isRating = form.dataset.kind === "rating";
  if (isRating && !body.rating) return tell(form, said.choose, { danger: true });
  if (!isRating && !body.text.trim() && !body.milestone) return tell(form, said.write, { danger: true });
  const photo = form.querySelector("input[type=file]").files[0] ?? null;
  forms.set(body.id, form);
  await outbox.add({
    path: `${base}/${isRating ? "ratings" : "observations"}`,
    body,
    title: isRating ? form.dataset.title : body.text || form.querySelector("select").selectedOptions[0].text,
    file: photo,
    uploads: `${base}/photos`,
  });
  form.querySelector("input[type=file]").value = "";
  if (!isRating) form.reset();
  await outbox.flush();
}

function count() {
  const rated = [...formsHere()].filter((form) => "ratedBefore" in form.dataset).length;
  const bar = /** @type {HTMLProgressElement} */ (document.querySelector("[data-progress]"));
  bar.value = rated;
  document.querySelector("[data-rated]").textContent = String(rated);
}

/** @param {PersistentOutbox} outbox */
async function look(outbox) {
  for (const item of await outbox.list()) {
    const form = forms.get(item.id);
    if (!form) continue;
    if (item.state === WAITING) tell(form, said.waiting);
    if (item.state === REFUSED) tell(form, `${said.refused} ${item.problem.message}`, { danger: true });
  }
}

/** @param {{ item: import("../client/unsent/persistent_outbox.js").Item, answer: Entry | null }} sent */
function recorded({ item, answer }) {
  const form = forms.get(item.id);
  if (!form) return;
  tell(form, said.saved, { seq: answer?.seq ?? null });
  if (form.dataset.kind === "rating") form.dataset.ratedBefore = "";
  else noted(item.body, answer);
  count();
}

// What was just noted stands in the list at once; after a reload the server's own line stands there.
/** @param {{ text: string, said_at: string }} body @param {Entry | null} answer */
function noted(body, answer) {
  const time = new Date(answer?.at ?? body.said_at).toLocaleTimeString(document.documentElement.lang);
  const line = element(
    "li",
    {},
    element("span", { class: "quiet small number", text: answer?.seq ? `${time} · #${answer.seq}` : time }),
    element("p", { class: "evaluation-words", text: body.text }),
  );
  document.querySelector("[data-noted]")?.prepend(line);
}

if (outboxHere !== null && sheet !== null) {
  const outbox = outboxHere;
  for (const form of formsHere()) {
    form.querySelector("[data-photo]").toggleAttribute("hidden", false);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(outbox, form);
    });
    form.addEventListener("change", (event) => {
      if (/** @type {HTMLInputElement} */ (event.target).name === "rating") send(outbox, form);
    });
  }
  outbox.addEventListener("changed", () => look(outbox));
  outbox.addEventListener("sent", (event) => recorded(/** @type {CustomEvent} */ (event).detail));
}
