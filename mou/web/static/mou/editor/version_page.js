// The page of one version: its clauses kept current every few seconds, who else is here, and the steps of its life.

import { ClauseCard } from "./clause_card.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { when } from "../dom.js";
import { Api, ApiProblem } from "../../coordination/api.js";
import { frameOf, isFrameAsShown, sitesField } from "../sites_field.js";

/** @typedef {import("./clause_card.js").Clause} Clause */
/** @typedef {import("./remarks.js").Remark} Remark */
/** @typedef {import("../sites_field.js").Frame & {
 *   edit_number: number, may_edit: boolean, may_keep: boolean, may_review: boolean, clauses: Clause[], signed_copy: unknown,
 *   line: { phase: string }
 * }} Version */
/** @typedef {{ name: string, clause_key: string | null, is_me: boolean }} Present someone who has the version open */
/** @typedef {{ edit_number: number, kind: string, edited_by: string, edited_at: string, heading: string,
 *   body_html: string }} Edit */

const LOOK_EVERY_MS = 2500;
const api = new Api();
const config = JSON.parse(document.getElementById("config").textContent);
const base = `/memoranda/${config.memorandum_id}/versions/${config.number}`;
/** @param {string} id */
const byId = (id) => document.getElementById(id);
const list = byId("clauses");
const frame = byId("frame-form");
const shownPhase = byId("version").dataset.phase;

/** @param {unknown} error */
function complain(error) {
  byId("problem").textContent = error instanceof ApiProblem ? error.message : word("failed");
  byId("problem").hidden = false;
}

// Do something, then show what it led to; what was refused is said and nothing else happens.
/**
 * @param {() => Promise<any>} doing
 * @param {(result: any) => void | Promise<void>} after
 */
