// The built Worker on the local workerd.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";

/** The playground and the console as Cloudflare serves them, without starting the Worker. */
export const pages = { directory: join(import.meta.dirname, "build/pages"), routerConfig: { has_user_worker: true } };

const built = (name) => readFileSync(join(import.meta.dirname, "build", name));

/**
 * @param {Record<string, string>} bindings the secrets
 * @param {object} [options] further ones of Miniflare
 */
export function localWorker(bindings, options) {
  return new Miniflare({
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: built("worker.mjs").toString() },
      { type: "ESModule", path: "wasm_exec.js", contents: built("wasm_exec.js").toString() },
      { type: "CompiledWasm", path: "app.wasm", contents: built("app.wasm") },
    ],
    compatibilityDate: "2026-03-01",
    cf: false,
    host: "127.0.0.1",
    port: 0,
    bindings,
    r2Buckets: ["RULES"],
    ...options,
  });
}
