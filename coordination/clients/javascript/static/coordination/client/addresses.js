// Where a server's sockets are.

/** @param {string} path @param {string} [origin] such as https://musterpoint.example */
export const socketUrl = (path, origin = globalThis.location.origin) => origin.replace(/^http/, "ws") + path;

/** @param {string} url @param {string[]} protocols @returns {WebSocket} */
export const openSocket = (url, protocols) => new WebSocket(url, protocols);
