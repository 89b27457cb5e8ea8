// The update server: the real program, with a data folder of its own.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './driver.mjs';

const module = fileURLToPath(new URL('../../../build/bedside.wasm', import.meta.url));

/** @returns {Promise<number>} a port that is free at this moment */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts `bedside serve` and waits until it is ready.
 * @param {string} program path of the bedside program
 * @param {object} [options]
 * @param {boolean} [options.empty] true for a server where nothing is published
 * @returns {Promise<{port: number, root: string, close: () => Promise<void>}>}
 *   root is the first root metadata of the server, as JSON
 */
export async function openUpdates(program, { empty } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'bedside-updates-'));
  const port = await freePort();
  const args = ['serve', '--addr', `127.0.0.1:${port}`, '--data', data, '--module', module];
  if (empty) {
    const env = { ...process.env, BEDSIDE_KEYS: data };
    execFileSync(program, ['keys', 'new', 'server', '--server'], { env, stdio: 'ignore' });
    args.push('--timestamp-key', join(data, 'server.key'));
  }
  const server = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let ended = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  server.on('error', (error) => {
    ended = `${program} cannot be run: ${error.message}`;
  });
  server.on('exit', (code) => {
    ended ||= `bedside serve ended with exit code ${code}: ${said}`;
  });
  const get = (path) => fetch(`http://127.0.0.1:${port}${path}`);
  await until(
    'bedside serve is ready',
    async () => {
      if (ended) throw new Error(ended);
      return get(empty ? '/healthz' : '/readyz').then(
        (answer) => answer.ok,
        () => false,
      );
    },
    Boolean,
    { within: 60_000 },
  );
  const root = await get('/tuf/1.root.json').then((answer) => answer.text());
  return {
    port,
    root,
    async close() {
      if (!ended) {
        server.kill();
        await new Promise((done) => server.once('exit', done));
      }
      await rm(data, { recursive: true, force: true });
    },
  };
}
