// The native half of the app for the stores, in a window: what Capacitor posts to it is answered by fakes of the plug-ins.
// `phone.calls` has what was asked; `phone.hear` tells the page of something. Capacitor's own bridge stands between.

const ANSWERS = {
  "App.getInfo": { version: "1.2.3" },
  "FirebaseMessaging.getToken": { token: "a-registration-token-of-this-phone" },
  "MusterAlerts.prepare": { granted: true, critical: false },
  "BackgroundGeolocation.addWatcher": null,
};
const METHODS = {
  App: ["getInfo"],
  BackgroundGeolocation: ["addWatcher", "removeWatcher"],
  FirebaseMessaging: ["getToken", "deleteToken"],
  Haptics: ["impact"],
  KeepAwake: ["keepAwake", "allowSleep"],
  MusterAlerts: ["prepare"],
};
const phone = { calls: [], listeners: {} };
globalThis.phone = phone;
globalThis.Capacitor = { DEBUG: false, isLoggingEnabled: false, Plugins: {} };
globalThis.androidBridge = {
  postMessage(text) {
    const { callbackId, pluginId, methodName, options } = JSON.parse(text);
    const name = `${pluginId}.${methodName}`;
    phone.calls.push({ name, options });
    // A page that is loaded anew has lost what it was told: so has the test, but for this.
    sessionStorage.setItem("calls", JSON.stringify([...JSON.parse(sessionStorage.getItem("calls") ?? "[]"), name]));
    if (methodName === "addListener" || name === "BackgroundGeolocation.addWatcher")
      phone.listeners[options.eventName ?? name] = callbackId;
    else answer(callbackId, pluginId, methodName, ANSWERS[name] ?? {}, false);
  },
};

function answer(callbackId, pluginId, methodName, data, save) {
  queueMicrotask(() => Capacitor.fromNative({ callbackId, pluginId, methodName, save, success: true, data }));
}

phone.hear = (name, data) => answer(phone.listeners[name], "", "", data, true);

// As JSExport of Capacitor writes it for each plug-in, after the bridge.
globalThis.addPlugins = () => {
  for (const [plugin, methods] of Object.entries(METHODS)) {
    const made = (Capacitor.Plugins[plugin] = {
      addListener: (event, heard) => Capacitor.addListener(plugin, event, heard),
    });
    for (const method of methods)
      made[method] = (options, heard) =>
        method === "addWatcher"
          ? Capacitor.nativeCallback(plugin, method, options, heard)
          : Capacitor.nativePromise(plugin, method, options);
  }
};
