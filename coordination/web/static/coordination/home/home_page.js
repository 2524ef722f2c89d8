// The first page: find a site, open an incident, notice when somebody else opens one.

import { Api, ApiProblem } from "../api.js";
import { uuid } from "../element.js";
import { showLocalTimes } from "../local_times.js";
import { loadWords, word } from "../words.js";

const LOOK_EVERY_MS = 10_000;
const api = new Api();
const byId = (id) => document.getElementById(id);

loadWords(JSON.parse(byId("words").textContent));

function filterSites(field) {
  const wanted = field.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const row of byId("sites").children) {
    row.hidden = wanted !== "" && !row.dataset.words.toLocaleLowerCase().includes(wanted);
    if (!row.hidden) shown += 1;
  }
  byId("no-site").hidden = shown > 0;
}

class Opening {
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.submit = byId("open-submit");
    this.problem = dialog.querySelector("[data-problem]");
    this.form.addEventListener("change", () => this.#showKind());
    this.form.addEventListener("submit", (event) => this.#open(event));
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  }

  show(siteId = "") {
    this.form.reset();
    this.form.elements.site_id.value = siteId;
    this.problem.hidden = true;
    // One id for one intention: pressing again after a lost answer opens nothing twice.
    this.commandId = uuid();
    this.#showKind();
    this.dialog.showModal();
  }

  get kind() {
    return new FormData(this.form).get("kind");
  }

  // Real or exercise is never a default: the button says what it will do, and does nothing before that.
  #showKind() {
    const { kind } = this;
    this.submit.disabled = !kind;
    this.submit.textContent = word(
      kind === "real" ? "home.open_real" : kind === "exercise" ? "home.open_exercise" : "home.choose",
    );
    this.submit.classList.toggle("danger", kind === "real");
    this.submit.classList.toggle("exercise", kind === "exercise");
  }

  async #open(event) {
    event.preventDefault();
    const { kind, ...fields } = Object.fromEntries(new FormData(this.form));
    this.submit.disabled = true;
    try {
      const opened = await api.post("/incidents", {
        type: "open_incident",
        id: this.commandId,
        is_exercise: kind === "exercise",
        ...fields,
      });
      location.assign(`/incidents/${opened.incident_id}`);
    } catch (error) {
      this.problem.textContent = error instanceof ApiProblem ? error.message : word("problem.unreachable");
      this.problem.hidden = false;
      // A refused command may be changed; a changed one is another command. What got no answer of the server's own may
      // have been carried out.
      if (error instanceof ApiProblem && error.isFinal) this.commandId = uuid();
      this.submit.disabled = false;
    }
  }
}

const idsShown = (selector, name) => new Set([...document.querySelectorAll(selector)].map((one) => one.dataset[name]));
let shownIncidents = idsShown("[data-incident]", "incident");

// What an agreement opens or closes appears and goes by itself; a form that somebody fills in is left alone.
async function lookForSites() {
  const sites = new Set((await api.get("/sites")).map((site) => site.id));
  const shown = idsShown("[data-open-at]", "openAt");
  if (sites.size === shown.size && [...sites].every((id) => shown.has(id))) return;
  if (document.querySelector("dialog[open]")) return;
  const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("content");
  byId("content").replaceChildren(...document.importNode(fresh, true).childNodes);
  shownIncidents = idsShown("[data-incident]", "incident");
  wire();
}

async function lookForNews() {
  if (document.visibilityState !== "visible") return;
  try {
    const incidents = await api.get("/incidents");
    const fresh = incidents.filter((one) => one.status !== "Closed" && !shownIncidents.has(one.incident_id));
    byId("news").textContent = word("home.new", { n: fresh.length });
    byId("news").hidden = fresh.length === 0;
    await lookForSites();
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) location.reload();
  }
}

function wire() {
  showLocalTimes();
  byId("news").addEventListener("click", () => location.reload());
  byId("site-filter")?.addEventListener("input", (event) => filterSites(event.target));
  if (byId("open-dialog")) {
    const opening = new Opening(byId("open-dialog"));
    byId("open-incident").addEventListener("click", () => opening.show());
    for (const button of document.querySelectorAll("[data-open-at]"))
      button.addEventListener("click", () => opening.show(button.dataset.openAt));
  }
}

wire();
addEventListener("incidents-changed", lookForNews);
setInterval(lookForNews, LOOK_EVERY_MS);
document.addEventListener("visibilitychange", lookForNews);
