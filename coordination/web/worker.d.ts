// What the compiler cannot know of the service worker. Loaded by tsc only.

interface Window extends ServiceWorkerGlobalScope {}
declare var self: ServiceWorkerGlobalScope & { cookieStore?: { get(name: string): Promise<{ value: string } | null> } };

// What the server writes above the worker's parts (coordination/offline/shell.py).
declare const SHELL: {
  version: string;
  files: { url: string; sha256: string; kept_as: string; language: string }[];
};
// The pages that alerts without a room open, by their kinds: each app declares its own.
declare const PAGES_OF_ALERTS: Record<string, string>;
