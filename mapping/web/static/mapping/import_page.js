// The page that brings a plan: look at the file, say what it cannot say itself, and queue its import.

import { word } from "./words.js";
import { api, filled } from "./import_api.js";
import { FieldChoices } from "./import_fields.js";
import { ControlPoints } from "./import_points.js";

const page = document.querySelector(".import-page");
const form = page.querySelector("[data-import]");
const seen = page.querySelector("[data-seen]");
const problem = page.querySelector("[data-problem]");
const drop = page.querySelector("[data-drop]");
const { siteId } = page.dataset;
const choices = JSON.parse(document.getElementById("import-choices").textContent);
const fields = new FieldChoices(page.querySelector("[data-mapping]"), choices);
const points = new ControlPoints(page.querySelector("[data-placing]"), siteId, choices.bounds);
// What has a standard of its own says its levels and its place.
const SAYS_ALL = new Set(["imdf", "osm_indoor"]);
const SCANS = new Set(["image", "pdf"]);
const DRAWN_IN_A_GRID = new Set(["shapefile", "file_geodatabase", "geopackage", "dxf", "dwg"]);
let looks = 0;

function tell(text) {
  problem.textContent = text;
  problem.hidden = text === "";
}

function show(name, isShown) {
  page.querySelector(`[data-for="${name}"]`).hidden = !isShown;
}

async function look() {
  const file = form.elements.file.files[0];
  if (file === undefined) return;
  const turn = (looks += 1);
  tell("");
  seen.textContent = word("import.looking");
  const asked = new FormData();
  asked.append("file", file);
  for (const name of ["format", "crs", "page"])
    if (form.elements[name].value !== "") asked.append(name, form.elements[name].value);
  try {
    const found = await api.ask("POST", `/sites/${siteId}/plan-looks`, { form: asked });
    // A slow answer about a file that was replaced by another must not be shown.
    if (turn === looks) showLook(found);
  } catch (trouble) {
    if (turn !== looks) return;
    seen.textContent = "";
    tell(trouble.message);
  }
}

function showLook(found) {
  const { format, code, words, features, page_count: pages } = found;
  const parts = [format === null ? "" : filled("import.seen", choices.formats[format])];
  if (features > 0) parts.push(filled("import.features", features));
  if (pages > 1) parts.push(filled("import.pages", pages));
  seen.textContent = parts.filter((part) => part !== "").join(" ");
  tell(code === "" ? "" : words);
  show("level", !SAYS_ALL.has(format));
  show("scan", SCANS.has(format));
  show("pages", format === "pdf" && pages !== 1);
  show("crs", code === "crs_unknown" || DRAWN_IN_A_GRID.has(format));
  fields.show(found);
  points.show(found);
  page.dataset.seen = format ?? "nothing";
}

async function bring(isDryRun) {
  const file = form.elements.file.files[0];
  if (file === undefined) {
    tell(page.querySelector("[data-no-file]").textContent);
    form.elements.file.focus();
    return;
  }
  tell("");
  seen.textContent = word("import.sending");
  const order = new FormData();
  order.append("file", file);
  order.append("dry_run", isDryRun);
  order.append("mapping", fields.json());
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

function setBusy(isBusy) {
  for (const button of form.querySelectorAll(".import-buttons button")) button.disabled = isBusy;
}

function chosen() {
  const file = form.elements.file.files[0];
  if (file !== undefined) page.querySelector("[data-file-name]").textContent = file.name;
  points.forget();
  form.elements.format.value = "";
  form.elements.page.value = "1";
  look();
}

form.elements.file.addEventListener("change", chosen);
for (const name of ["format", "crs", "page"]) form.elements[name].addEventListener("change", look);
for (const type of ["dragenter", "dragover", "dragleave", "drop"])
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.toggle("is-over", type === "dragenter" || type === "dragover");
    if (type !== "drop" || event.dataTransfer.files.length === 0) return;
    form.elements.file.files = event.dataTransfer.files;
    chosen();
  });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  bring(event.submitter?.value !== "false");
});
page.dataset.ready = "yes";
