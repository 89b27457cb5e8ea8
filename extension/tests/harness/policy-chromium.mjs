// What an organisation has set for Chromium, which reads it out of a folder of the system.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Debian's chromium looks; a file of ours concerns one copy of the extension only. */
const folder = '/etc/chromium/policies/managed';

/**
 * @param {string} extension folder of the extension
 * @param {object} data
 * @returns {() => void} takes the policy away again, as the end of this process does too
 */
export function manage(extension, data) {
  const id = idOf(extension);
  const file = join(folder, `bedside-test-${id}.json`);
  const unmanage = () => {
    process.off('exit', unmanage);
    rmSync(file, { force: true });
    for (let at = folder; at !== '/etc/chromium' && isEmpty(at); at = dirname(at)) rmdirSync(at);
  };
  process.once('exit', unmanage);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify({ '3rdparty': { extensions: { [id]: data } } }));
  } catch (error) {
    throw new Error(
      `Chromium takes an organisation's policy from ${folder} only, where this user may not write: run the tests as root, or make that folder yours. (${error.message})`,
    );
  }
  return unmanage;
}

/** The id of an extension without a key: of the hash of its folder's path, a for 0 to p for 15. */
function idOf(extension) {
  const hash = createHash('sha256').update(realpathSync(extension)).digest('hex').slice(0, 32);
  return hash.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

function isEmpty(at) {
  try {
    return readdirSync(at).length === 0;
  } catch {
    return false; // gone already
  }
}
