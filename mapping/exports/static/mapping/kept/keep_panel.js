// "Keep on this phone" on the page of a site: the button, progress, what is kept since when, and the way to delete it.

import { element } from "../../coordination/element.js";
import { keeper, store } from "./kept_here.js";
import { word } from "../../coordination/words.js";
import { agoText, sizeText } from "./kept_rules.js";
import { BUSY, ENDED, FULL, KEPT, LATER, REFUSED, SAME, SIGNED_OUT, UNREACHABLE } from "./keeper.js";
import { UNCHECKED } from "./pack_check.js";

/** @typedef {import("./kept_rules.js").KeptAbout} KeptAbout */

/** @type {Record<string, string>} */
const STATES = {
  [KEPT]: "kept",
  [SAME]: "same",
  [ENDED]: "ended",
  [SIGNED_OUT]: "signed_out",
  [UNREACHABLE]: "unreachable",
  [LATER]: "later",
  [FULL]: "full",
  [BUSY]: "busy",
};

// What to tell a person of what Keeper.keep() returned.
/** @param {import("./keeper.js").Outcome} outcome */
export function outcomeText({ state, code, file, siteName = "" }) {
  if (state === REFUSED) return word(`kept.refused_${code}`, { file });
  return word(`kept.${STATES[state]}`, { site: siteName });
}

// "1.2 MB · made 5 min ago · checked with the server 2 min ago", and whether its signature could be checked.
/** @param {KeptAbout} about @param {number} now */
export function aboutText(about, now = Date.now()) {
  const parts = [
    sizeText(about.size_bytes),
    word("kept.made", { ago: agoText(about.made_at, now) }),
    word("kept.checked", { ago: agoText(about.contact_at, now) }),
    word(about.signature === UNCHECKED ? "kept.signature_unchecked" : "kept.signature_good"),
  ];
  return parts.join(" · ");
}

export class KeepPanel {
  #root;
  #siteId;
  #busy = false;

  /** @param {HTMLElement} root @param {string} siteId */
  constructor(root, siteId) {
    this.#root = root;
    this.#siteId = siteId;
    this.state = element("p", { class: "small quiet", id: "keep-state" });
    this.outcome = element("p", { class: "small", id: "keep-outcome", role: "status" });
    this.progress = element("progress", { max: "1", value: "0", "aria-label": word("kept.fetching"), hidden: true });
    this.keep = element("button", { type: "button", class: "button", id: "keep", onclick: () => this.#keep() });
    this.delete = element("button", {
      type: "button",
      class: "button plain",
      id: "keep-delete",
      text: word("kept.delete"),
      onclick: () => this.#delete(),
    });
    this.list = element("a", { class: "button plain", href: "/kept", text: word("kept.list") });
    root.replaceChildren(this.keep, this.delete, this.list, this.progress, this.state, this.outcome);
    if (keeper === null || store === null) {
      this.#cannot();
    } else {
      store.onChange(() => this.show());
      this.show();
    }
  }

  #cannot() {
    this.keep.textContent = word("kept.keep");
    this.keep.disabled = true;
    this.delete.hidden = this.list.hidden = true;
    this.state.textContent = word("kept.impossible");
  }

  async show() {
    if (store === null) return;
    const about = await store.about(this.#siteId);
    this.keep.textContent = word(about === null || about.is_by_itself ? "kept.keep" : "kept.refresh");
    this.delete.hidden = this.list.hidden = about === null;
    this.state.textContent = about === null ? word("kept.not_kept") : aboutText(about);
    this.#root.dataset.kept = about === null ? "no" : "yes";
  }

  async #keep() {
    if (keeper === null || this.#busy) return;
    this.#busy = true;
    this.keep.disabled = true;
    this.progress.hidden = false;
    this.progress.removeAttribute("value");
    this.outcome.textContent = word("kept.fetching");
    const outcome = await keeper.keep(this.#siteId, {
      isAsked: true,
      onProgress: (done, all) => this.#progressed(done, all),
    });
    this.progress.hidden = true;
    this.outcome.textContent = outcomeText(outcome);
    this.outcome.classList.toggle("problem", ![KEPT, SAME].includes(outcome.state));
    this.keep.disabled = false;
    this.#busy = false;
    await this.show();
  }

  /** @param {number} done @param {number} all */
  #progressed(done, all) {
    if (all > 0) this.progress.value = done / all;
    this.outcome.textContent = word("kept.progress", { done: sizeText(done), all: all > 0 ? sizeText(all) : "…" });
  }

  async #delete() {
    await store?.remove(this.#siteId);
    this.outcome.textContent = word("kept.deleted");
    this.outcome.classList.remove("problem");
    await this.show();
    this.keep.focus();
  }
}
