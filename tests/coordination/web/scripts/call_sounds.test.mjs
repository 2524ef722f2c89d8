// What a call sounds like on the incident page: a mayday that is played never like one, what is real never like a play.
import assert from "node:assert/strict";
import test from "node:test";

import { soundAlarm } from "/static/coordination/mayday/alarm_sound.js";

const MAYDAY = { kind: "mayday", who: "Officer", called_at: "2026-01-01T12:00:00Z", called_by: "other" };

// Returns the shape of each tone, its pitch, and how long the phone vibrates.
async function heardOf(isExercise) {
  const tones = [];
  const vibrated = [];
  const navigator = { vibrate: (pattern) => vibrated.push(...pattern) };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  class Context {
    currentTime = 0;
    destination = {};
    resume = async () => {};
    close() {}
    createGain = () => ({ gain: {}, connect() {} });
    createOscillator() {
      const tone = { frequency: {}, connect: () => ({ connect() {} }), start: () => tones.push(tone), stop() {} };
      return tone;
    }
  }
  soundAlarm(isExercise, () => new Context());
  await new Promise((resolve) => setImmediate(resolve));
  return { forms: tones.map(({ type }) => type), pitches: tones.map(({ frequency }) => frequency.value), vibrated };
}

test("a call in an exercise is lower, softer and shorter than a real one", async () => {
  const real = await heardOf(false);
  const played = await heardOf(true);

  assert.deepEqual(new Set(real.forms), new Set(["square"]));
  assert.deepEqual(new Set(played.forms), new Set(["sine"]));
  assert.ok(Math.max(...played.pitches) < Math.min(...real.pitches));
  assert.ok(sum(played.vibrated) < sum(real.vibrated));
});

test("a mayday says to its sound whether it is played", async () => {
  globalThis.document = { getElementById: () => ({ textContent: "{}" }), addEventListener() {} };
  const { Maydays } = await import("/static/coordination/mayday/maydays.js");
  for (const isExercise of [true, false]) {
    const sounded = [];
    const room = {
      isExercise,
      isOpen: true,
      me: { participant_id: "me", audiences: ["responders"], can: [] },
      clock: { age_s: () => 1 },
      log: { objects: () => ({ one: MAYDAY }) },
    };
    const maydays = new Maydays({
      room,
      submit() {},
      onPlace() {},
      placeOfMe: () => null,
      sound: (given) => sounded.push(given),
    });

    try {
      maydays.parts();
    } catch {
      // What it draws needs a page; it has sounded before.
    }

    assert.deepEqual(sounded, [isExercise]);
  }
});

const sum = (numbers) => numbers.reduce((whole, one) => whole + one, 0);
