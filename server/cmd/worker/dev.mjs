// Runs the built Worker on the local workerd, with an R2 bucket and secrets of its own
// in dev: node dev.mjs [PORT]. Its timestamp key is for trying things out alone.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localWorker, pages } from "./local.mjs";

const dir = join(import.meta.dirname, "dev");
mkdirSync(dir, { recursive: true });
const kept = (name) => {
  const path = join(dir, name);
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(path, "utf8");
};
const bindings = { TIMESTAMP_KEY: kept("timestamp.key"), PUBLISH_TOKEN: kept("token") };
const worker = localWorker(bindings, { assets: pages, port: Number(process.argv[2] ?? 8788), r2Persist: join(dir, "r2") });
const { origin } = await worker.ready;
// The cron trigger of wrangler.jsonc.
const hour = 3_600_000;
setInterval(async () => (await worker.getWorker()).scheduled({ cron: "17 * * * *" }), hour).unref();
console.log(`The Worker is at ${origin}

  Updates        ${origin}/tuf/
  Console        ${origin}/console
  Publish token  ${join(dir, "token")}
  Timestamp key  ${join(dir, "timestamp.key")}, which the root must name
  Rules          ${join(dir, "r2")}

Ctrl+C stops it.`);
