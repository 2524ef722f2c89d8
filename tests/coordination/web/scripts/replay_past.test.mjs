// A replay shows the fold of the log, wherever its reader jumps; it stops at its end, and knows what was known when.

import assert from "node:assert/strict";
import test from "node:test";

import { stateAt } from "/static/coordination/client/log/chain.js";
import { RoomLog } from "/static/coordination/client/log/room_log.js";
import { KEPT_EVERY, Past } from "/static/coordination/replay/past.js";
import { Player } from "/static/coordination/replay/player.js";
import { firstBroken, readEntries } from "/static/coordination/replay/reading.js";
import { Chain } from "/static/coordination/client/log/chain.js";

const BEGAN_MS = Date.parse("2026-11-24T15:00:00.000Z");
const at = (seconds) => new Date(BEGAN_MS + seconds * 1000).toISOString();

// Numbers that are the same in every run, and look like none.
function dice(seed = 7) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

function patchBy(roll) {
  const kind = ["markers", "units", "people"][roll(3)];
  const id = `${kind}-${roll(9)}`;
  if (roll(5) === 0) return { [kind]: { [id]: null } };
  if (roll(7) === 0) return undefined;
  return { [kind]: { [id]: { label: `l${roll(100)}`, place: roll(4) === 0 ? null : { lon: roll(9), lat: roll(9) } } } };
}

function logOf(length) {
  const roll = dice();
  return Array.from({ length }, (_, n) => {
    const seq = n + 1;
    if (roll(10) === 0) return { type: "withheld", seq };
    // An entry bears the instant of its request, which may lie before that of the entry ahead of it.
    const content = {
      seq,
      at: at(seq - (roll(6) === 0 ? 2 : 0)),
      event: { type: "message_posted" },
      patch: patchBy(roll),
    };
    return { type: "entry", seq, content };
  });
}

function pastOf(frames) {
  const past = new Past();
  past.add(frames);
  return past;
}

const withoutEmpty = (state) =>
  Object.fromEntries(Object.entries(state).filter(([, objects]) => Object.keys(objects).length > 0));

test("any way through the log comes to the fold from nothing", () => {
  const frames = logOf(1100);
  const past = pastOf(frames);
  const roll = dice(3);

  for (let jump = 0; jump < 150; jump += 1) {
    const seq = roll(1101);
    assert.deepEqual(withoutEmpty(past.at(seq).state), stateAt(frames, seq), `#${seq}`);
  }
});

test("what was known at an entry is what a reader knew who had followed the log to there, and nothing later", () => {
  const frames = logOf(450);
  const past = pastOf(frames);
  past.at(450);

  for (const seq of [1, 199, 200, 201, 430]) {
    const log = new RoomLog();
    log.apply({ type: "state", seq: 0, since: 0, part: 1, parts: 1, objects: {} });
    for (const frame of frames.slice(0, seq)) log.apply(frame);
    assert.deepEqual(past.at(seq).known, log.known, `#${seq}`);
  }
});

test("what was shown of a moment stays as it was when the reader goes on", () => {
  const past = pastOf(logOf(900));
  const shown = [90, 200, 333, 600].map((seq) => past.at(seq));
  const texts = shown.map((moment) => JSON.stringify(moment));

  for (const seq of [900, 90, 450, 333, 899]) past.at(seq);

  assert.deepEqual(
    shown.map((moment) => JSON.stringify(moment)),
    texts,
  );
});

test("an object is called what it is called, whatever that means to a script", () => {
  const patch = JSON.parse('{"markers": {"__proto__": {"label": "one"}, "constructor": {"label": "two"}}}');
  const frames = [{ type: "entry", seq: 1, content: { seq: 1, at: at(0), event: {}, patch } }];

  assert.deepEqual(pastOf(frames).at(1).state, stateAt(frames, 1));
  assert.deepEqual(Object.keys(pastOf(frames).at(1).state.markers), ["__proto__", "constructor"]);
});

