// Fold log entries into a room's state, exactly as coordination/replay.py does. Pure: no page, no network.

const byId = (key) => (one, other) => (one[key] < other[key] ? -1 : one[key] > other[key] ? 1 : 0);
const mapOf = (list, key) => new Map(list.map((one) => [one[key], one]));

export function emptyFold() {
  return {
    opened: null,
    participants: new Map(),
    markers: new Map(),
    shapes: new Map(),
    struck: new Set(),
    panics: new Map(),
    stand_down: null,
    flashes: new Map(),
  };
}

// The server's RoomState, kept by id so that one entry changes one thing.
export function foldFromState(state) {
  const { participants, markers, shapes, struck, panics, stand_down, flashes, seq: _seq, ...opened } = state;
  return {
    opened,
    participants: mapOf(participants, "participant_id"),
    markers: mapOf(markers, "marker_id"),
    shapes: mapOf(shapes, "shape_id"),
    struck: new Set(struck),
    panics: mapOf(panics ?? [], "panic_id"),
    stand_down: stand_down ?? null,
    flashes: mapOf(flashes ?? [], "flash_id"),
  };
}

export function stateFromFold(fold, seq) {
  return {
    room_id: fold.opened.room_id,
    seq,
    ...fold.opened,
    participants: [...fold.participants.values()].sort(byId("participant_id")),
    markers: [...fold.markers.values()].sort(byId("marker_id")),
    shapes: [...fold.shapes.values()].sort(byId("shape_id")),
    struck: [...fold.struck].sort((one, other) => one - other),
    panics: [...fold.panics.values()].sort(byId("panic_id")),
    stand_down: fold.stand_down,
    flashes: [...fold.flashes.values()].sort(byId("flash_id")),
  };
}

export class FoldError extends Error {}

// What an entry changes must be there: otherwise this copy is not the room, and the caller fetches a fresh snapshot.
function changed(map, id, changes) {
  const before = map.get(id);
  if (!before) throw new FoldError("the entry changes what is not here");
  map.set(id, { ...before, ...changes });
}

function taken(map, id) {
  if (!map.delete(id)) throw new FoldError("the entry removes what is not here");
}

function withoutType(event) {
  const { type: _type, ...rest } = event;
  return rest;
}

const nothing = () => {};

const ON = {
  incident_opened(fold, entry, event) {
    fold.opened = { room_id: entry.room_id, ...withoutType(event), status: "Active", opened_at: entry.at };
  },
  participant_joined(fold, entry, event) {
    const who = event.participant;
    const before = fold.participants.get(who.participant_id);
    fold.participants.set(who.participant_id, {
      ...who,
      presence: "in_room",
      joined_at: entry.at,
      status: before?.status ?? null,
      status_note: before?.status_note ?? null,
      status_at: before?.status_at ?? null,
    });
  },
  participant_left: (fold, entry, event) => changed(fold.participants, event.participant_id, { presence: "left" }),
  participant_removed: (fold, entry, event) =>
    changed(fold.participants, event.participant_id, { presence: "removed" }),
  message_posted: nothing,
  file_attached: nothing,
  marker_placed(fold, entry, event) {
    fold.markers.set(event.marker_id, {
      ...withoutType(event),
      audience: entry.audience,
      placed_by: entry.by.participant_id,
      placed_at: entry.at,
      moved_at: entry.at,
    });
  },
  marker_moved(fold, entry, event) {
    const { lon, lat, level_id } = event;
    changed(fold.markers, event.marker_id, { lon, lat, level_id, moved_at: entry.at });
  },
  marker_removed: (fold, entry, event) => taken(fold.markers, event.marker_id),
  shape_drawn(fold, entry, event) {
    fold.shapes.set(event.shape_id, {
      ...withoutType(event),
      audience: entry.audience,
      drawn_by: entry.by.participant_id,
      drawn_at: entry.at,
    });
  },
  shape_erased: (fold, entry, event) => taken(fold.shapes, event.shape_id),
  status_set(fold, entry, event) {
    const { status, note } = event;
    changed(fold.participants, entry.by.participant_id, { status, status_note: note, status_at: entry.at });
  },
  entry_struck: (fold, entry, event) => fold.struck.add(event.seq),
  panic_pressed(fold, entry, event) {
    const { is_news: _isNews, ...press } = withoutType(event);
    fold.panics.set(event.panic_id, {
      ...press,
      pressed_by: entry.by.participant_id,
      pressed_at: entry.at,
      confirmed_by: null,
      confirmed_at: null,
      cancelled_by: null,
      cancelled_at: null,
    });
    // Whoever proposed to stand down did not know of this press.
    fold.stand_down = null;
  },
  panic_cancelled: (fold, entry, event) =>
    changed(fold.panics, event.panic_id, { cancelled_by: entry.by.participant_id, cancelled_at: entry.at }),
  panic_confirmed: (fold, entry, event) =>
    changed(fold.panics, event.panic_id, { confirmed_by: entry.by.participant_id, confirmed_at: entry.at }),
  stand_down_proposed(fold, entry, event) {
    fold.stand_down = {
      proposed_by: entry.by.participant_id,
      proposed_at: entry.at,
      reason: event.reason,
      stood_down_by: null,
      stood_down_at: null,
    };
  },
  access_widened: nothing,
  access_narrowed: nothing,
  glass_broken: nothing,
  disclosure_recorded: nothing,
  stood_down(fold, entry) {
    if (!fold.stand_down) throw new FoldError("nobody proposed what was confirmed");
    fold.stand_down = { ...fold.stand_down, stood_down_by: entry.by.participant_id, stood_down_at: entry.at };
  },
  flash_posted(fold, entry, event) {
    fold.flashes.set(event.flash_id, {
      flash_id: event.flash_id,
      text: event.text,
      audience: entry.audience,
      seq: entry.seq,
      posted_by: entry.by.participant_id,
      posted_at: entry.at,
      acknowledged_by: [],
    });
  },
  flash_acknowledged(fold, entry, event) {
    const before = fold.flashes.get(event.flash_id)?.acknowledged_by ?? [];
    changed(fold.flashes, event.flash_id, {
      acknowledged_by: [...new Set([...before, entry.by.participant_id])].sort(),
    });
  },
  incident_closed: (fold) => {
    fold.opened = { ...fold.opened, status: "Closed" };
  },
  incident_reopened: (fold) => {
    fold.opened = { ...fold.opened, status: "ReOpened" };
  },
};

export const FOLDED_TYPES = Object.freeze(Object.keys(ON));

// Take one entry's content in. A type this page does not know yet changes nothing here; the timeline still shows it.
export function applyEntry(fold, content) {
  if (Object.hasOwn(ON, content.event.type)) ON[content.event.type](fold, content, content.event);
}
