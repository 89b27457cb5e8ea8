// A server of attacks on updates: core/tuf/tuftest, the table that core/tuf and the
// module are tested with too.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {string} code why it is refused; '' when it passes and changes nothing
 * @property {boolean} fresh on clients that never had an update
 * @property {boolean} brief one of the choice that stands for all
 *
 * @typedef {object} Hostile
 * @property {number} port
 * @property {string} root the first trusted root
 * @property {Attack[]} attacks
 * @property {(n: number, phase: 'before' | 'hostile' | 'later') =>
 *   Promise<{root: string, now: number, later: boolean, says: string}>} serve
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Hostile>} */
export async function openHostile() {
  // In a group of its own, for "go run" starts the server and does not end it.
  const child = spawn('go', ['run', './core/tuf/tuftest/hostile'], {
    cwd: top,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(Number(line)));
    child.once('exit', (code) => reject(new Error(`the hostile server ended: ${code}`)));
  });
  const ask = async (path, options) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, options);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  const attacks = await ask('/cases');
  const serve = (n, phase) => ask(`/serve/${n}/${phase}`, { method: 'PUT' });
  const { root } = await serve(0, 'before');
  return {
    port,
    root,
    attacks,
    serve,
    async close() {
      process.kill(-child.pid);
      await new Promise((done) => child.once('exit', done));
    },
  };
}
