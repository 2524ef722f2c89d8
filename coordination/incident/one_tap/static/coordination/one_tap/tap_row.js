// Hold, Secure and Shelter in one tap: a button that is held sends one command, until the server has it; then the
// incident opens. Nothing is asked before but what a shelter needs.

import { ApiProblem } from "../api.js";
import { uuid } from "../element.js";
import { word } from "../words.js";

const TRY_AGAIN_MS = 1000;
const paused = () => new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));

/** @typedef {{ incident_id: string, has_begun: boolean }} Started */

export class TapRow {
  /** @param {{ api: Pick<import("../api.js").Api, "post">, root: HTMLElement, open?: (address: string) => void, pause?: () => Promise<unknown> }} parts */
  constructor({ api, root, open = (address) => location.assign(address), pause = paused }) {
    this.api = api;
    this.root = root;
    this.open = open;
    this.pause = pause;
    this.isSending = false;
    this.site = /** @type {HTMLInputElement | HTMLSelectElement} */ (root.querySelector("[data-site]"));
    this.shelter = /** @type {HTMLButtonElement} */ (root.querySelector("#tap-shelter"));
    this.hazards = /** @type {HTMLElement} */ (root.querySelector("#tap-hazards"));
    this.shelter.addEventListener("click", () => this.#unfold());
    this.hazards.addEventListener("change", (event) => this.#propose(event));
    for (const button of root.querySelectorAll("hold-button")) {
      button.addEventListener("held", () => this.#send(button.dataset.kind));
      button.addEventListener("letgo", () => this.#say(word("tap.let_go")));
    }
  }

  #unfold() {
    this.hazards.hidden = !this.hazards.hidden;
    this.shelter.setAttribute("aria-expanded", String(!this.hazards.hidden));
    if (!this.hazards.hidden) this.hazards.scrollIntoView({ block: "nearest" });
  }

  // Each hazard brings its own strategy; another one may be chosen.
  /** @param {Event} event */
  #propose(event) {
    const { name, dataset } = /** @type {HTMLInputElement} */ (event.target);
    if (name !== "tap-hazard") return;
    const strategies = /** @type {NodeListOf<HTMLInputElement>} */ (
      this.hazards.querySelectorAll("[name=tap-strategy]")
    );
    for (const one of strategies) one.checked = one.value === dataset.strategy;
  }

  /** @param {string} name */
  #chosen(name) {
    return /** @type {HTMLInputElement | null} */ (this.hazards.querySelector(`[name=${name}]:checked`))?.value;
  }

  /** @param {string} text */
  #say(text) {
    this.root.querySelector("#tap-say").textContent = text;
  }

  /** @param {string | undefined} kind */
  async #send(kind) {
    if (this.isSending) return;
    const [hazard, strategy] = [this.#chosen("tap-hazard"), this.#chosen("tap-strategy")];
    if (!this.site.value) {
      this.site.focus();
      return;
    }
    if (kind === "shelter" && (!hazard || !strategy)) {
      this.#say(word("tap.hazard"));
      return;
    }
    this.isSending = true;
    this.#say(word("tap.sending"));
    const command = {
      id: uuid(),
      site_id: this.site.value,
      is_exercise: this.root.dataset.exercise === "true",
      kind,
      ...(kind === "shelter" ? { hazard, strategy } : {}),
    };
    try {
      /** @type {Started} */
      const started = await this.#sendUntilAnswered(command);
      this.#say(word(started.has_begun ? "tap.begun" : "tap.in_force"));
      this.open(`/incidents/${started.incident_id}`);
    } catch (error) {
      this.#say(error.message);
    }
    this.isSending = false;
  }

  // One id for one tap: however often it is sent, it counts once.
  /** @param {object} command */
  async #sendUntilAnswered(command) {
    for (;;) {
      try {
        return await this.api.post("/one-tap-actions", command);
      } catch (error) {
        if (error instanceof ApiProblem && error.isFinal) throw error;
        this.#say(word("tap.trying_again"));
        await this.pause();
      }
    }
  }
}
