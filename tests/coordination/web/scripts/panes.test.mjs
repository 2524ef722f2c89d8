// Panes of the console are chosen, left and gone through; a flag's link and the offer of a duplicate come without a reload.
import assert from "node:assert/strict";
import test from "node:test";

globalThis.HTMLElement ??= class {};
globalThis.customElements ??= { get: () => undefined, define: () => undefined };
const { exercisesAside, firstPanes, nextPane, toggled } = await import("/static/coordination/console/panes.js");
const { FlagLink } = await import("/static/coordination/cases/flag_link.js");
const { edgeOf } = await import("/static/coordination/incident/twin/twin_sources.js");
const { Duplicates } = await import("/static/coordination/duplicates/duplicates.js");

const isExercise = (id) => id.startsWith("x");

test("a pane is chosen and put away, and of too many the first one goes", () => {
  assert.deepEqual(toggled(["a"], "b", isExercise), ["a", "b"]);
  assert.deepEqual(toggled(["a", "b"], "a", isExercise), ["b"]);
  assert.deepEqual(toggled(["a", "b", "c"], "d", isExercise), ["b", "c", "d"]);
});

test("an exercise stands aside, and is the one that goes", () => {
  assert.deepEqual(toggled(["x1", "x2"], "a", isExercise), ["a", "x1", "x2"]);
  assert.deepEqual(toggled(["a", "b", "x1"], "c", isExercise), ["a", "b", "c"]);
  assert.deepEqual(toggled(["a", "b", "x1"], "x2", isExercise), ["a", "b", "x2"]);
  assert.deepEqual(exercisesAside(["x1", "a", "x2", "b"], isExercise), ["a", "b", "x1", "x2"]);
});

const board = (...ids) => ids.map((id) => ({ incident: { incident_id: id, is_exercise: isExercise(id) } }));

test("what no one chose is the most urgent two, and an exercise as the third", () => {
  assert.deepEqual(firstPanes(board("a", "b", "c", "x1", "x2")), ["a", "b", "x1"]);
  assert.deepEqual(firstPanes(board("a", "x1", "x2")), ["a", "x1"]);
  assert.deepEqual(firstPanes(board("x1", "x2", "x3")), ["x1", "x2"]);
  assert.deepEqual(firstPanes(board()), []);
});

test("one goes through all panes and out of them, and back", () => {
  assert.deepEqual([-1, 0, 1, 2].map((at) => nextPane(at, 3, 1)), [0, 1, 2, -1]); // prettier-ignore
  assert.deepEqual([-1, 0, 1, 2].map((at) => nextPane(at, 3, -1)), [2, -1, 0, 1]); // prettier-ignore
});

test("a room's walls are the edge of a zone, without the first corner again; of several parts there is none", () => {
  const ring = [[0, 0], [1, 0], [1, 1], [0, 0]]; // prettier-ignore
  assert.deepEqual(edgeOf({ type: "Polygon", coordinates: [ring] }), ring.slice(0, 3));
  assert.deepEqual(edgeOf({ type: "MultiPolygon", coordinates: [[ring]] }), ring.slice(0, 3));
  assert.equal(edgeOf({ type: "MultiPolygon", coordinates: [[ring], [ring]] }), null);
  assert.equal(edgeOf({ type: "Point", coordinates: [0, 0] }), null);
});

const room = (more = {}) => ({ incidentId: "i", siteId: "s", isExercise: false, isOpen: true, ...more });

test("the link to a flag comes when there is one, goes when there is none, and stays when no one answers", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const answers = [[{ flag_id: "f" }], null, []];
  const get = async (path) => {
    assert.equal(path, "/incidents/i/safety-flags");
    const answer = answers.shift();
    if (answer === null) throw new Error("not reached");
    return answer;
  };
  const link = { hidden: true };
  const flags = new FlagLink({ link, room: room(), api: { get }, isSeen: () => true });

  t.mock.timers.tick(60_000);
  await new Promise(setImmediate);
  assert.equal(link.hidden, false);
  await flags.look();
  assert.equal(link.hidden, false);
  await flags.look();
  assert.equal(link.hidden, true);
  // A room that is closed, and a page without the link, ask nothing.
  await new FlagLink({ link, room: room({ isOpen: false }), api: { get }, isSeen: () => true }).look();
  await new FlagLink({ link: null, room: room(), api: { get } }).look();
});

test("who watches over nothing hears of a second incident at their school without a reload", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  globalThis.document ??= { visibilityState: "visible" };
  const beside = { incident_id: "j", room_id: "r", site_id: "s", is_exercise: false, status: "Active", title: "Again" };
  const answers = [[], [beside], [beside]];
  let changes = 0;
  const here = room({ me: { may_command: true }, log: { objects: () => ({}) } });
  const api = { get: async () => answers.shift() ?? [] };
  const found = new Duplicates({ room: here, api, say: () => undefined, onChange: () => (changes += 1) });

  await new Promise(setImmediate);
  for (let turn = 0; turn < 2; turn += 1) {
    t.mock.timers.tick(15_000);
    await new Promise(setImmediate);
  }

  assert.deepEqual(found.others, [beside]);
  assert.equal(changes, 1);
  // Who may not command is offered nothing, and asks nothing.
  new Duplicates({ room: room({ me: { may_command: false } }), api: { get: assert.fail }, say: null, onChange: null });
  t.mock.timers.tick(15_000);
});
