// tuf-js as a program: node tufjs.mjs URL DIR TARGET updates from a server, trusting
// DIR/metadata/root.json, and writes the target to standard output.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Updater } from "tuf-js";

const [url, dir, target] = process.argv.slice(2);
const targetDir = join(dir, "targets");
mkdirSync(targetDir, { recursive: true });
const updater = new Updater({
  metadataDir: join(dir, "metadata"),
  metadataBaseUrl: `${url}/tuf`,
  targetDir,
  targetBaseUrl: `${url}/tuf/targets`,
});
try {
  await updater.refresh();
  const info = await updater.getTargetInfo(target);
  if (!info) throw new Error(`there is no target ${target}`);
  const path = join(targetDir, encodeURIComponent(target));
  process.stdout.write(readFileSync((await updater.findCachedTarget(info, path)) ?? (await updater.downloadTarget(info, path))));
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
