// What a person does with the page's buttons: ask what is missing, make the command, hand it to the outbox.

import { confirmed } from "../components/confirm.js";
import { uuid } from "../element.js";
import { ask } from "../question.js";
import { RoomDuties } from "./room_duties.js";
import { isLine } from "../map/shapes.js";
import { label, word } from "../words.js";

const dialog = (name) => document.getElementById(`ask-${name}`);

export class RoomActions {
  constructor({ page, room, submit }) {
    this.page = page;
    this.room = room;
    this.submit = submit;
    this.moving = null;
    this.duties = new RoomDuties({ page, room });
    this.forMap = {
      moveMarker: (marker, place) => this.moveMarker(marker, place),
      removeMarker: (markerId) => this.#takeAway("remove_marker", "markers", "marker_id", markerId),
      eraseShape: (shapeId) => this.#takeAway("erase_shape", "shapes", "shape_id", shapeId),
    };
    this.buttons = {
      message: () => {
        page.showPanel("timeline");
        page.composer.focus();
      },
      place_marker: () => this.placeMarker(),
      say_where: () => this.sayWhere(),
      draw_line: () => this.drawShape("line"),
      draw_zone: () => this.drawShape("zone"),
      set_status: () => this.setStatus(),
      pin_fact: () => page.facts.pin(),
      search: () => page.search.open(),
      quick_words: () => page.quickWords.open(),
      mayday: () => page.maydays.call(),
      real_world: () => page.realWorld.declare(),
      priority_message: () => page.alarm.postPriorityMessage(),
      relay_call: () => page.desk.relayCall(),
      cad_number: () => page.desk.setNumber(),
      second_window: () => page.windows.open(),
      response_action: () => page.responses.start(),
      board: () => page.board?.open(),
      mutual_aid: () => page.aid.open(),
      close_incident: () => this.#withReason("close_incident"),
      reopen_incident: () => this.#withReason("reopen_incident"),
      emergency_access: () => this.duties.takeEmergencyAccess(),
      record_disclosure: () => this.duties.recordDisclosure(),
      share_position: () => this.sharePosition(),
      stop_sharing: () => page.sharing.stop(),
      leave_room: () => this.leave(),
      table: () => page.toggleTwin(),
      grid: () => page.toggleGrid(),
      scan: () => page.live.scan.toggle(),
      reunification: () => page.reunification.open(),
      fit: () => page.live.plan.fit(),
      me: () => this.showMe(),
      tools: () => page.showTools(),
    };
  }

  run(name) {
    // A tool that was chosen leaves the map to itself.
    if (name !== "tools") this.page.showTools(false);
    this.buttons[name]?.();
  }

