// The replay of an incident: put the parts together, and let them show one moment. It reads, and does nothing else: no
// command, no socket, no sound, no alert and no position goes out from here.

import "../shell.js";
import "../watch/notice.js";
import { Api, ApiProblem } from "../api.js";
import { SiteClock } from "../clock.js";
import { toolGlyph } from "../glyphs.js";
import { LiveMap } from "../map/live_map.js";
import { RoomPlaces } from "../map/room_places.js";
import { Twin } from "../incident/twin/twin.js";
import { twinSources } from "../incident/twin/twin_sources.js";
import { Chain } from "../client/log/chain.js";
import { loadPageWords } from "../start/page_words.js";
import { word } from "../words.js";
import { Board } from "./board.js";
import { Controls } from "./controls.js";
import { Past } from "./past.js";
import { PastLog, PastRoom } from "./past_room.js";
import { PastPeople } from "./past_people.js";
import { PastTimeline } from "./timeline.js";
import { Player } from "./player.js";
import { firstBroken, readEntries } from "./reading.js";

const LOOK_AGAIN_MS = 20_000;
const DRAWN_WITHIN_MS = 2000;

/** @typedef {import("../room/room.js").RoomConfig & { replay: { seq: number | null, instant: string | null } }} ReplayConfig
 *   seq, instant: what the address asked for */

