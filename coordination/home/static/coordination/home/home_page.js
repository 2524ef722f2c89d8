// The first page: find a site, open an incident. What is open is kept current by open_now.js.

import { Api, ApiProblem } from "../api.js";
import { uuid } from "../element.js";
import { showLocalTimes } from "../local_times.js";
import { word } from "../words.js";
import { OpeningAdvice } from "../first_actions/opening_advice.js";
import { alertsHere } from "../alerts/alerts_here.js";
import { placeOf, wirePlaceFields } from "../sites/place_fields.js";
import { OpenNow } from "./open_now.js";
import { AlarmReach } from "./alarm_reach.js";
import { waitingHere } from "./waiting_here.js";

const api = new Api();
/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** @param {HTMLInputElement} field */
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
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.submit = byId("open-submit");
    this.problem = dialog.querySelector("[data-problem]");
    this.form.addEventListener("change", () => this.#showKind());
    this.form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => this.#open(event));
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    wirePlaceFields(this.form);
    // Opened, it asks for the place: an incident is not away from its site by a slip of the finger.
    const away = dialog.querySelector(".away");
    away.addEventListener("toggle", () => {
      this.form.elements.place.required = away.open;
      this.form.elements.point.disabled = !away.open;
    });
    this.advice = new OpeningAdvice({ api, root: byId("first-actions"), select: this.form.elements.incident_type });
  }

  show(siteId = "") {
    this.form.reset();
    this.advice.show();
    const sites = this.form.elements.site_id;
    // Who has one site needs not say which: its choice stands behind the empty one.
    sites.value = siteId || (sites.options.length === 2 ? sites.options[1].value : "");
    this.problem.hidden = true;
    this.dialog.querySelector(".away").open = false;
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

  /** @param {SubmitEvent} event */
  async #open(event) {
    event.preventDefault();
    const { kind, place, point, ...fields } = Object.fromEntries(new FormData(this.form));
    this.submit.disabled = true;
    try {
      const opened = await api.post("/incidents", {
        type: "open_incident",
        id: this.commandId,
        is_exercise: kind === "exercise",
        ...fields,
        ...(this.form.querySelector(".away").open ? placeOf({ place, point }) : {}),
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

const openNow = new OpenNow({ api, onFresh: wire });

function wire() {
  showLocalTimes();
  byId("news").addEventListener("click", () => location.reload());
  byId("site-filter")?.addEventListener("input", () => filterSites(byId("site-filter")));
  if (byId("open-dialog")) {
    const opening = new Opening(byId("open-dialog"));
    byId("open-incident").addEventListener("click", () => opening.show());
    for (const button of document.querySelectorAll("[data-open-at]"))
      button.addEventListener("click", () => opening.show(button.dataset.openAt));
  }
  if (byId("alerts-here")) void alertsHere({ api, button: byId("alerts-here"), say: byId("alerts-say") });
  for (const root of document.querySelectorAll("[data-alarm-reach]")) new AlarmReach({ api, root }).start();
  void waitingHere({ api, root: byId("waiting-here") });
}

wire();
openNow.start();
