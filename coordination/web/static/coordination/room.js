// What the parts of the incident page know in common: the log, who is who, what ids stood for.

import { label, word } from "./words.js";

export class Room {
  constructor({ config, log, api, clock }) {
    this.log = log;
    this.api = api;
    this.clock = clock;
    this.id = config.room_id;
    this.me = config.me;
    this.siteId = config.site.id;
    this.isExercise = config.exercise;
    this.names = new Map(); // id → what to call it, also after it has gone
  }

  get state() {
    return this.log.fold?.opened ?? null;
  }

  get isOpen() {
    return this.state?.status !== "Closed";
  }

  // Remember the names that an entry brings; later entries speak of ids only.
  learn(content) {
    const { event } = content;
    this.names.set(content.by.participant_id, content.by.name);
    if (event.type === "marker_placed")
      this.names.set(event.marker_id, `${label("marker_kind", event.kind)}: ${event.label}`);
    else if (event.type === "shape_drawn")
      this.names.set(event.shape_id, [label("shape_kind", event.kind), event.label].filter(Boolean).join(" · "));
  }

  learnState() {
    for (const person of this.log.fold.participants.values()) this.names.set(person.participant_id, person.name);
    for (const marker of this.log.fold.markers.values())
      this.names.set(marker.marker_id, `${label("marker_kind", marker.kind)}: ${marker.label}`);
    for (const shape of this.log.fold.shapes.values())
      this.names.set(shape.shape_id, [label("shape_kind", shape.kind), shape.label].filter(Boolean).join(" · "));
  }

  nameOf(participantId) {
    return this.names.get(participantId) ?? word("people.somebody");
  }

  markerOf(markerId) {
    return this.names.get(markerId) ?? word("marker.some");
  }

  shapeOf(shapeId) {
    return this.names.get(shapeId) ?? word("shape.some");
  }
}
