// What has just happened, said once at the edge of the page, with a way back for as long as it stands there.
//
// Scripts call toast(); the element says "gone" or "undone" through the promise. Errors stay until they are closed.

import { element } from "../element.js";
import { word } from "../words.js";
import { define } from "./define.js";

const UNDO_S = 10;
const MOST = 4;

class ToastStack extends HTMLElement {
  /**
   * @param {string} text
   * @param {{ tone?: "info" | "ok" | "warning" | "danger", undo?: string | null, stays_s?: number | null }} options
   * @returns {Promise<"undone" | "gone">}
   */
  show(text, { tone = "info", undo = null, stays_s = tone === "danger" ? null : UNDO_S } = {}) {
    return new Promise((resolve) => {
      /** @param {"undone" | "gone"} how */
      const done = (how) => {
        clearTimeout(timer);
        line.remove();
        resolve(how);
      };
      /** @param {string} words @param {"undone" | "gone"} how @param {string} classes */
      const button = (words, how, classes) =>
        element("button", { type: "button", class: classes, text: words, onclick: () => done(how) });
      const line = element(
        "div",
        { class: `toast toast-${tone}`, role: tone === "danger" ? "alert" : null },
        element("p", { class: "toast-text", text }),
        undo === null ? null : button(undo, "undone", "button"),
        element("button", {
          type: "button",
          class: "toast-close",
          "aria-label": word("close"),
          text: "×",
          onclick: () => done("gone"),
        }),
      );
      const timer = stays_s === null ? undefined : setTimeout(() => done("gone"), stays_s * 1000);
      this.append(line);
      // The oldest makes room: what lies off the screen is read by no one.
      while (this.children.length > MOST) /** @type {HTMLElement} */ (this.querySelector(".toast-close")).click();
    });
  }
}
define("toast-stack", ToastStack);

/**
 * @param {string} text
 * @param {Parameters<ToastStack["show"]>[1]} options
 */
export function toast(text, options = {}) {
  const stack = /** @type {ToastStack | null} */ (document.querySelector("toast-stack"));
  return stack === null ? Promise.resolve(/** @type {const} */ ("gone")) : stack.show(text, options);
}

// It is done at once where one sees it, and sent when no one has taken it back: true if it stands.
/** @param {string} text */
export async function unlessUndone(text) {
  return (await toast(text, { undo: word("undo") })) === "gone";
}
