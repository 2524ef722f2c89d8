// The incident page: put the parts together and let them speak to each other.

import "../shell.js";
import "../watch/notice.js";
import { Api } from "../api.js";
import { AudienceMemory, storage } from "./audience.js";
import { Awake } from "./awake.js";
import { beginFromPage } from "../start/page_start.js";
import { loadPageWords } from "../start/page_words.js";
import { elapsedText, SiteClock } from "../clock.js";
import { Composer } from "./composer.js";
import { Connection } from "../client/room/connection.js";
import { ConnectionView, showEnd } from "./connection/connection_view.js";
import { DeviceKeeping } from "../offline/device_keeping.js";
import { toolGlyph } from "../glyphs.js";
import { LiveMap } from "../map/live_map.js";
import { MapTools } from "../map/map_tools.js";
import { showNamedEntry } from "./named_entry.js";
import { Outbox } from "../client/room/outbox.js";
import { isPutAway } from "../console/pane.js";
import { addPanels } from "./of_capabilities/panel.js";
import { isNarrow, isPhone, Panels } from "./panels.js";
import { PANELS } from "./of_capabilities/panels_of_capabilities.js";
import { People } from "./people/people.js";
import { wireCancelButtons } from "../question.js";
import { Refusals } from "./offers/refusals.js";
import { wirePalette } from "../palette/incident_palette.js";
import { Room } from "../room/room.js";
import { RoomActions } from "./room_actions.js";
import { FIT, RoomLog } from "../client/log/room_log.js";
import { RoomPlaces } from "../map/room_places.js";
import { EntryReaders } from "../search/entry_readers.js";
import { TimelineSearch } from "../search/timeline_search.js";
import { Timeline } from "../timeline/timeline.js";
import { Strip } from "../strip/strip.js";
import { TwoWindows } from "../windows/two_windows.js";
import { Twin } from "./twin/twin.js";
import { twinSources } from "./twin/twin_sources.js";
import { word } from "../words.js";

const $ = (/** @type {string} */ selector) => document.querySelector(selector);
const jsonOf = (/** @type {string} */ id) => JSON.parse(document.getElementById(id).textContent);

class IncidentPage {
  /** @type {number | null} */ pending = null; // the next picture in which the state is drawn
  constructor(/** @type {import("../room/room.js").RoomConfig} */ config) {
    this.config = config;
    this.clock = new SiteClock({ timeZone: config.site.time_zone, language: document.documentElement.lang });
    this.api = new Api();
    this.log = new RoomLog({ head: config.head });
    this.outbox = new Outbox();
    this.room = new Room({ config, log: this.log, api: this.api, clock: this.clock });
    this.connection = new Connection({
      roomId: config.room_id,
      log: this.log,
      outbox: this.outbox,
      api: this.api,
    });
    this.submit = new Refusals({ connection: this.connection, say: (text) => this.say(text) }).submit;
    this.actions = new RoomActions({ page: this, room: this.room, submit: this.submit });
    const scanButton = $('[data-do="scan"]');
    this.live = new LiveMap({
      config,
      room: this.room,
      actions: this.actions.forMap,
      scanButton,
      storage: storage(() => localStorage),
    });
    this.tools = new MapTools({
      map: this.live.map,
      bar: $("#tool-bar"),
      onCancel: () => this.actions.marks.cancelled(),
      onTap: (place) => this.actions.rooms.tap(place),
    });
    this.places = new RoomPlaces({
      room: this.room,
      live: this.live,
      onFly: (...place) => this.flyTo(...place),
    });
    this.timeline = new Timeline({
      root: $("#timeline"),
      room: this.room,
      places: this.places,
      onPlace: (...place) => this.flyTo(...place),
      onStrike: (...entry) => this.actions.strike(...entry),
      onReaders: (seq) => this.readers.open(seq),
      onFollowUp: (...entry) => this.actions.followUp(...entry),
      onDismiss: (id) => this.#dismiss(id),
    });
    this.audiences = new AudienceMemory({ me: config.me, storage: storage(() => localStorage) });
    this.composer = new Composer({
      form: $("#composer"),
      room: this.room,
      submit: this.submit,
      audiences: this.audiences,
    });
    this.people = new People({
      root: $("#people-list"),
      room: this.room,
      count: $("#people-count"),
      onLocate: (id) => this.locate(id),
      onRemove: (person) => this.actions.removePerson(person),
      onReadmit: (person) => this.actions.readmitPerson(person),
    });
    this.chip = new ConnectionView({ root: $("#chip"), page: this });
    this.readers = new EntryReaders({ dialog: $("#readers"), room: this.room });
    this.search = new TimelineSearch({
      dialog: $("#search"),
      room: this.room,
      box: () => this.live.box,
      onFound: (seq) => {
        this.showPanel("timeline");
        void this.timeline.goTo(seq);
      },
    });
    this.panels = new Panels({ onPeople: () => this.log.hasState && this.people.show() });
    this.sheet = this.panels.sheet;
    this.ofCapabilities = addPanels(PANELS, this);
    this.strip = new Strip({
      root: $("#alarm-bar"),
      room: this.room,
      // Which of them goes first says strip_order.js.
      parts: () => this.ofCapabilities.parts(),
      onParts: (parts, reader) => this.actions.palette.show(parts, reader),
    });
    this.twin = new Twin({ root: $("#twin"), sources: twinSources(this), onPlace: (...place) => this.flyTo(...place) });
    this.windows = new TwoWindows({
      config,
      half: document.body.dataset.half ?? "",
      onPlace: (...place) => this.live.flyTo(...place),
      say: (text) => this.say(text),
    });
    this.keeping = new DeviceKeeping({ page: this, config, root: $("#kept-here") });
    this.awake = new Awake(this);
    this.#listen();
  }