async function attempt(doing, after = () => page.refresh()) {
  byId("problem").hidden = true;
  try {
    const result = await doing();
    await after(result);
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

export class Page {
  constructor() {
    /** @type {Map<string, ClauseCard>} */
    this.cards = new Map();
    this.pulse = "";
    /** @type {string | null} */
    this.clauseKey = null;
    this.mayEdit = false;
    this.mayKeep = false;
    this.mayReview = false;
  }

  async refresh() {
    /** @type {Version} */
    const version = await api.ask("GET", base);
    this.mayEdit = version.may_edit;
    this.mayKeep = version.may_keep;
    this.mayReview = version.may_review;
    const keys = new Set(version.clauses.map((one) => one.key));
    for (const [key, card] of this.cards) if (!keys.has(key)) this.#takeOut(key, card);
    let place = list.firstElementChild;
    for (const clause of version.clauses) {
      const known = this.cards.get(clause.key);
      known?.update(clause);
      const card = known ?? new ClauseCard(clause, this);
      this.cards.set(clause.key, card);
      const { element } = card;
      while (place?.dataset.removed) place = place.nextElementSibling;
      // Moving a node takes the cursor out of it: only what stands elsewhere is moved.
      if (place === element) place = place.nextElementSibling;
      else list.insertBefore(element, place);
    }
    if (version.line.phase !== shownPhase) this.#say(word("moved_on", { state: word(`state.${version.line.phase}`) }));
    // Saving over a title and dates that are not those in the form would undo what someone else wrote.
    if (frame && isFrameAsShown(frame, version)) frame.dataset.edit = version.edit_number;
  }

  /** @param {string} key @param {ClauseCard} card */
  #takeOut(key, card) {
    const letGo = () => (card.element.remove(), this.cards.delete(key));
    if (card.isUnsaved) card.tellRemoved(letGo);
    else letGo();
  }

  get #isAnythingUnsaved() {
    return [...this.cards.values()].some((card) => card.isUnsaved);
  }

  async look() {
    if (document.visibilityState !== "visible") return;
    try {
      const pulse = await api.ask("POST", `${base}/presence`, { json: { clause_key: this.clauseKey } });
      this.#showPeople(pulse.people);
      const now = JSON.stringify([pulse.phase, pulse.edit_number, pulse.clauses, pulse.comments]);
      if (now !== this.pulse) await this.refresh();
      this.pulse = now;
      if (this.#isAnythingUnsaved) return;
      if (byId("copy-waits") && (await api.ask("GET", base)).signed_copy) location.reload();
      if (pulse.phase !== shownPhase) location.reload();
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) this.#say(word("gone"));
      if (error instanceof ApiProblem && error.status === 401) location.reload();
    }
  }

  /** @param {string} key */
  enter(key) {
    this.clauseKey = key;
  }

  /** @param {string} text */
  #say(text) {
    byId("notice").textContent = text;
    byId("notice").hidden = false;
  }

  /** @param {Present[]} people */
  #showPeople(people) {
    const others = people.filter((one) => !one.is_me);
    byId("present").textContent = others.length
      ? word("here", { names: others.map((one) => one.name).join(", ") })
      : word("alone");
    for (const [key, card] of this.cards)
      card.showPeople(others.filter((one) => one.clause_key === key).map((one) => one.name));
  }

  /** @param {Clause} clause @param {import("./clause_card.js").SentClause} sent */
  saveClause(clause, sent) {
    return api.ask("PUT", `${base}/clauses/${clause.key}`, { json: sent, edit: clause.edit_number });
  }

  /** @param {Clause} clause @param {number} by */
  move(clause, by) {
    const position = Math.max(1, clause.position + by);
    return attempt(() =>
      api.ask("POST", `${base}/clauses/${clause.key}/move`, { json: { position }, edit: clause.edit_number }),
    );
  }

  /** @param {Clause} clause */
  remove(clause) {
    if (!confirm(word("remove_sure"))) return false;
    return attempt(() => api.ask("DELETE", `${base}/clauses/${clause.key}`, { edit: clause.edit_number }));
  }

  /** @param {Clause} clause @param {string | null} memberId */
  assign(clause, memberId) {
    return attempt(() => api.ask("PUT", `${base}/clauses/${clause.key}/assignee`, { json: { member_id: memberId } }));
  }

  /** @param {Clause} clause @param {import("./remarks.js").Said} said */
  remark(clause, said) {
    return attempt(() =>
      api.ask("POST", `${base}/clauses/${clause.key}/comments`, { json: { ...said, edit_number: clause.edit_number } }),
    );
  }

  /** @param {string} what @param {Remark} remark @param {Clause} clause */
  closeRemark(what, remark, clause) {
    const path = `${base}/comments/${remark.id}`;
    if (what === "accept") return attempt(() => api.ask("POST", `${path}/accept`, { edit: clause.edit_number }));
    return attempt(() =>
      api.ask("POST", `${path}/close`, { json: { state: what === "reject" ? "rejected" : "resolved" } }),
    );
  }

  /** @param {Clause} clause */
  async history(clause) {
    await attempt(
      () => api.ask("GET", `${base}/edits?key=${clause.key}`),
      (/** @type {Edit[]} */ edits) => {
        byId("history").replaceChildren(
          ...edits.map((one) =>
            element(
              "li",
              { class: "card" },
              element("p", {
                class: "small quiet",
                text: word("history_line", {
                  n: one.edit_number,
                  kind: word(`edit.${one.kind}`),
                  who: one.edited_by || word("console"),
                  when: when(one.edited_at),
                }),
              }),
              element("p", { text: one.heading }),
              element("p", {
                class: "small",
                text: new DOMParser().parseFromString(one.body_html, "text/html").body.textContent,
              }),
            ),
          ),
        );
        byId("history-dialog").showModal();
      },
    );
  }
}

const page = new Page();

/** @param {HTMLDialogElement} dialog @param {{ submit: (form: any) => unknown }} options */
function filled(dialog, { submit }) {
  const form = dialog.querySelector("form");
  form.reset();
  dialog.showModal();
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue === "go") submit(form);
    },
    { once: true },
  );
}

