// The panic page: hold to send, keep trying until it is recorded, then show what was said and to whom.

import { alertsHere } from "../alerts/alerts_here.js";
import { Api } from "../api.js";
import { feelOnce } from "../app_shell/device.js";
import { pressOf, raiseAlarm } from "../client/press.js";
import { element, uuid } from "../element.js";
import { HoldButton } from "../components/hold_button.js";
import { ask, wireCancelButtons } from "../question.js";
import { saidIn, word } from "../words.js";
import { lengthText } from "../../mapping/lengths.js";
import { dispatchWords } from "./dispatch_words.js";
import { PanicRoom } from "./panic_room.js";
import { Told } from "./told.js";

const HOLD_MS = 2000;
/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** @typedef {import("../client/press.js").PanicReceipt} Receipt */

class PanicPage {
  constructor() {
    this.api = new Api();
    this.form = byId("panic");
    this.isExercise = this.form.dataset.exercise === "true";
    /** @type {{ lon: number, lat: number, accuracy_m: number } | null} */
    this.position = null;
    this.isHeld = false;
    /** @type {Receipt | null} */
    this.receipt = null;
    this.told = new Told({ api: this.api, root: byId("panic-told") });
    this.room = new PanicRoom({ api: this.api, form: this.form, why: byId("panic-room-why") });
    this.button = new HoldButton({
      button: byId("panic-button"),
      hold_ms: HOLD_MS,
      onProgress: (part) => this.#progress(part),
      onLetGo: () => this.#say(word("panic.let_go")),
      onHeld: () => this.#send(),
    });
    byId("panic-hint").textContent = word("panic.hold");
    this.form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => event.preventDefault());
    byId("panic-again").addEventListener("click", () => this.#ready());
    byId("panic-cancel").addEventListener("click", () => this.#cancel());
    wireCancelButtons();
    this.#watchPosition();
    alertsHere({ api: this.api, button: byId("alerts-here"), say: byId("alerts-say") });
  }

  // --- where -----------------------------------------------------------------------------------------------------
  #watchPosition() {
    if (!navigator.geolocation) return;
    navigator.geolocation.watchPosition(
      ({ coords }) => {
        this.position = {
          lon: coords.longitude,
          lat: coords.latitude,
          accuracy_m: coords.accuracy,
        };
        byId("panic-position").textContent = word("panic.position_on", { accuracy: lengthText(coords.accuracy) });
        this.room.moved(this.position);
      },
      () => {
        this.position = null;
        this.room.moved(null);
        byId("panic-position").textContent = word("panic.position_off");
      },
      { enableHighAccuracy: true, maximumAge: 10_000 },
    );
  }

  // --- press -----------------------------------------------------------------------------------------------------
  /** @param {number} part */
  #progress(part) {
    document.querySelector(".panic-fill").style.transform = `scaleY(${part})`;
    if (part > 0 && part < 1) this.#say(word("panic.holding"));
    // The two seconds of holding are enough for an answer; a press does not wait for it.
    if (part > 0 && !this.isHeld) this.room.ask();
    this.isHeld = part > 0;
  }

  /** @param {string} text */
  #say(text) {
    if (byId("panic-say").textContent !== text) byId("panic-say").textContent = text;
  }

  #command() {
    const { site_id, space_id, kind, place } = this.form.elements;
    return pressOf({
      siteId: site_id.value,
      isExercise: this.isExercise,
      kind: kind.value,
      spaceId: space_id.value,
      // What stands in a folded field was not meant.
      place: this.form.querySelector(".panic-away").open ? place.value.trim() : "",
      where: this.position,
    });
  }

  async #send() {
    const command = this.#command();
    this.button.locked = true;
    this.form.dataset.step = "sending";
    this.#say(word("panic.sending"));
    try {
      const onAgain = () => this.#say(word("panic.trying_again"));
      this.#sent(await raiseAlarm({ api: this.api, command, onAgain }));
    } catch (error) {
      this.#refused(error);
    }
  }

  /** @param {Error} error */
  #refused(error) {
    this.button.locked = false;
    this.form.dataset.step = "ready";
    this.#progress(0);
    this.#say(word("panic.refused", { why: error.message }));
  }

  /** @param {Receipt} receipt */
  #sent(receipt) {
    this.receipt = receipt;
    feelOnce();
    this.form.dataset.step = "sent";
    this.form.hidden = true;
    const time = new Date().toLocaleTimeString(document.documentElement.lang);
    byId("panic-sent-title").textContent = word("panic.sent", { time });
    this.told.follow(receipt);
    byId("panic-words").textContent = saidIn(receipt, "words");
    byId("panic-dispatch").replaceChildren(...dispatchWords(receipt), ...this.#beside(receipt.beside));
    byId("panic-room").href = `/incidents/${receipt.incident_id}`;
    byId("panic-cancel").hidden = false;
    byId("panic-sent").hidden = false;
    byId("panic-sent-title").focus();
  }

  // The caller of 9-1-1 says what others have pressed there, too.
  /** @param {Receipt["beside"]} others */
  #beside(others) {
    if (others.length === 0) return [];
    const title = element("h3", { text: word("panic.beside") });
    return [title, ...others.flatMap((one) => dispatchWords(one))];
  }

  #ready() {
    this.button.locked = false;
    this.form.dataset.step = "ready";
    this.form.hidden = false;
    byId("panic-sent").hidden = true;
    this.told.stop();
    this.#progress(0);
    this.#say("");
    byId("panic-button").focus();
  }

  async #cancel() {
    const answer = await ask(byId("ask-cancel"));
    if (!answer?.reason.trim()) return;
    const { room_id, panic_id } = /** @type {Receipt} */ (this.receipt); // it is cancelled once it is sent
    try {
      await this.api.post(`/rooms/${room_id}/commands`, {
        type: "cancel_panic",
        id: uuid(),
        panic_id,
        reason: answer.reason.trim(),
      });
      this.told.stop(word("panic.cancelled"));
      byId("panic-cancel").hidden = true;
    } catch (error) {
      this.told.stop(word("panic.refused", { why: error.message }));
    }
  }
}

new PanicPage();
