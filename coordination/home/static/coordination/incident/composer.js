// Say something to the room: text, to whom, and a photo or file.

import { ApiProblem, Unreachable } from "../api.js";
import { element, uuid } from "../element.js";
import { outbox } from "../outbox_here.js";
import { label, word } from "../words.js";

// So long after a finger was lifted its click has come.
const CLICK_MS = 100;

/** @typedef {{ type: string, id: string, caption: string | null, audience: string }} Attaching */

export class Composer {
  /**
   * @param {{ form: any, room: import("../room/room.js").Room, submit: (command: Record<string, any>) => unknown,
   *   audiences: import("./audience.js").AudienceMemory }} parts
   */
  constructor({ form, room, submit, audiences }) {
    this.form = form;
    this.room = room;
    this.submit = submit;
    this.audiences = audiences;
    this.text = form.querySelector("textarea");
    this.problem = form.querySelector("[data-problem]");
    this.file = form.querySelector('input[type="file"]');
    this.#audiences(form.querySelector("[data-audiences]"));
    this.isOpen = true;
    form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#post();
    });
    this.text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.text.addEventListener("input", () => this.#grow());
    this.file.addEventListener("change", () => this.#attach());
    form.addEventListener("focusin", () => form.classList.add("is-written-in"));
    form.addEventListener("focusout", () => afterPress(() => this.#left()));
  }

  #left() {
    if (!this.form.contains(document.activeElement)) this.form.classList.remove("is-written-in");
  }

  /** @param {HTMLElement} root */
  #audiences(root) {
    for (const audience of this.room.me.audiences) {
      const input = element("input", {
        type: "radio",
        name: "audience",
        value: audience,
        class: "visually-hidden",
        checked: audience === this.audiences.of("message"),
        onchange: () => this.audiences.remember("message", audience),
      });
      root.append(
        element(
          "label",
          { class: `chip-choice audience-${audience}` },
          input,
          element("span", { text: label("audience", audience) }),
        ),
      );
    }
    root.hidden = this.room.me.audiences.length < 2;
  }

  get audience() {
    return this.form.elements.audience?.value || this.audiences.of("message");
  }

  // Enter sends; Shift+Enter is a new line; an input method that is composing keeps its Enter.
  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#post();
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 160)}px`;
  }

  #post() {
    const text = this.text.value.trim();
    if (!text) return;
    this.submit({ type: "post_message", id: uuid(), text, audience: this.audience });
    this.put("");
  }

  /** @param {string} text */
  put(text) {
    this.text.value = text;
    this.#grow();
  }

  // Put words where the cursor is, apart from what stands beside them.
  /** @param {string} words */
  insert(words) {
    const { selectionStart: start, selectionEnd: end, value } = this.text;
    const before = value.slice(0, start);
    const after = value.slice(end);
    const space = before === "" || /\s$/.test(before) ? "" : " ";
    const room = this.text.maxLength - before.length - after.length;
    const added = `${space}${words}${after === "" || /^\s/.test(after) ? " " : ""}`.slice(0, Math.max(0, room));
    this.put(before + added + after);
    this.text.focus();
    this.text.setSelectionRange(start + added.length, start + added.length);
  }

  focus() {
    this.text.focus();
  }

  async #attach() {
    const file = this.file.files[0];
    if (!file) return;
    this.#say(word("composer.uploading", { name: file.name }), false);
    const caption = this.text.value.trim().slice(0, 120) || null;
    const attached = { type: "attach_file", id: uuid(), caption, audience: this.audience };
    try {
      const { upload_id } = await this.room.api.upload(this.#uploads, file);
      this.submit({ ...attached, upload_id });
      if (caption) this.put("");
      this.#say("", false);
    } catch (error) {
      if (error instanceof Unreachable && outbox) return await this.#keep(outbox, file, attached);
      this.#say(
        word("composer.upload_failed", {
          name: file.name,
          why: error instanceof ApiProblem ? error.message : word("problem.unreachable"),
        }),
        true,
      );
    } finally {
      this.file.value = "";
    }
  }

  get #uploads() {
    return `/rooms/${this.room.id}/uploads`;
  }

  // Without a network it waits on the device, with its file, and goes from whichever page is open then.
  /** @param {import("../client/unsent/persistent_outbox.js").PersistentOutbox} kept @param {File} file @param {Attaching} attached */
  async #keep(kept, file, attached) {
    const path = `/rooms/${this.room.id}/commands`;
    await kept.add({ path, body: attached, title: file.name, file, uploads: this.#uploads });
    if (attached.caption) this.put("");
    this.#say(word("composer.kept", { name: file.name }), false);
    void kept.flush();
  }

  /** @param {string} text @param {boolean} isProblem */
  #say(text, isProblem) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
    this.problem.classList.toggle("problem", isProblem);
  }

  // Who reads it is never out of sight: on a phone the choice itself shows once one writes.
  #showPlaceholder() {
    const hasChoice = this.room.me.audiences.length > 1;
    const key = !this.isOpen ? "closed" : hasChoice ? "placeholder_to" : "placeholder";
    this.text.placeholder = word(`composer.${key}`, { audience: label("audience", this.audience) });
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    for (const control of this.form.elements) control.disabled = !isOpen;
    this.form.classList.toggle("is-closed", !isOpen);
    this.isOpen = isOpen;
    this.#showPlaceholder();
  }
}

// A press takes the focus before it is a click: what it is meant for must not move away under it.
/** @param {() => void} act */
function afterPress(act) {
  const soon = () => setTimeout(act, CLICK_MS);
  if (document.querySelector(":active") === null) soon();
  else addEventListener("pointerup", soon, { once: true, capture: true });
}
