// An admin's desk: the commands of the admin's page, run as they stand there by the real
// program, in a folder of its own and against a server of its own.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './driver.mjs';
import { program } from './stage.mjs';
import { freePort } from './updates.mjs';

const page = new URL('../../../server/release/README.md', import.meta.url);

/** The blocks of commands of the page, up to the one that makes the browsers' policy. */
async function blocks() {
  const text = await readFile(page, 'utf8');
  const all = [...text.matchAll(/^```sh( serve)?\n(.*?)^```$/gms)];
  const last = all.findIndex(([, , block]) => block.includes('bedside release policy'));
  return all.slice(0, last + 1).map(([, serves, block]) => ({ serves: Boolean(serves), block }));
}

/**
 * @typedef {object} Desk
 * @property {number} port where its server listens
 * @property {(commands: string) => Promise<string>} run runs commands of a shell
 * @property {() => Promise<object>} policy what the browsers are to be told
 * @property {() => Promise<void>} stop ends the server
 * @property {() => Promise<void>} close ends the server and clears the desk
 */

/**
 * Does what the page says, from the first key to the policy.
 * @param {(commands: string) => string} [adapt] puts other words into the commands
 * @param {string} [more] commands to run right after the rules were begun
 * @returns {Promise<Desk>}
 */
export async function openDesk(adapt = (commands) => commands, more = '') {
  const dir = await mkdtemp(join(tmpdir(), 'bedside-desk-'));
  const port = await freePort();
  const env = {
    ...process.env,
    PATH: dirname(program) + delimiter + process.env.PATH,
    HOME: dir,
    XDG_CONFIG_HOME: join(dir, 'config'),
    BEDSIDE_KEYS: 'keys',
    BEDSIDE_SERVER: `http://localhost:${port}`,
    BEDSIDE_PASSPHRASE: 'a passphrase for tests',
  };
  let server;
  const stop = async () => {
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((done) => server.once('exit', done));
    server.kill();
    await ended;
  };
  const desk = {
    port,
    async run(commands) {
      const options = { cwd: dir, env };
      const ran = promisify(execFile)('sh', ['-euc', commands], options);
      const { stdout } = await ran.catch(({ message, stdout }) => {
        throw new Error(`${message}\n${stdout}`);
      });
      return stdout;
    },
    policy: async () => JSON.parse(await readFile(join(dir, 'policy.json'), 'utf8')),
    stop,
    async close() {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
  try {
    for (const { serves, block } of await blocks()) {
      const commands = adapt(block);
      if (serves) {
        const args = `exec ${commands.trim()} --addr localhost:${port} --data data`;
        server = spawn('sh', ['-c', args], { cwd: dir, env, stdio: 'ignore' });
        await until('the server is there', () =>
          fetch(`http://localhost:${port}/healthz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        );
      } else if (commands.includes('rules new')) {
        const [begin, ...rest] = commands.split('\n');
        await desk.run([begin, more, ...rest].join('\n'));
      } else {
        for (const [, name, value] of commands.matchAll(/^export (\w+)="(.*)"$/gm))
          env[name] = value;
        await desk.run(commands);
      }
    }
    return desk;
  } catch (error) {
    await desk.close();
    throw error;
  }
}