test("a state is kept now and then, and none is folded from further away", () => {
  const past = pastOf(logOf(KEPT_EVERY * 3 + 5));

  past.at(past.last);

  assert.deepEqual(
    past.kept.map(({ seq }) => seq),
    [0, 1, 2, 3].map((n) => n * KEPT_EVERY),
  );
});

test("entries that come later are added, and a missing one is refused", () => {
  const frames = logOf(300);
  const past = pastOf(frames.slice(0, 120));
  past.at(120);

  past.add(frames.slice(120, 300));

  assert.deepEqual(withoutEmpty(past.at(300).state), stateAt(frames, 300));
  assert.throws(() => past.add([{ type: "withheld", seq: 302 }]), RangeError);
});

test("what was not recorded is cut off, with every state that was folded from it", () => {
  const frames = logOf(500);
  const past = pastOf(frames);
  past.at(500);

  past.cutAfter(230);

  assert.equal(past.last, 230);
  assert.deepEqual(withoutEmpty(past.at(500).state), stateAt(frames, 230));
  assert.equal(past.seqAt(Infinity) <= 230, true);
});

test("at an instant one knew what had come before it, and nothing that is withheld", () => {
  const entry = (seq, seconds) => ({ type: "entry", seq, content: { seq, at: at(seconds), event: {} } });
  const past = pastOf([
    entry(1, 0),
    entry(2, 10),
    // Recorded after #2, though it was asked for before it: at second 9 no one knew it.
    entry(3, 8),
    { type: "withheld", seq: 4 },
    entry(5, 60),
  ]);

  const known = [-1, 0, 9, 10, 59, 60, 999].map((seconds) => past.seqAt(BEGAN_MS + seconds * 1000));

  assert.deepEqual(known, [0, 1, 1, 3, 3, 5, 5]);
});

test("a log of which nothing may be read has no time, and no moment", () => {
  const past = pastOf([
    { type: "withheld", seq: 1 },
    { type: "withheld", seq: 2 },
  ]);

  assert.equal(past.time_ms(2), null);
  assert.equal(past.seqAt(BEGAN_MS), 0);
  assert.deepEqual(past.at(2).state, {});
});

test("playing follows the time at its speed, and stops at the end", () => {
  const entry = (seq, seconds) => ({ type: "entry", seq, content: { seq, at: at(seconds), event: {} } });
  const player = new Player(pastOf([entry(1, 0), entry(2, 4), entry(3, 40), entry(4, 41)]));
  player.seek(1);
  player.speed = 20;
  player.toggle();

  const shown = [100, 100, 1000, 1000].map((elapsed_ms) => {
    player.tick(elapsed_ms);
    return player.seq;
  });

  assert.deepEqual(shown, [1, 2, 2, 4]);
  assert.equal(player.isPlaying, false);
  player.toggle();
  assert.equal(player.seq, 1, "from the end it begins anew");
});

test("a step goes one entry on or back, stops the play, and ends at both ends", () => {
  const player = new Player(pastOf(logOf(5)));
  player.seek(999);
  player.isPlaying = true;

  player.step(1);
  assert.equal(player.seq, 5);
  assert.equal(player.isPlaying, false);
  player.step(-99);
  assert.equal(player.seq, 1);
  player.seek(-1);
  assert.equal(player.seq, 1);
});

test("a log is read in parts to the head that the first answer says, though more comes meanwhile", async () => {
  const frames = logOf(1300);
  const asked = [];
  const api = {
    get: async (path) => {
      asked.push(path);
      const after = Number(/after=(\d+)/.exec(path)[1]);
      return { head: 1200 + asked.length, entries: frames.slice(after, after + 500) };
    },
  };
  const past = new Past();

  await readEntries({ api, roomId: "r", after: 0, onPart: (part) => past.add(part) });

  assert.equal(asked.length, 3);
  assert.equal(past.last, 1300);
});

test("a part that was tampered with is found, and where", async () => {
  const broken = [{ type: "withheld", seq: 1, digest: "0".repeat(64), hash: "1".repeat(64) }];

  assert.equal(await firstBroken(new Chain(), broken), 1);
  assert.equal(await firstBroken(new Chain(), []), null);
});
