// Builds the Worker into build/: worker.mjs, Go's wasm_exec.js and app.wasm; and into
// build/pages the playground, which Cloudflare serves without starting the Worker.
// Fails when it would not fit the free plan.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const here = import.meta.dirname;
const top = join(here, "../../..");
const out = join(here, "build");
const pages = join(out, "pages");
const LIMIT = 3 << 20; // bytes of gzip, of the free plan

const go = (args, env = {}) =>
  execFileSync("go", args, { cwd: here, env: { ...process.env, ...env }, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

rmSync(out, { recursive: true, force: true });
mkdirSync(pages, { recursive: true });
go(["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", join(out, "app.wasm"), "."], {
  GOOS: "js",
  GOARCH: "wasm",
  CGO_ENABLED: "0",
});
copyFileSync(join(here, "worker.mjs"), join(out, "worker.mjs"));
copyFileSync(join(go(["env", "GOROOT"]).trim(), "lib/wasm/wasm_exec.js"), join(out, "wasm_exec.js"));

copyFileSync(join(here, "_headers"), join(pages, "_headers"));
const command = join(top, "build/bedside");
const missing = [];
if (existsSync(command)) execFileSync(command, ["rules", "catalogue", "-o", join(pages, "rules.json")]);
else missing.push("the console's list of rules");
for (const [from, to] of [[join(top, "server/web/dist"), ""], [join(top, "build/bedside.wasm"), "bedside.wasm"]]) {
  const there = existsSync(to ? from : join(from, "index.html"));
  if (there) cpSync(from, join(pages, to), { recursive: true, filter: (name) => !name.endsWith(".gitignore") });
  else missing.push(to || "the playground's page");
}
if (missing.length) console.warn(`Not built yet, and left out: ${missing.join(" and ")}. "make build" builds them.`);

let size = 0;
for (const name of ["app.wasm", "worker.mjs", "wasm_exec.js"]) {
  size += gzipSync(readFileSync(join(out, name)), { level: 9 }).length;
}
console.log(`The Worker is ${size.toLocaleString("en")} bytes of gzip; the free plan takes ${LIMIT.toLocaleString("en")}.`);
if (size > LIMIT) process.exit(1);
