// Alerts in the app for the stores: permission, also for what sounds on a silent phone, and Firebase's token.

import { shellPlatform, shellPlugins } from "./device.js";

/** @returns {import("./device.js").Plugins} of the app; there are some wherever this is called */
const plugins = () => /** @type {any} */ (shellPlugins());

/** Ask the person, who is asked once by the phone; whether alerts may be shown. */
export async function askForAlerts() {
  return (await plugins().MusterAlerts.prepare()).granted;
}

/** This phone as a device to register: `POST /api/v1/devices`, without its language. */
export async function phoneDevice() {
  const { App, FirebaseMessaging } = plugins();
  const [{ token }, { version }] = await Promise.all([FirebaseMessaging.getToken(), App.getInfo()]);
  return { kind: "token", value: token, platform: shellPlatform(), app_version: version.slice(0, 20) };
}

/** Nothing is sent to this phone any more. */
export const forgetPhone = () => plugins().FirebaseMessaging.deleteToken();
