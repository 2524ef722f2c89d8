// What the app for the stores gives a page that a browser does not (docs/shell.md): its plugins. In a browser each of
// these is the browser's own.

/** @typedef {{ latitude: number, longitude: number, accuracy: number, bearing: number | null, speed: number | null,
 *   time: number | null }} ShellFix of the plug-in for positions */
/**
 * The plug-ins that pages use, as the app puts them into each page of its server.
 * @typedef {{
 *   App: { getInfo: () => Promise<{ version: string }> },
 *   BackgroundGeolocation: {
 *     addWatcher: (options: object, told: (fix?: ShellFix, error?: { code?: string }) => void) => string | Promise<string>,
 *     removeWatcher: (which: { id: string }) => Promise<void>,
 *   },
 *   FirebaseMessaging: {
 *     getToken: () => Promise<{ token: string }>,
 *     deleteToken: () => Promise<void>,
 *     addListener: (name: string, heard: (event: any) => void) => unknown,
 *   },
 *   Haptics: { impact: (options: { style: string }) => Promise<void> },
 *   KeepAwake: { keepAwake: () => Promise<void>, allowSleep: () => Promise<void> },
 *   MusterAlerts: { prepare: () => Promise<{ granted: boolean, critical: boolean }> },
 * }} Plugins
 */

const shell = () => /** @type {any} */ (globalThis).Capacitor;

/** The app's plug-ins; null in a browser. @returns {Plugins | null} */
export const shellPlugins = () => (shell()?.isNativePlatform?.() ? shell().Plugins : null);

/** "ios" or "android"; "web" in a browser. @returns {string} */
export const shellPlatform = () => shell()?.getPlatform?.() ?? "web";

/** What keeps the screen on, in the form of the browser's. @returns {{ request: (type: "screen") => Promise<any> } | undefined} */
export function wakeLocks() {
  const awake = shellPlugins()?.KeepAwake;
  if (!awake) return navigator.wakeLock;
  const request = async () => {
    await awake.keepAwake();
    const lock = { released: false, release: () => ((lock.released = true), awake.allowSleep()) };
    return lock;
  };
  return { request };
}

/**
 * What tells where the phone is, in the form of the browser's: in the app also while another app is on the screen.
 * @param {() => string} text what Android shows meanwhile
 * @returns {Pick<Geolocation, "watchPosition" | "clearWatch">}
 */
export function positionsHere(text) {
  const plugin = shellPlugins()?.BackgroundGeolocation;
  if (!plugin) return globalThis.navigator?.geolocation;
  /** @type {Map<number, Promise<string>>} */
  const watches = new Map();
  let last = 0;
  return {
    watchPosition(fixed, failed) {
      const options = { backgroundTitle: document.title, backgroundMessage: text(), requestPermissions: true };
      const told = (/** @type {ShellFix | undefined} */ fix, /** @type {{ code?: string } | undefined} */ error) =>
        fix ? fixed(fixOf(fix)) : failed?.(refusalOf(error));
      watches.set(++last, Promise.resolve(plugin.addWatcher(options, told)));
      return last;
    },
    clearWatch(watch) {
      void watches.get(watch)?.then((id) => plugin.removeWatcher({ id }));
      watches.delete(watch);
    },
  };
}

/** @param {ShellFix} fix @returns {any} */
const fixOf = ({ latitude, longitude, accuracy, bearing, speed, time }) => ({
  coords: { latitude, longitude, accuracy, heading: bearing, speed },
  timestamp: time ?? Date.now(),
});

/** @param {{ code?: string } | undefined} error @returns {any} */
const refusalOf = (error) => ({ code: error?.code === "NOT_AUTHORIZED" ? 1 : 2, PERMISSION_DENIED: 1 });

/** The phone moves once in the hand: what was done has been recorded. A browser stays still. */
export const feelOnce = () =>
  void shellPlugins()
    ?.Haptics.impact({ style: "HEAVY" })
    .catch(() => {});
