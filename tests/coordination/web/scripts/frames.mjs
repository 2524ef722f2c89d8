// Frames as the server sends them, for tests; name only what matters.

export const ROOM = "00000000-0000-7000-8000-000000000001";
export const ME = "00000000-0000-7000-8000-0000000000aa";

export const author = (participant_id = ME, name = "Officer Test") => ({
  participant_id,
  name,
  role: "officer",
  agency_id: "00000000-0000-7000-8000-0000000000b1",
  agency: "Test Police",
  agency_kind: "police",
});

export function content(seq, event, more = {}) {
  return {
    v: 1,
    room_id: ROOM,
    seq,
    at: `2026-11-24T15:00:${String(seq % 60).padStart(2, "0")}.000Z`,
    exercise: true,
    audience: "everyone",
    by: author(),
    command_id: `command-${seq}`,
    event,
    ...more,
  };
}

export const entry = (seq, event = { type: "message_posted", text: `message ${seq}` }, more = {}) => ({
  type: "entry",
  seq,
  salt: "",
  digest: "",
  hash: "",
  content: content(seq, event, more),
});

export const withheld = (seq) => ({ type: "withheld", seq, digest: "", hash: "" });

export const PERSON = {
  name: "Officer Test",
  role: "officer",
  agency_id: "00000000-0000-7000-8000-0000000000b1",
  agency: "Test Police",
  agency_kind: "police",
  presence: "in_room",
  joined_at: "2026-11-24T15:00:00.000Z",
};

export const INCIDENT = {
  site_id: "s",
  site: "Lincoln",
  incident_type: "SCH",
  severity: "minor",
  title: "Test",
  is_exercise: true,
  status: "Active",
  opened_at: "2026-11-24T15:00:00.000Z",
};

export const OBJECTS = { incident: { i: INCIDENT }, people: { [ME]: PERSON } };

export const state = (seq, more = {}) => ({
  type: "state",
  since: 0,
  seq,
  hash: "",
  part: 1,
  parts: 1,
  objects: OBJECTS,
  ...more,
});

export const welcome = (head) => ({
  type: "welcome",
  room_id: ROOM,
  participant_id: ME,
  exercise: true,
  audiences: ["everyone"],
  head,
  at: "2026-11-24T15:00:00.000Z",
  beacon_s: 5,
});