  // What others rely on does not go at one tap: it is named, and asked for once.
  async #takeAway(type, list, field, id) {
    const state = this.room.log.object(list, id);
    const kind = label(list === "markers" ? "marker_kind" : "shape_kind", state?.kind);
    const isSure = await confirmed({
      title: word(`sure.${type}`),
      about: [kind, state?.label].filter(Boolean).join(" · "),
      yes: word(type === "erase_shape" ? "shape.erase" : "marker.remove"),
    });
    if (isSure) this.#send(type, { [field]: id });
  }

  #send(type, fields) {
    this.submit({ type, id: uuid(), ...fields });
  }

  // Point first, words second: in a hurry the place is what one knows.
  placeMarker() {
    this.#makeRoomForMap();
    this.page.tools.askPoint(word("tool.place_marker"), async (place) => {
      const { level_id, words } = this.page.live.plan.placeAt(place);
      const answer = await ask(dialog("marker"), {
        prepare: (form) => {
          form.elements.label.placeholder = words;
          this.page.audiences.prepare(form, "mark");
        },
      });
      if (!answer) return;
      const text = answer.label.trim() || words || label("marker_kind", answer.kind);
      this.#send("place_marker", {
        marker_id: uuid(),
        kind: answer.kind,
        label: text,
        audience: this.page.audiences.chosen(answer, "mark"),
        ...place,
        level_id,
      });
    });
  }

  // Point at the map: the words for the place stand in the message, ready to be sent or to be read out.
  sayWhere() {
    this.#makeRoomForMap();
    this.page.tools.askPoint(word("tool.say_where"), (place) => {
      this.page.showPanel("timeline");
      this.page.composer.insert(this.page.places.wordsAt(place));
    });
  }

  async drawShape(family) {
    const answer = await ask(dialog(family), { prepare: (form) => this.page.audiences.prepare(form, "mark") });
    if (!answer) return;
    this.#makeRoomForMap();
    this.page.tools.askShape(
      answer.kind,
      word(isLine(answer.kind) ? "tool.draw_line" : "tool.draw_zone"),
      (kind, points) => {
        this.#send("draw_shape", {
          shape_id: uuid(),
          kind,
          points: points.map(({ lon, lat }) => [lon, lat]),
          label: answer.label.trim() || null,
          level_id: answer.scope === "level" ? this.page.live.levelId : null,
          audience: this.page.audiences.chosen(answer, "mark"),
        });
      },
    );
  }

  // Called twice: first without a place, to begin; then with it, from the drop or from a tap on the map.
  moveMarker(marker, place) {
    if (place) {
      this.moving = null;
      this.page.tools.cancel();
      return this.#moveTo(marker, place);
    }
    this.moving = marker;
    this.#makeRoomForMap();
    this.page.tools.askPoint(word("tool.move_marker", { marker: marker.label }), (tapped) => {
      this.moving = null;
      this.page.live.markers.finishMoving(marker.id, tapped);
      this.#moveTo(marker, tapped);
    });
    this.moving = marker;
    return undefined;
  }

  #moveTo(marker, { lon, lat }) {
    const { level_id } = this.page.live.plan.placeAt({ lon, lat });
    this.#send("move_marker", { marker_id: marker.id, lon, lat, level_id });
  }

  toolCancelled() {
    if (this.moving) this.page.live.markers.finishMoving(this.moving.id, null);
    this.moving = null;
  }

  async setStatus() {
    const answer = await ask(dialog("status"));
    if (answer?.status) this.#send("set_status", { status: answer.status, note: answer.note.trim() || null });
  }

  // Who sees where somebody is, is theirs to say, each time; it begins with what they said last.
  async sharePosition() {
    const { sharing, audiences } = this.page;
    if (sharing.isOn) return sharing.stop();
    if (this.room.me.audiences.length < 2) return sharing.start(audiences.of("position"));
    const answer = await ask(dialog("share"), { prepare: (form) => audiences.prepare(form, "position") });
    return answer ? sharing.start(audiences.chosen(answer, "position")) : undefined;
  }

  // Where I am is known from the moment I share it; to whom is asked as always.
  showMe() {
    if (this.page.live.positions.last.has(this.room.me.participant_id)) this.page.locate(this.room.me.participant_id);
    else if (!this.page.sharing.isOn) this.sharePosition();
    else this.page.say(word("sharing.no_fix"));
  }

  async strike(seq, text) {
    const reason = await this.#reason("strike", text);
    if (reason) this.#send("strike_entry", { seq, reason });
  }

  async removePerson(person) {
    const reason = await this.#reason("remove_participant", person.name);
    if (reason) this.#send("remove_participant", { participant_id: person.id, reason });
  }

  async readmitPerson(person) {
    const reason = await this.#reason("readmit_participant", person.name);
    if (reason) this.#send("readmit_participant", { participant_id: person.id, reason });
  }

  async #withReason(type) {
    const reason = await this.#reason(type, "");
    if (reason) this.#send(type, { reason });
  }

  async #reason(what, about) {
    const prepare = (form) => {
      form.querySelector("[data-title]").textContent = word(`ask.${what}`);
      form.querySelector("[data-about]").textContent = about;
    };
    const answer = await ask(dialog("reason"), { prepare });
    return answer?.reason.trim() ?? null;
  }

  async leave() {
    await this.page.api.post(`/rooms/${this.room.id}/commands`, { type: "leave_room", id: uuid() });
    await this.page.keeping.end();
    location.assign("/");
  }

  #makeRoomForMap() {
    this.page.sheet.to("peek");
    document.getElementById("twin").hidden = true;
  }
}
