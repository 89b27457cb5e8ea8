// Where the browsers are, or one sentence that says how to get them.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {string} variable environment variable that may hold the path
 * @param {string[]} names programs to look for in PATH, the best first
 * @param {string} pack Debian package that has it
 */
export function find(variable, names, pack) {
  if (process.env[variable]) return process.env[variable];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(
    `No ${names[0]} here: install it (on Debian: sudo apt install ${pack}) or set ${variable} to where it is.`,
  );
}