  #listen() {
    const { connection } = this;
    connection.addEventListener("frame", (event) => this.#heard(event.detail));
    connection.addEventListener("phase", () => this.#phase());
    connection.addEventListener("outbox", () => this.timeline.showUnsent(this.outbox.list()));
    connection.addEventListener("tick", () => this.#tick());
    window.addEventListener("online", () => connection.wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && connection.wake());
    window.addEventListener("beforeunload", (event) => this.outbox.unsent().length > 0 && event.preventDefault());
    new ResizeObserver(() => this.live.map.invalidateSize({ animate: false })).observe($("#map"));
    for (const button of document.querySelectorAll("[data-glyph]")) button.prepend(toolGlyph(button.dataset.glyph));
    wireCancelButtons();
    wirePalette(this);
    for (const button of document.querySelectorAll("[data-do]"))
      button.addEventListener("click", () => this.actions.run(button.dataset.do));
    connection.start();
    beginFromPage({ connection, clock: this.clock, config: this.config });
    void this.keeping.keepUnsent();
    this.places.load().then(() => this.timeline.link());
    this.live.ready.then(() => {
      this.live.show();
      $('[data-do="grid"]').hidden = this.live.gridDefinition === null;
    });
  }

  #heard(/** @type {any} */ { frame, fit }) {
    if (frame.at) this.clock.heardServerTime(frame.at);
    if (frame.type === "state" && fit === FIT.TAKEN) this.#caughtUp();
    else if (frame.type === "resync_required") this.timeline.clear();
    else if (frame.type === "entry" || frame.type === "withheld") this.#entry(frame);
    else if (frame.type === "positions") this.#positions(frame);
    else if (frame.type === "presence") this.#presence(frame);
    this.#showChip();
  }

  #caughtUp() {
    this.timeline.catchUp();
    this.timeline.showUnsent(this.outbox.list());
    this.#showState();
    this.keeping.keepMap();
    showNamedEntry(this);
  }

