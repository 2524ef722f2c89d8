// Two sounds, made here: a real incident is loud and rises, an exercise is low, soft and falls. Never one for the other.

const OFF = "musterpoint.sound_off";
/** @type {{ tones: number[], each_s: number, gain: number, form: OscillatorType }} */
const REAL = { tones: [660, 880, 660, 880, 660, 880], each_s: 0.22, gain: 0.5, form: "square" };
/** @type {typeof REAL} */
const EXERCISE = { tones: [392, 330], each_s: 0.35, gain: 0.18, form: "sine" };
const SOUNDING_MS = 3000;

/** @type {AudioContext | null} */
let context = null;

export function isSoundOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

/** @param {boolean} isOff */
export function setSoundOff(isOff) {
  try {
    localStorage.setItem(OFF, isOff ? "1" : "0");
  } catch {
    // Storage is forbidden: the choice lasts as long as the page does not.
  }
}

// Browsers let a page sound only after its reader has touched it once.
export function readySounds() {
  context ??= "AudioContext" in globalThis ? new AudioContext() : null;
  void context?.resume();
}

// The first sound of a browser takes a while to be ready: what was touched is answered before. Where a browser cannot
// wait for that, it may want it within the touch.
export function readySoundsSoon() {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(readySounds, { timeout: SOUNDING_MS });
  else readySounds();
}

/**
 * Sound once for an incident, in one window of all that are open.
 * @param {boolean} isExercise
 * @param {string} roomId
 */
export function soundAlarm(isExercise, roomId) {
  if (isSoundOff()) return;
  const sound = () => play(isExercise ? EXERCISE : REAL);
  readySounds();
  // A window that its reader has not touched yet is not heard, and takes the turn of none that is.
  if (context?.state !== "running") return sound();
  return inOneWindow(roomId, sound);
}

/**
 * Sound in one window of all that are open, as long as a sound lasts: three screens are one alarm.
 * @param {string} what
 * @param {() => void} sound
 */
export function inOneWindow(what, sound) {
  if (!navigator.locks) return sound();
  return navigator.locks.request(`musterpoint.sound.${what}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    sound();
    await new Promise((resolve) => setTimeout(resolve, SOUNDING_MS));
  });
}

/** @param {typeof REAL} sound */
function play({ tones, each_s, gain, form }) {
  document.documentElement.dataset.sounded = form === "square" ? "real" : "exercise";
  readySounds();
  const sounding = context;
  if (sounding === null || sounding.state === "suspended") return;
  const volume = sounding.createGain();
  volume.gain.value = gain;
  volume.connect(sounding.destination);
  tones.forEach((tone, at) => {
    const oscillator = sounding.createOscillator();
    oscillator.type = form;
    oscillator.frequency.value = tone;
    oscillator.connect(volume);
    oscillator.start(sounding.currentTime + at * each_s);
    oscillator.stop(sounding.currentTime + (at + 1) * each_s);
  });
}
