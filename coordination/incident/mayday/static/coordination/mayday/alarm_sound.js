// Three short tones for a responder in trouble, or for what is real in an exercise. A browser that forbids sound is silent.
// A mayday that is played is low and soft, as everything of an exercise: no one runs for it.

import { inOneWindow } from "../watch/sounds.js";

/** @typedef {{ tones_hz: number[], gain: number, form: OscillatorType, vibrates_ms: number[] }} Sound */
/** @type {Sound} */
const REAL = { tones_hz: [880, 660, 880], gain: 0.25, form: "square", vibrates_ms: [300, 100, 300] };
/** @type {Sound} */
const EXERCISE = { tones_hz: [392, 330, 392], gain: 0.15, form: "sine", vibrates_ms: [100] };
const TONE_S = 0.22;

/** @param {boolean} isExercise */
export function soundAlarm(isExercise, make = () => new AudioContext()) {
  const sound = isExercise ? EXERCISE : REAL;
  try {
    const context = make();
    // Panes and windows of the same incident hear it at the same moment. One that may not sound takes no one's turn: it
    // does not come to run, and is closed.
    context.resume().then(
      () => void inOneWindow("call", () => play(context, sound)),
      () => {},
    );
    setTimeout(() => context.close(), 2000);
  } catch {
    // no sound device, or not allowed: the strip says it
  }
  navigator.vibrate?.(sound.vibrates_ms);
}

/** @param {AudioContext} context @param {Sound} sound */
function play(context, { tones_hz, gain, form }) {
  tones_hz.forEach((tone_hz, number) => {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    loudness.gain.value = gain;
    tone.frequency.value = tone_hz;
    tone.type = form;
    tone.connect(loudness).connect(context.destination);
    tone.start(context.currentTime + number * TONE_S);
    tone.stop(context.currentTime + number * TONE_S + TONE_S * 0.8);
  });
}
