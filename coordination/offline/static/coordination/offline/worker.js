// The one service worker of the site: it hears pushes, and stands in for the pages when the network is gone.

export const WORKER = "/service-worker.js";

export function registerWorker() {
  return navigator.serviceWorker.register(WORKER);
}
