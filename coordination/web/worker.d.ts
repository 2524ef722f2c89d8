// What the compiler cannot know of the service worker. Loaded by tsc only.

interface Window extends ServiceWorkerGlobalScope {}
declare var self: ServiceWorkerGlobalScope & { cookieStore?: { get(name: string): Promise<{ value: string } | null> } };

// What the server writes above the worker's parts (coordination/web/shell.py).
declare const SHELL: {
  version: string;
  files: { url: string; sha256: string; kept_as: string; language: string }[];
};
