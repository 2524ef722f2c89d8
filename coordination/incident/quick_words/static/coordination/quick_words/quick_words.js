// Quick words of one's role: one tap opens them, the second says one.

import { element, uuid } from "../element.js";

/** @typedef {{ posts: string, text: string, status?: string, kind?: string, source?: string,
 *   press?: string }} QuickWord */

export class QuickWords {
  /**
   * @param {{ dialog: HTMLDialogElement, opener: HTMLElement, words: QuickWord[],
   *   submit: (command: Record<string, any>) => unknown, audience: () => string, press: (button: string) => unknown }} parts
   */
  constructor({ dialog, opener, words, submit, audience, press }) {
    // A finger on it does not begin to write: then the composer would grow, and the button be gone before it is let go.
    opener.addEventListener("mousedown", (event) => event.preventDefault());
    this.dialog = dialog;
    this.submit = submit;
    this.press = press;
    this.audience = audience; // () => to whom the next message speaks
    dialog.querySelector("[data-words]").replaceChildren(
      ...words.map((one) =>
        element("button", {
          type: "button",
          class: `button quick-word quick-word-${one.posts}`,
          onclick: () => this.#say(one),
          text: one.text,
        }),
      ),
    );
  }

  open() {
    this.dialog.showModal();
  }

  /** @param {QuickWord} one */
  #say(one) {
    this.dialog.close();
    if (one.press !== undefined) this.press(one.press);
    else if (one.posts === "status") this.submit({ type: "set_status", id: uuid(), status: one.status });
    else if (one.posts === "fact")
      this.submit({
        type: "pin_fact",
        id: uuid(),
        fact_id: uuid(),
        kind: one.kind,
        value: one.text,
        source: one.source,
      });
    else this.submit({ type: "post_message", id: uuid(), text: one.text, audience: this.audience() });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = new QuickWords({
    dialog: /** @type {HTMLDialogElement} */ (document.getElementById("quick-words")),
    opener: /** @type {HTMLElement} */ (document.querySelector('[data-do="quick_words"]')),
    words: JSON.parse(document.getElementById("quick-words-of-role").textContent),
    submit: page.submit,
    press: (button) => page.press(button),
    audience: () => page.composer.audience,
  });
  return { buttons: { quick_words: () => panel.open() } };
}
