// The page that brings a plan: look at the file, say what it cannot say itself, and queue its import.

import { word } from "../../coordination/words.js";
import { api } from "./api.js";
import { FieldChoices } from "./fields.js";
import { FloorChoices } from "./floors.js";
import { ControlPoints } from "./points.js";

const page = document.querySelector(".import-page");
const form = page.querySelector("[data-import]");
const seen = page.querySelector("[data-seen]");
const problem = page.querySelector("[data-problem]");
const drop = page.querySelector("[data-drop]");
const { siteId } = page.dataset;
const choices = JSON.parse(document.getElementById("import-choices").textContent);
const fields = new FieldChoices(page.querySelector("[data-mapping]"), choices, () => look(false));
const floors = new FloorChoices(page.querySelector("[data-floors]"));
const points = new ControlPoints(page.querySelector("[data-placing]"), siteId, choices.where);
// What has a standard of its own says its levels and its place.
const SAYS_ALL = new Set(["imdf", "osm_indoor"]);
const SCANS = new Set(["image", "pdf"]);
const DRAWN_IN_A_GRID = new Set(["shapefile", "file_geodatabase", "geopackage", "files", "dxf", "dwg"]);
/** @typedef {import("./fields.js").Look & import("./points.js").Look & {
 *   format: string | null, code: string, words: string, features: number, undrawn: number, page_count: number,
 *   buildings: string[],
 *   floors: { word: string, count: number, ordinal: number | null, short_name: string, name: string }[]
 * }} LookOut as the server says it */

/** @type {{ file: File, path: string }[]} */
let brought = [];
let looks = 0;
// Why what was brought cannot be imported whatever is said beside it; "" if nothing is known against it.
let refusal = "";
// What cannot be read, or lies elsewhere, is refused before it is sent; what only lacks a word or points is not.
const REFUSED = new Set([
  "axes_swapped",
  "file_too_large",
  "no_features",
  "not_a_feature_collection",
  "not_a_zip",
  "not_json",
  "not_utf8",
  "nothing_to_draw",
  "plan_far_from_site",
]);

/** @param {string} text */
function tell(text) {
  problem.textContent = text;
  problem.hidden = text === "";
}

/** @param {string} name @param {boolean} isShown */
function show(name, isShown) {
  page.querySelector(`[data-for="${name}"]`).hidden = !isShown;
}

// What is brought, with the place of each file in its folder: a file's name or folder may say its floor.
/** @param {FormData} order */
function append(order) {
  for (const { file } of brought) order.append("file", file);
  if (brought.length > 1) order.append("paths", JSON.stringify(brought.map(({ path }) => path)));
  order.append("counting", form.elements.counting.value);
}

function mapping() {
  const levels = floors.levels();
  const said = { ...fields.said(), ...(Object.keys(levels).length > 0 ? { levels } : {}) };
  return Object.keys(said).length === 0 ? "" : JSON.stringify(said);
}

async function look(isNew = true) {
  if (brought.length === 0) return;
  const turn = (looks += 1);
  refusal = "";
  tell("");
  seen.textContent = word("import.looking");
  const asked = new FormData();
  append(asked);
  // What is chosen of fields tells which words are floors; what was proposed before is asked anew.
  const said = isNew ? {} : fields.said();
  if (Object.keys(said).length > 0) asked.append("mapping", JSON.stringify(said));
  for (const name of ["format", "crs", "page"])
    if (form.elements[name].value !== "") asked.append(name, form.elements[name].value);
  try {
    const found = await api.ask("POST", `/sites/${siteId}/plan-looks`, { form: asked });
    // A slow answer about a file that was replaced by another must not be shown.
    if (turn === looks) showLook(found, isNew);
  } catch (trouble) {
    if (turn !== looks) return;
    seen.textContent = "";
    tell(trouble.message);
  }
}

/** @param {LookOut} found @param {boolean} isNew */
function showLook(found, isNew) {
  const { format, code, words, features, undrawn, page_count: pages } = found;
  const parts = [format === null ? "" : word("import.seen", { format: choices.formats[format] })];
  if (features > 0) parts.push(word("import.features", { n: features }));
  if (undrawn > 0) parts.push(word("import.undrawn", { n: undrawn }));
  if (pages > 1) parts.push(word("import.pages", { n: pages }));
  seen.textContent = parts.filter((part) => part !== "").join(" ");
  tell(code === "" ? "" : words);
  refusal = format === null || REFUSED.has(code) ? words : "";
  show("level", !SAYS_ALL.has(format ?? ""));
  show("scan", SCANS.has(format ?? ""));
  show("pages", format === "pdf" && pages !== 1);
  // What was said stays in sight: it goes with the file.
  show("crs", code === "crs_unknown" || DRAWN_IN_A_GRID.has(format ?? "") || form.elements.crs.value !== "");
  form.elements.building_name.placeholder = found.buildings.join(", ") || choices.building;
  showCounting();
  fields.show(found, isNew);
  floors.show(found.floors, new Set(found.learned.filter(({ table }) => table === "levels").map((one) => one.word)));
  if (isNew) points.show(found);
  page.dataset.seen = format ?? "nothing";
}

