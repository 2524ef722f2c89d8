// Read the number of a triage tag by the camera, where the browser reads barcodes; elsewhere it is typed.

const EVERY_MS = 200;

/** Whether this browser reads barcodes. Some have the interface, and nothing behind it. */
export async function canScan() {
  const detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (detector === undefined || !navigator.mediaDevices?.getUserMedia) return false;
  try {
    return (await detector.getSupportedFormats()).length > 0;
  } catch {
    return false;
  }
}

/**
 * Show the camera until a code is read; null where it was ended first.
 * @param {HTMLVideoElement} video @param {AbortSignal} signal
 * @returns {Promise<string | null>} Throws what the camera says: it is not there, or not allowed.
 */
export async function scanTag(video, signal) {
  const detector = new /** @type {any} */ (globalThis).BarcodeDetector();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  try {
    await video.play();
    while (!signal.aborted) {
      const [found] = await detector.detect(video);
      if (found?.rawValue) return String(found.rawValue).trim().slice(0, 60);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  }
}
