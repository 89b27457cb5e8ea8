// Packs the built extension for the stores, and the sources they are built from, so that
// the same files make the same bytes anywhere, at any time.
//
//   node scripts/pack.mjs FOLDER          writes bedside-{chrome,firefox,sources}-VERSION.zip
//   node scripts/pack.mjs --unpack ZIP FOLDER

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';

const extension = fileURLToPath(new URL('../', import.meta.url));
const project = join(extension, '..');

/** The oldest moment a zip can tell; zips tell it in local time, whatever that is. */
const mtime = new Date(1980, 0, 1);

const [first, ...rest] = process.argv.slice(2);
if (first === '--unpack' && rest.length === 2) unpack(rest[0], rest[1]);
else if (first && rest.length === 0) pack(first);
else {
  console.error('usage: node scripts/pack.mjs FOLDER | --unpack ZIP FOLDER');
  process.exit(2);
}

function pack(folder) {
  const { version } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  mkdirSync(folder, { recursive: true });
  for (const [name, at] of [
    ['chrome', '.output/chrome-mv3'],
    ['firefox', '.output/firefox-mv3'],
  ]) {
    const built = join(extension, at);
    explained(JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8')), name);
    write(join(folder, `bedside-${name}-${version}.zip`), built, filesIn(built));
  }
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' });
  const sources = tracked.split('\0').filter((path) => path !== '');
  write(join(folder, `bedside-sources-${version}.zip`), project, sources);
}

/** Stops unless store/permissions.md explains all that a manifest asks for. */
function explained(manifest, name) {
  const told = readFileSync(join(extension, 'store/permissions.md'), 'utf8');
  const asked = [
    ...(manifest.permissions ?? []),
    ...(manifest.optional_permissions ?? []),
    ...(manifest.host_permissions ?? []),
    ...(manifest.optional_host_permissions ?? []),
    ...(manifest.content_scripts ?? []).flatMap(({ matches }) => matches),
  ];
  // "https://x.com/*" is explained by its host, whatever the path.
  const hostOf = (permission) => /^\w+:\/\/([^/]{2,})\/\*$/.exec(permission)?.[1] ?? permission;
  const missing = [...new Set(asked.map(hostOf))].filter((p) => !told.includes(`\`${p}\``));
  if (missing.length === 0) return;
  console.error(
    `store/permissions.md does not explain what the ${name} extension asks for: ${missing.join(', ')}`,
  );
  process.exit(1);
}

/** All files below a folder, relative to it. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function write(zip, folder, paths) {
  const files = paths.sort().map((path) => [path, readFileSync(join(folder, path))]);
  writeFileSync(zip, zipSync(Object.fromEntries(files), { level: 9, mtime }));
}

function unpack(zip, folder) {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, bytes);
  }
}
