// Scanning a tag is offered only where the browser reads barcodes, not where it has the interface and nothing behind it.

import assert from "node:assert/strict";
import test from "node:test";

import { canScan, scanTag } from "/static/coordination/casualties/tag_scan.js";

const QR = ["qr_code"];

function browserWith({ formats, camera = async () => ({ getTracks: () => [] }), detect = async () => [] }) {
  Object.defineProperty(globalThis, "navigator", {
    value: camera === null ? {} : { mediaDevices: { getUserMedia: camera } },
    configurable: true,
  });
  globalThis.BarcodeDetector =
    formats === undefined
      ? undefined
      : class {
          static getSupportedFormats = formats;
          detect = detect;
        };
}

const videoOf = () => ({ hidden: true, srcObject: null, play: async () => {} });

test("a browser that reads codes and has a camera scans", async () => {
  browserWith({ formats: async () => QR });
  assert.equal(await canScan(), true);
});

test("without codes, without formats, with a failing interface or without a camera it is typed", async () => {
  browserWith({ formats: undefined });
  assert.equal(await canScan(), false);
  browserWith({ formats: async () => [] });
  assert.equal(await canScan(), false);
  browserWith({ formats: async () => Promise.reject(new Error("not implemented")) });
  assert.equal(await canScan(), false);
  browserWith({ formats: async () => QR, camera: null });
  assert.equal(await canScan(), false);
});

test("the camera is let go once a code is read, and when it was ended first", async () => {
  const stopped = [];
  const camera = async () => ({ getTracks: () => [{ stop: () => stopped.push("stopped") }] });
  browserWith({ formats: async () => QR, camera, detect: async () => [{ rawValue: "  TX-0412 " }] });
  const video = videoOf();
  assert.equal(await scanTag(video, new AbortController().signal), "TX-0412");
  assert.deepEqual([stopped.length, video.hidden, video.srcObject], [1, true, null]);

  const ended = new AbortController();
  ended.abort();
  assert.equal(await scanTag(videoOf(), ended.signal), null);
  assert.equal(stopped.length, 2);
});