const $ = (/** @type {string} */ selector) => document.querySelector(selector);
const jsonOf = (/** @type {string} */ id) => JSON.parse(document.getElementById(id).textContent);
const hashSeq = (hash = location.hash) => (/^#\d{1,9}$/.test(hash) ? Number(hash.slice(1)) : null);

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Until the floor and a moment are drawn, hashing would only hold them up. A page that is out of sight draws nothing, and
// a floor may never come: after a while it goes on.
/** @param {Promise<unknown>} ready */
async function firstPicture(ready) {
  const drawn = ready.then(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  await Promise.race([drawn.catch(() => {}), pause(DRAWN_WITHIN_MS)]);
  await pause(0);
}

class ReplayPage {
  /** @param {ReplayConfig} config */
  constructor(config) {
    this.config = config;
    this.api = new Api();
    this.past = new Past();
    this.player = new Player(this.past);
    this.chain = new Chain();
    this.head = config.head;
    this.isBroken = false;
    this.isEnded = false;
    this.hasBegun = false; // the log was read, and the page stands where its address says
    this.checking = Promise.resolve();
    this.log = new PastLog();
    const now = () => this.player.at_ms;
    this.clock = new SiteClock({ timeZone: config.site.time_zone, language: document.documentElement.lang, now });
    this.room = new PastRoom({ config, log: this.log, api: this.api, clock: this.clock });
    const nothing = () => {};
    this.live = new LiveMap({
      config,
      room: this.room,
      actions: { moveMarker: nothing, removeMarker: nothing, eraseShape: nothing, offerRoom: () => null },
      scanButton: $("#scan"),
      storage: null,
    });
    // Where people call for help is drawn; the view is the reader's.
    this.live.hasLooked = true;
    $("#scan").addEventListener("click", () => this.live.scan.toggle());
    const fly = (/** @type {[number, number, string | null]} */ ...place) => this.#flyTo(...place);
    const places = new RoomPlaces({ room: this.room, live: this.live, onFly: fly });
    this.board = new Board({ root: $("#past-board"), room: this.room });
    this.people = new PastPeople({
      root: $("#people-list"),
      room: this.room,
      count: $("#people-count"),
      onLocate: nothing,
      onRemove: nothing,
      onReadmit: nothing,
    });
    this.timeline = new PastTimeline({ root: $("#timeline"), room: this.room, past: this.past, places, onPlace: fly });
    const sources = twinSources({ room: this.room, live: this.live, people: this.people, actions: { marks: null } });
    this.twin = new Twin({ root: $("#twin"), sources, onPlace: fly });
    this.controls = new Controls({ root: $("#player"), page: this, onMove: () => this.#showSoon() });
    /** @type {number | null} */
    this.pending = null;
    this.#listen();
  }

  #listen() {
    // What was asked for, not what the address says by now: a moment that was drawn meanwhile has written itself there.
    window.addEventListener("hashchange", ({ newURL }) => {
      const seq = hashSeq(new URL(newURL).hash);
      if (seq !== null && seq !== this.player.seq) this.#goTo(seq);
    });
    for (const button of document.querySelectorAll("[data-glyph]")) button.prepend(toolGlyph(button.dataset.glyph));
    for (const button of document.querySelectorAll('[data-do="table"]'))
      button.addEventListener("click", () => this.twin.toggle(() => this.live.plan.loadFeatures()));
    $('[data-do="fit"]').addEventListener("click", () => this.live.plan.fit());
    new ResizeObserver(() => this.live.map.invalidateSize({ animate: false })).observe($("#map"));
    $("#newer-load").addEventListener("click", () => this.#loadNewer());
    const look = () => document.visibilityState === "visible" && this.#lookForNewer();
    this.lookingAgain = setInterval(look, LOOK_AGAIN_MS);
    // The floors may come before the log: until then there is no moment to show.
    this.live.ready.then(() => this.#show());
  }

  async start() {
    try {
      await this.#read();
    } catch (error) {
      this.#failed(error);
      return;
    }
    $("#reading").hidden = true;
    this.hasBegun = true;
    const { seq, instant } = this.config.replay;
    const byHash = hashSeq();
    if (byHash !== null) this.#goTo(byHash);
    else if (instant !== null) this.#goToInstant(Date.parse(instant));
    else this.#goTo(seq ?? 1);
    this.controls.begin();
    await firstPicture(this.live.ready);
    await this.#check();
  }

  #read() {
    const progress = $("#reading progress");
    return readEntries({
      api: this.api,
      roomId: this.config.room_id,
      after: this.past.last,
      onPart: (frames, head) => {
        this.past.add(frames);
        this.head = Math.max(this.head, head);
        progress.max = head;
        progress.value = this.past.last;
        $("#reading-words").textContent = word("replay.reading", { n: this.past.last, of: head });
      },
    });
  }

  // Nothing may be shown as the past that was not recorded. One check goes on where the one before it ended.
  #check() {
    this.checking = this.checking.then(() => this.#checkOn());
    return this.checking;
  }

  async #checkOn() {
    if (this.isEnded || this.isBroken) return;
    const checked = $("#checked");
    let broken;
    try {
      broken = await firstBroken(this.chain, this.past.frames.slice(this.chain.seq));
    } catch {
      checked.textContent = word("replay.not_checked");
      return;
    }
    if (this.isEnded) return;
    if (broken === null) {
      checked.textContent = word("replay.checked", { seq: this.chain.seq });
      return;
    }
    this.isBroken = true;
    this.past.cutAfter(broken - 1);
    this.player.isPlaying = false;
    checked.textContent = "";
    $("#broken").textContent = word("replay.broken", { seq: broken, last: broken - 1 });
    $("#broken").hidden = false;
    this.timeline.clear();
    this.player.seek(Math.min(this.player.seq, this.past.last));
    this.#show();
  }

  /** @param {number} seq */
  #goTo(seq) {
    if (this.isEnded || !this.hasBegun) return;
    const isThere = seq >= 1 && seq <= this.past.last;
    this.#note(isThere ? "" : word("replay.no_entry", { seq, last: this.past.last }));
    this.player.isPlaying = false;
    this.player.seek(seq);
    this.#showSoon();
  }

  /** @param {number} at_ms */
  #goToInstant(at_ms) {
    const seq = this.past.seqAt(at_ms);
    this.#goTo(Math.max(1, seq));
    const time = `${this.clock.day(at_ms)}, ${this.clock.time(at_ms)}`;
    this.#note(word(seq === 0 ? "replay.before_all" : "replay.at_instant", { time, seq }));
  }

  /** @param {string} text */
  #note(text) {
    $("#replay-note").textContent = text;
    $("#replay-note").hidden = !text;
  }

  #showSoon() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      this.#show();
    });
  }

  #show() {
    if (this.isEnded || !this.hasBegun) return;
    const { seq } = this.player;
    this.log.standAt(this.past.at(seq));
    this.live.show();
    this.board.show();
    this.people.show();
    this.timeline.show(seq);
    if (!$("#twin").hidden) this.twin.show();
    this.#showBand();
    this.controls.show();
  }

  #showBand() {
    const { seq, at_ms } = this.player;
    const isTimed = this.past.time_ms(seq) !== null;
    const time = isTimed ? `${this.clock.day(at_ms)}, ${this.clock.time(at_ms)}` : "—";
    const zone = this.config.site.time_zone;
    this.#setBand(word("replay.band", { time, zone, seq, last: this.past.last }));
    if (!this.player.isPlaying && hashSeq() !== seq)
      history.replaceState(null, "", `${location.pathname}${location.search}#${seq}`);
  }

  // At the top, which is printed, and at the foot, which never leaves the screen: what holds now may cover the top.
  /** @param {string} text */
  #setBand(text) {
    for (const band of document.querySelectorAll("[data-band]")) band.textContent = text;
  }

  // Time goes by while it plays, also between two entries.
  tick() {
    if (this.player.tick(this.controls.elapsed_ms())) this.#note("");
    this.#showSoon();
  }

  /** @param {number} lon @param {number} lat @param {string | null} levelId */
  #flyTo(lon, lat, levelId) {
    this.player.isPlaying = false;
    $("#twin").hidden = true;
    this.controls.show();
    void this.live.flyTo(lon, lat, levelId);
    $("#map").scrollIntoView({ block: "nearest" });
  }

  async #lookForNewer() {
    if (this.isBroken || this.controls.root.hidden) return;
    try {
      const { head } = await this.api.get(`/rooms/${this.config.room_id}/entries?after=${this.past.last}&limit=1`);
      const n = head - this.past.last;
      $("#newer").hidden = n <= 0;
      $("#newer-words").textContent = word("replay.newer", { n });
    } catch (error) {
      if (error instanceof ApiProblem && error.isFinal) this.#failed(error);
    }
  }

  async #loadNewer() {
    try {
      await this.#read();
    } catch (error) {
      this.#failed(error);
      return;
    }
    $("#newer").hidden = true;
    this.#show();
    await this.#check();
  }

  // Whose access has ended sees nothing of it any more; a network that fails is said, and asked again by the reader.
  /** @param {unknown} error */
  #failed(error) {
    this.player.isPlaying = false;
    const isEnded = error instanceof ApiProblem && error.isFinal;
    $("#reading").hidden = true;
    $("#broken").textContent = word(isEnded ? "replay.ended" : "replay.unreachable");
    $("#broken").hidden = false;
    if (!isEnded) return;
    this.isEnded = true;
    this.past.cutAfter(0);
    for (const selector of ["#past-parts", "#player", "#newer", "#replay-note", "#checked"]) $(selector).remove();
    this.#setBand("");
    clearInterval(this.lookingAgain);
  }
}

await loadPageWords();
await new ReplayPage(jsonOf("room")).start();
