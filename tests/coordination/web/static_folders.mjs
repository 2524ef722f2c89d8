// Lets node find what the server finds: the static folders of all packages lie under one address.
import { registerHooks } from "node:module";

const ACROSS = /^\.\.\/(coordination|mapping|mou)\/([\w/]+\.js)$/;

registerHooks({
  resolve(specifier, context, next) {
    const named = context.parentURL?.includes("/web/static/") ? ACROSS.exec(specifier) : null;
    if (named === null) return next(specifier, context);
    const [, folder, script] = named;
    return next(new URL(`../../../${folder}/web/static/${folder}/${script}`, import.meta.url).href, context);
  },
});
