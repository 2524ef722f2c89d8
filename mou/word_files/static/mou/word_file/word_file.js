// A Word file becomes a draft: it is read, each clause and each term is decided by a person, and then written at once.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { Api, ApiProblem } from "../../coordination/api.js";
import { ProposedClause } from "./proposed_clause.js";
import { drawFrame } from "./proposed_frame.js";

/** @typedef {import("./proposed_frame.js").FrameRead & {
 *   clauses: import("./proposed_clause.js").ClauseRead[], remarks: { code: string }[],
 *   signatories: { name: string, title: string }[]
 * }} Proposal what was read out of a file */
/** @typedef {import("../editor/clause_card.js").Clause} Clause */

const api = new Api();

const SURE = 0.8;
const config = JSON.parse(document.getElementById("config").textContent);
const base = `/memoranda/${config.memorandum_id}/versions/${config.number}`;
/** @param {string} id */
const byId = (id) => document.getElementById(id);
const form = byId("word-file");
/** @type {(import("./proposed_frame.js").Draft & { clauses: Clause[] }) | null} the version that the file goes into */
let draft = null;
/** @type {{ clauses: ProposedClause[], frame: ReturnType<typeof drawFrame> } | null} what was read out of the file */
let found = null;

const clausesHere = () => found?.clauses ?? [];

/** @param {unknown} error */
function complain(error) {
  const isRefusal = error instanceof ApiProblem;
  byId("problem").textContent = isRefusal ? error.message : word("failed");
  byId("problem").hidden = false;
  if (!isRefusal) console.warn(error);
}

/** @param {string} text */
function say(text) {
  byId("reading-state").textContent = text;
}

const isReplacing = () => form.elements.place?.value === "replace";
const stays = () => (isReplacing() ? [] : (draft?.clauses ?? []));

function settle() {
  const said = new Set(
    stays()
      .flatMap((clause) => clause.terms)
      .map((term) => `${term.kind} ${term.scope}`),
  );
  const clauses = clausesHere();
  for (const clause of clauses) clause.settle(said);
  const terms = clauses.flatMap((one) => one.terms);
  const taken = clauses.filter((one) => one.isTaken);
  const open = clauses.filter((one) => one.isOpen).length;
  byId("progress").textContent = word("progress", {
    clauses: clauses.filter((one) => one.isDecided).length,
    all_clauses: clauses.length,
    terms: terms.filter((one) => !one.isOpen).length,
    all_terms: terms.length,
  });
  const put = byId("put");
  put.textContent = word("put", { clauses: taken.length, terms: taken.flatMap((one) => one.takenTerms).length });
  put.disabled = open > 0 || taken.length === 0;
  byId("next-open").hidden = open === 0;
  byId("nothing").hidden = open > 0 || taken.length > 0;
  const sure = clauses.filter((one) => one.decision === null && one.confidence >= SURE);
  byId("take-sure").hidden = sure.length === 0;
  byId("take-sure").textContent = word("take_sure", { n: sure.length });
}

/** @param {Proposal} proposal @param {import("./proposed_frame.js").Draft} version @param {string} name */
function show(proposal, version, name) {
  const clauses = proposal.clauses.map((one, at) => new ProposedClause(one, at + 1, settle));
  const terms = clauses.flatMap((one) => one.terms).length;
  say(word("found", { clauses: clauses.length, terms, name }));
  byId("remarks").replaceChildren(...remarksOf(proposal));
  found = { clauses, frame: drawFrame(byId("frame"), { proposal, draft: version, mayTitle: config.may_title }) };
  byId("proposal").replaceChildren(...clauses.map((one) => one.element));
  byId("decisions").hidden = false;
  byId("found-title").focus();
  settle();
}

/** @param {Proposal} proposal */
function remarksOf(proposal) {
  const lines = proposal.remarks.map((one) => word(`remark.${one.code}`));
  if (proposal.signatories.length)
    lines.push(word("signs", { names: proposal.signatories.map((one) => `${one.name}, ${one.title}`).join("; ") }));
  return lines.map((text) => element("li", { text }));
}

form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  byId("problem").hidden = true;
  const read = form.querySelector('[type="submit"]');
  const [file] = form.elements.file.files;
  const body = new FormData();
  body.append("file", file);
  read.disabled = true;
  say(word("reading"));
  try {
    const [proposal, version] = await Promise.all([
      api.ask("POST", `/memoranda/${config.memorandum_id}/readings`, { form: body }),
      api.ask("GET", base),
    ]);
    draft = version;
    show(proposal, version, file.name);
  } catch (error) {
    say("");
    complain(error);
  } finally {
    read.disabled = false;
  }
});

for (const radio of form.querySelectorAll('[name="place"]'))
  radio.addEventListener("change", () => {
    if (found) settle();
  });

byId("take-sure").addEventListener("click", () => {
  for (const clause of clausesHere()) if (clause.decision === null && clause.confidence >= SURE) clause.take();
  settle();
});

byId("next-open").addEventListener("click", () => {
  const place = clausesHere()
    .find((one) => one.isOpen)
    ?.openPlace();
  place?.scrollIntoView({ block: "center" });
  place?.querySelector("input, select")?.focus({ preventScroll: true });
});

byId("put").addEventListener("click", async () => {
  byId("put").disabled = true;
  byId("problem").hidden = true;
  const clauses = clausesHere()
    .filter((one) => one.isTaken)
    .map((one) => one.given());
  const replaces = isReplacing() ? (draft?.clauses ?? []).map(({ key, edit_number }) => ({ key, edit_number })) : [];
  try {
    await api.ask("POST", `${base}/proposal`, { json: { clauses, replaces, frame: found?.frame() ?? null } });
    found = null;
    location.assign(config.back);
  } catch (error) {
    if (error instanceof ApiProblem && [404, 412].includes(error.status)) await meanwhile(error);
    else complain(error);
    byId("put").disabled = false;
    byId("problem").scrollIntoView({ block: "center" });
  }
});

/** @param {unknown} error */
async function meanwhile(error) {
  try {
    draft = await api.ask("GET", base);
    settle();
    byId("problem").textContent = word("meanwhile");
    byId("problem").hidden = false;
  } catch {
    complain(error);
  }
}

addEventListener("beforeunload", (event) => {
  if (found) event.preventDefault();
});