/** @param {boolean} isDryRun */
async function bring(isDryRun) {
  if (brought.length === 0) {
    tell(page.querySelector("[data-no-file]").textContent);
    form.elements.file.focus();
    return;
  }
  if (building() === "") {
    tell(word("import.which_building"));
    form.elements.building_name.focus();
    return;
  }
  if (refusal !== "") {
    tell(refusal);
    problem.scrollIntoView({ block: "nearest" });
    return;
  }
  tell("");
  seen.textContent = word("import.sending");
  const order = new FormData();
  append(order);
  order.append("dry_run", String(isDryRun));
  order.append("mapping", mapping());
  order.append("control_points", points.json());
  for (const name of ["building_name", "format", "level", "level_name", "crs", "page"]) {
    const field = form.elements[name];
    // What is hidden was not said: another file had it.
    if (field.value.trim() !== "" && !field.closest("[data-for]")?.hidden) order.append(name, field.value.trim());
  }
  setBusy(true);
  try {
    const { id } = await api.ask("POST", `/sites/${siteId}/plan-imports`, { form: order });
    location.assign(`/plan-imports/${id}`);
  } catch (trouble) {
    seen.textContent = "";
    tell(trouble.message);
    setBusy(false);
  }
}

/** @param {boolean} isBusy */
function setBusy(isBusy) {
  for (const button of form.querySelectorAll(".import-buttons button")) button.disabled = isBusy;
}

// What is typed, else what the file says, else what is proposed; only what is typed is sent: the server knows the rest.
function building() {
  const field = form.elements.building_name;
  return field.value.trim() || field.placeholder;
}

// A building that exists counts as it does; a new one as it is said here.
function showCounting() {
  const known = choices.countings[building()];
  const { counting } = form.elements;
  const before = counting.value;
  counting.value = known ?? before;
  counting.disabled = known !== undefined;
  if (counting.value !== before) look(false);
}

/** @param {HTMLInputElement} input */
function chosen(input) {
  const files = [...(input.files ?? [])];
  if (files.length === 0) return;
  brought = files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  page.querySelector("[data-file-name]").textContent =
    files.length === 1 ? files[0].name : word("import.files", { n: files.length });
  points.forget();
  form.elements.format.value = "";
  form.elements.page.value = "1";
  look();
}

// What is forgotten is guessed again, also in the file that is looked at now.
/** @param {HTMLButtonElement} button */
async function forget(button) {
  button.disabled = true;
  try {
    await api.ask("DELETE", `/sites/${siteId}/learned-words/${button.dataset.forget}`);
  } catch (trouble) {
    button.disabled = false;
    throw trouble;
  }
  const row = button.closest("tr");
  (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("button").focus();
  row.remove();
  const count = page.querySelector("[data-learned-count]");
  count.textContent = String(page.querySelectorAll("[data-forget]").length);
  look();
}

for (const name of ["file", "folder"])
  form.elements[name].addEventListener("change", () => chosen(form.elements[name]));
page.querySelector("[data-choose-folder]").addEventListener("click", () => form.elements.folder.click());
for (const name of ["format", "crs", "page"]) form.elements[name].addEventListener("change", () => look());
form.elements.counting.addEventListener("change", () => look(false));
form.elements.building_name.addEventListener("change", showCounting);
showCounting();
for (const type of ["dragenter", "dragover", "dragleave", "drop"])
  drop.addEventListener(type, (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.classList.toggle("is-over", type === "dragenter" || type === "dragover");
    const files = event.dataTransfer?.files;
    if (type !== "drop" || files === undefined || files.length === 0) return;
    form.elements.file.files = files;
    chosen(form.elements.file);
  });
form.addEventListener("submit", (/** @type {SubmitEvent & { submitter: any }} */ event) => {
  event.preventDefault();
  bring(event.submitter?.value !== "false");
});
for (const button of page.querySelectorAll("[data-forget]"))
  button.addEventListener("click", () => forget(button).catch((trouble) => tell(trouble.message)));
page.dataset.ready = "yes";
