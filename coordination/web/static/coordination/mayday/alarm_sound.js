// Three short tones for a responder in trouble, or for what is real in an exercise. A browser that forbids sound is silent.

import { inOneWindow } from "../watch/sounds.js";

const TONES_HZ = [880, 660, 880];
const TONE_S = 0.22;

export function soundAlarm(make = () => new AudioContext()) {
  try {
    const context = make();
    // Panes and windows of the same incident hear it at the same moment. One that may not sound takes nobody's turn: it
    // does not come to run, and is closed.
    context.resume().then(
      () => void inOneWindow("call", () => play(context)),
      () => {},
    );
    setTimeout(() => context.close(), 2000);
  } catch {
    // no sound device, or not allowed: the strip says it
  }
  navigator.vibrate?.([300, 100, 300]);
}

/** @param {AudioContext} context */
function play(context) {
  TONES_HZ.forEach((tone_hz, number) => {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    loudness.gain.value = 0.25;
    tone.frequency.value = tone_hz;
    tone.type = "square";
    tone.connect(loudness).connect(context.destination);
    tone.start(context.currentTime + number * TONE_S);
    tone.stop(context.currentTime + number * TONE_S + TONE_S * 0.8);
  });
}