for (const cancel of document.querySelectorAll("[data-cancel]"))
  cancel.addEventListener("click", () => {
    cancel.closest("dialog").close("cancel");
  });

for (const step of document.querySelectorAll("[data-move]"))
  step.addEventListener("click", async () => {
    const to = step.dataset.move;
    await Promise.all([...page.cards.values()].map((card) => card.save()));
    const go = (/** @type {string} */ reason) =>
      attempt(
        () => api.ask("POST", `${base}/steps`, { json: { to, reason } }),
        () => location.reload(),
      );
    if (to === "draft") filled(byId("reason-dialog"), { submit: (form) => go(form.elements.reason.value) });
    else go("");
  });

document.querySelector("[data-terminate]")?.addEventListener("click", () =>
  filled(byId("reason-dialog"), {
    submit: (form) =>
      attempt(
        () =>
          api.ask("POST", `/memoranda/${config.memorandum_id}/terminate`, {
            json: { reason: form.elements.reason.value },
          }),
        () => location.reload(),
      ),
  }),
);

/** @param {{ effective_on: string, expires_on: string } | null} dates */
const begin = (dates) =>
  attempt(
    () => api.ask("POST", `/memoranda/${config.memorandum_id}/versions`, { json: { dates } }),
    (made) => location.assign(`/agreements/${config.memorandum_id}/versions/${made.number}`),
  );
document.querySelector("[data-renew]")?.addEventListener("click", () => begin(null));
document.querySelector("[data-amend]")?.addEventListener("click", () =>
  filled(byId("amend-dialog"), {
    submit: ({ elements }) =>
      begin({ effective_on: elements.effective_on.value, expires_on: elements.expires_on.value }),
  }),
);

for (const form of document.querySelectorAll("[data-sign]"))
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const sha256 = document.querySelector(".sum").textContent;
    const body = { signatory_id: form.dataset.sign, sha256, signed_name: form.elements.signed_name.value };
    attempt(
      () => api.ask("POST", `${base}/signatures`, { json: body }),
      () => location.reload(),
    );
  });

for (const form of document.querySelectorAll("[data-name-for]"))
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const body = { agency_id: form.dataset.nameFor, member_id: form.elements.member_id.value };
    attempt(
      () => api.ask("POST", `${base}/signatories`, { json: body }),
      () => location.reload(),
    );
  });

for (const cross of document.querySelectorAll("[data-unname]"))
  cross.addEventListener("click", () =>
    attempt(
      () => api.ask("DELETE", `${base}/signatories/${cross.dataset.unname}`),
      () => location.reload(),
    ),
  );

byId("add-clause")?.addEventListener("click", () =>
  attempt(() =>
    api.ask("POST", `${base}/clauses`, {
      json: { topic: "miscellaneous", heading: word("new_clause"), body_html: "", terms: [] },
    }),
  ),
);

byId("blanks-form")?.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const inputs = [...byId("blanks-form").querySelectorAll("input")].filter((one) => one.value.trim() !== "");
  const filled = inputs.map(({ dataset, value }) => ({
    clause_key: dataset.clause,
    occurrence: Number(dataset.occurrence),
    words: dataset.words,
    value: value.trim(),
  }));
  if (filled.length > 0)
    attempt(
      () => api.ask("POST", `${base}/blanks`, { json: { filled } }),
      () => location.reload(),
    );
});

if (frame) {
  frame.elements.sites.value = frame.dataset.all === "yes" ? "all" : "some";
  sitesField(frame, { districtOf: () => frame.dataset.district, chosen: frame.dataset.chosen.trim().split(" ") });
  frame.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    attempt(
      () => api.ask("PUT", base, { json: frameOf(frame), edit: Number(frame.dataset.edit) }),
      () => location.reload(),
    );
  });
}

addEventListener("beforeunload", (event) => {
  if ([...page.cards.values()].some((card) => card.isUnsaved)) event.preventDefault();
});
await attempt(
  () => page.refresh(),
  () => page.look(),
);
setInterval(() => page.look(), LOOK_EVERY_MS);
