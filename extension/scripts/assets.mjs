// Puts what the build makes outside this folder into the extension: the module, the
// rules it starts with, and the root of trust for newer ones.

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const build = new URL('../../build/', import.meta.url);
const target = new URL('../public/', import.meta.url);

for (const name of ['bedside.wasm', 'base.pack']) {
  try {
    await copyFile(new URL(name, build), new URL(name, target));
  } catch {
    console.error(`build/${name} is missing. Run "make build" at the top of the repository.`);
    process.exit(1);
  }
}

const path = process.env.BEDSIDE_ROOT ?? fileURLToPath(new URL('root.json', build));
let root = 'null';
try {
  root = await readFile(path, 'utf8');
  JSON.parse(root);
} catch (error) {
  if (error.code !== 'ENOENT' || process.env.BEDSIDE_ROOT) {
    console.error(`The root of trust ${path} cannot be used: ${error.message}`);
    process.exit(1);
  }
  console.warn('No build/root.json: this build trusts no update and keeps the rules it has.');
}
await writeFile(new URL('root.json', target), root);
