// Lets node find what the server finds: the static folders of all packages lie under one address.
import { registerHooks } from "node:module";

const STATIC = /^(.*\/)(?:coordination|mapping|mou)\/web\/static\/(.*)$/;

registerHooks({
  resolve(specifier, context, next) {
    const [, root, from] = STATIC.exec(context.parentURL ?? "") ?? [];
    if (root === undefined || !specifier.startsWith(".")) return next(specifier, context);
    const path = new URL(specifier, `http://server/${from}`).pathname;
    return next(`${root}${path.split("/")[1]}/web/static${path}`, context);
  },
});
