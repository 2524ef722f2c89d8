// A pack as the server makes one, signed by a key of the test, and stores and locks as a browser has them.
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { deflateRawSync } from "node:zlib";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
export const KEY = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
export const SITE = "10000000-0000-4000-8000-000000000001";
export const bytes = (text) => new TextEncoder().encode(text);
const digest = (content) => createHash("sha256").update(content).digest("hex");

export function packFiles(contents, { siteId = SITE, only = null } = {}) {
  const files = Object.fromEntries(
    Object.entries(contents).map(([name, text]) => [name, { sha256: digest(text), size: text.length }]),
  );
  const manifest = JSON.stringify({
    format: "musterpoint-pack/1",
    site_id: siteId,
    site_name: "Lincoln",
    made_at: "2026-11-24T10:00:00+00:00",
    floorplans: [],
    files,
  });
  const shown = Object.entries(contents).filter(([name]) => only === null || only.includes(name));
  return new Map([
    ["manifest.json", bytes(manifest)],
    ["manifest.sig", bytes(`${sign(null, Buffer.from(manifest), privateKey).toString("hex")}\n`)],
    ["public_key.txt", bytes(`${KEY}\n`)],
    ...shown.map(([name, text]) => [name, bytes(text)]),
  ]);
}

// An archive of files: as many as given, packed unless `stored`; `size` lies about how large a file is.
export function zipOf(files, { stored = false, size = null } = {}) {
  const parts = [];
  const central = [];
  let at = 0;
  for (const [name, content] of files) {
    const packed = stored ? Buffer.from(content) : deflateRawSync(content);
    const head = (signature, more) => {
      const fields = Buffer.alloc(more ? 46 : 30);
      fields.writeUInt32LE(signature, 0);
      const shift = more ? 2 : 0;
      fields.writeUInt16LE(stored ? 0 : 8, 8 + shift);
      fields.writeUInt32LE(packed.length, 18 + shift);
      fields.writeUInt32LE(size ?? content.length, 22 + shift);
      fields.writeUInt16LE(Buffer.byteLength(name), 26 + shift);
      if (more) fields.writeUInt32LE(at, 42);
      return Buffer.concat([fields, Buffer.from(name)]);
    };
    central.push(head(0x02014b50, true));
    const local = Buffer.concat([head(0x04034b50, false), packed]);
    parts.push(local);
    at += local.length;
  }
  const index = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, index, end]));
}

// The browser's Cache Storage, as far as packs use it.
export class MemoryCaches {
  named = new Map();
  // What a sign-out does in another window: what is being read cannot be found, or not be read to its end.
  takeAway(failure) {
    for (const cache of this.named.values()) cache.failure = failure;
  }
  async open(name) {
    if (!this.named.has(name)) this.named.set(name, new MemoryCache());
    return this.named.get(name);
  }
  async has(name) {
    return this.named.has(name);
  }
  async keys() {
    return [...this.named.keys()];
  }
  async delete(name) {
    return this.named.delete(name);
  }
}

export const NOT_FOUND = new DOMException("Unexpected internal error.", "UnknownError");
export const NOT_READ = new TypeError("Failed to fetch");

const ORIGIN = "https://phone.example";

class MemoryCache {
  answers = new Map();
  failure = null;
  async put(address, response) {
    this.answers.set(address, new Uint8Array(await response.arrayBuffer()));
  }
  async keys() {
    return [...this.answers.keys()].map((address) => ({ url: `${ORIGIN}${address}` }));
  }
  async match(address) {
    if (this.failure === NOT_FOUND) throw this.failure;
    if (this.failure !== null) return new Response(new ReadableStream({ start: (body) => body.error(this.failure) }));
    const found = this.answers.get(address.replace(ORIGIN, ""));
    return found && new Response(found);
  }
}

// navigator.locks: one after the other; `ifAvailable` gets null while someone has it.
export class MemoryLocks {
  last = new Map();
  held = new Set();
  async request(name, options, work) {
    if (typeof options === "function") return this.#queued(name, options);
    if (this.held.has(name)) return work(null);
    return this.#queued(name, work);
  }
  #queued(name, work) {
    this.held.add(name);
    const run = async () => {
      try {
        return await work({});
      } finally {
        this.held.delete(name);
      }
    };
    const turn = (this.last.get(name) ?? Promise.resolve()).then(run);
    this.last.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  }
}

// The key of the packs, as long as the test.
export class MemoryKey {
  key = null;
  async get() {
    return this.key;
  }
  async add(key) {
    this.key ??= key;
  }
  async clear() {
    this.key = null;
  }
}

export class NoChannel {
  addEventListener() {}
  postMessage() {}
}
