// Lets node find what the server finds: scripts of all folders lie under one address, wherever a capability keeps them.
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const FOLDERS = globSync("{coordination,mapping,mou}/{*,*/*}/static", { cwd: ROOT });
const BELOW = /\/static\/((?:coordination|mapping|mou)\/.*)$/;
const FILES = new Map(
  FOLDERS.flatMap((folder) => globSync("**/*.js", { cwd: ROOT + folder }).map((name) => [name, folder])),
);

registerHooks({
  resolve(specifier, context, next) {
    const [, from] = BELOW.exec(context.parentURL ?? "") ?? [];
    const isTest = specifier.startsWith("/static/");
    if (!isTest && (from === undefined || !specifier.startsWith("."))) return next(specifier, context);
    const { pathname, search } = new URL(specifier, `http://server/static/${from ?? ""}`);
    const name = pathname.slice("/static/".length);
    return next(`${pathToFileURL(`${ROOT}${FILES.get(name)}/${name}`)}${search}`, context);
  },
});
