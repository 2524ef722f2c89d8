// The page of one import: how far it is until it ends, and then what was wrong with the file.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { api } from "./api.js";

const page = document.querySelector(".import-page");
const { jobId, siteId, isOpen } = page.dataset;
/** @typedef {{ feature_ref: string, code: string, words: string, outcome: string, lon: number | null,
 *   lat: number | null }} Defect */

const ASKED_EVERY_MS = 1000;
const PAGE_ROWS = 200;
const TYPED_AFTER_MS = 250;

// --- while it is under way -------------------------------------------------------------------------------------------
const problem = page.querySelector("[data-problem]");

async function watch() {
  try {
    const job = await api.ask("GET", `/plan-imports/${jobId}`);
    if (job.ended_at !== null) {
      location.reload();
      return;
    }
    showProgress(job);
    problem.hidden = true;
  } catch (trouble) {
    // The next question may be answered; until then what is shown is old, and says so.
    problem.textContent = trouble.message;
    problem.hidden = false;
  }
  setTimeout(watch, ASKED_EVERY_MS);
}

/** @param {{ state: string, attempts: number, done_count: number, total_count: number }} job */
function showProgress({ state, attempts, done_count: done, total_count: total }) {
  const bar = page.querySelector("[data-progress]");
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  } else bar.removeAttribute("value");
  const shown = element("span", { class: `import-state import-state-${state}`, text: word(`state.${state}`) });
  const holder = page.querySelector("[data-state]");
  if (holder.textContent !== shown.textContent) holder.replaceChildren(shown);
  const words = [
    total > 0 ? word("import.progress", { done, all: total }) : "",
    attempts > 1 ? word("import.again", { n: attempts }) : "",
  ];
  page.querySelector("[data-progress-words]").textContent = words.filter((part) => part !== "").join(" · ");
}

/** @param {HTMLButtonElement} button */
async function cancel(button) {
  button.disabled = true;
  try {
    await api.ask("POST", `/plan-imports/${jobId}/cancel`);
  } catch {
    // It has ended meanwhile, or was not reached: the next look says which.
  }
  button.disabled = false;
}

// --- when it has ended -----------------------------------------------------------------------------------------------
const rows = page.querySelector("[data-defects]");
const narrow = page.querySelector("[data-narrow]");
const more = page.querySelector("[data-more]");
let turn = 0;
let timer = 0;

/** @param {number} offset */
async function showDefects(offset) {
  const mine = (turn += 1);
  const wanted = new URLSearchParams([...new FormData(narrow)].filter(([, value]) => value !== ""));
  wanted.set("offset", String(offset));
  wanted.set("limit", String(PAGE_ROWS));
  /** @type {{ defects: Defect[], next_offset: number | null }} */
  let found;
  try {
    found = await api.ask("GET", `/plan-imports/${jobId}/defects?${wanted}`);
  } catch (trouble) {
    rows.replaceChildren(element("tr", {}, element("td", { colspan: 5, class: "problem", text: trouble.message })));
    return;
  }
  // A slow answer to an older question must not replace a newer one.
  if (mine !== turn) return;
  if (offset === 0) rows.replaceChildren();
  rows.append(...found.defects.map(defectRow));
  if (rows.children.length === 0)
    rows.append(element("tr", {}, element("td", { colspan: 5, class: "quiet", text: word("import.no_defects") })));
  const next = found.next_offset;
  more.hidden = next === null;
  more.textContent = word("import.more");
  more.onclick = () => next !== null && showDefects(next);
  page.dataset.ready = "yes";
}

/** @param {string} ref @param {number | null} lon @param {number | null} lat */
function placeOf(ref, lon, lat) {
  if (lon === null || lat === null) return element("td", {});
  const text = `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
  const href = `/sites/${siteId}#at=${lat.toFixed(7)},${lon.toFixed(7)}`;
  return element(
    "td",
    { class: "number" },
    element("a", { href, "aria-label": word("import.place", { ref, text }), text }),
  );
}

/** @param {Defect} defect */
function defectRow({ feature_ref: ref, code, words: told, outcome, lon, lat }) {
  const words = word(`why.${code}`);
  const what = element("td", { text: words.startsWith("why ") ? code : words }, element("code", { text: code }));
  return element(
    "tr",
    {},
    element("th", { scope: "row", text: ref }),
    what,
    element("td", { text: told }),
    placeOf(ref, lon, lat),
    element("td", { class: `import-done-${outcome}`, text: word(`outcome.${outcome}`) }),
  );
}

if (isOpen === "yes") {
  const button = page.querySelector("[data-cancel]");
  button.addEventListener("click", () => cancel(button));
  watch();
}
if (narrow !== null) {
  narrow.addEventListener("submit", (/** @type {SubmitEvent} */ event) => event.preventDefault());
  narrow.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => showDefects(0), TYPED_AFTER_MS);
  });
  showDefects(0);
} else page.dataset.ready = "yes";