  #entry(/** @type {import("../client/log/room_log.js").Frame} */ frame) {
    this.timeline.add(frame);
    this.timeline.showUnsent(this.outbox.list());
    if (frame.content?.patch) this.#showStateSoon();
  }

  #positions(/** @type {Parameters<LiveMap["positions"]["heard"]>[0]} */ frame) {
    this.live.positions.heard(frame);
    this.live.showUnitsSoon();
  }

  #presence(/** @type {Parameters<People["heard"]>[0]} */ frame) {
    this.people.heard(frame);
    if (this.log.hasState) this.people.show({ isRead: this.#readsPeople() });
  }

  #readsPeople() {
    return !isNarrow() || $("#sheet").dataset.panel === "people";
  }

  // Catching up brings hundreds of entries at once; the map and the lists are drawn once per picture.
  #showStateSoon() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      // Access may have ended between the entry and the picture: then there is no cockpit to draw in.
      if (this.connection.phase !== "ended") this.#showState();
    });
  }

  #showState() {
    if (!this.log.hasState) return;
    this.live.show();
    this.people.show({ isRead: this.#readsPeople() });
    this.strip.show();
    this.composer.setOpen(this.room.isOpen);
    if (!this.room.isOpen) this.live.map.closePopup();
    this.panels.allowTools(this.room.isOpen);
    if (!this.room.isOpen) this.#over();
    document.body.classList.toggle("is-closed", !this.room.isOpen);
    $("#closed").hidden = this.room.isOpen;
    if (!$("#twin").hidden) this.twin.show();
    this.ofCapabilities.show();
  }

  // Closed for everybody: no one's position is shared on, and nothing of it stays on this device.
  #over() {
    this.ofCapabilities.end();
    this.keeping.closed();
  }

  // What lies under a dialog, or in a window that no one looks at, has not been opened.
  #noteOpened() {
    const isHidden = document.visibilityState !== "visible" || isPutAway() || document.body.dataset.half === "board";
    if (isHidden || document.querySelector("dialog:modal")) return;
    this.connection.opened(this.timeline.shownTo);
  }

  #tick() {
    this.#showChip();
    if (!this.log.hasState) return;
    this.#noteOpened();
    $("#elapsed").textContent = elapsedText(this.clock.age_s(this.room.incident.opened_at));
    this.ofCapabilities.tick();
    this.live.showUnitsSoon();
    this.people.show({ isRead: this.#readsPeople() });
    if (this.chip.isCurrent) this.keeping.see();
  }

  #showChip() {
    this.chip.show();
  }

  #phase() {
    this.#showChip();
    if (this.connection.phase !== "ended") return;
    this.ofCapabilities.end();
    showEnd(this.connection.endReason);
    this.keeping.ended(this.connection.endReason);
  }

  #dismiss(/** @type {string} */ id) {
    const item = this.outbox.dismiss(id);
    if (item?.command.type === "post_message" && !this.composer.text.value) this.composer.put(item.command.text);
    this.timeline.showUnsent(this.outbox.list());
  }

  locate(/** @type {string} */ participantId) {
    const position = this.live.positions.last.get(participantId);
    if (position) this.flyTo(position.lon, position.lat, position.level_id);
  }

  placeOfMe() {
    const position = this.live.positions.last.get(this.room.me.participant_id);
    if (!position) return null;
    const { lon, lat, level_id = null, accuracy_m = null } = position;
    return { lon, lat, level_id, accuracy_m };
  }

  flyTo(/** @type {number} */ lon, /** @type {number} */ lat, /** @type {string | null | undefined} */ levelId) {
    if (this.windows.show(lon, lat, levelId)) return;
    if ($("#sheet").dataset.step === "full" && isPhone()) this.sheet.to("half");
    if (isPhone()) $("#twin").hidden = true;
    this.live.flyTo(lon, lat, levelId);
  }

  press(/** @type {string} */ button) {
    this.actions.run(button);
  }

  mayMore() {
    this.ofCapabilities.mayMore();
  }

  showPanel(/** @type {string} */ name) {
    this.panels.show(name);
  }

  showTools(/** @type {boolean | undefined} */ isOpen) {
    this.panels.showTools(isOpen);
  }

  toggleGrid() {
    $('[data-do="grid"]').setAttribute("aria-pressed", String(this.live.toggleGrid()));
  }

  async toggleTwin() {
    await this.twin.toggle(() => this.live.plan.loadFeatures());
  }

  say(/** @type {string} */ text) {
    $("#notice").textContent = text;
    $("#notice").hidden = !text;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => {
      $("#notice").hidden = true;
    }, 6000);
  }
}

await loadPageWords();
new IncidentPage(jsonOf("room"));
