// Everything a suite needs, opened and closed together: update server, network,
// extension, browser.

import { cp, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openNetwork } from './network.mjs';
import { composers } from './sites.mjs';
import { openUpdates } from './updates.mjs';

const home = fileURLToPath(new URL('../../', import.meta.url));
export const program = fileURLToPath(new URL('../../../build/bedside', import.meta.url));

/** The update server that the built extension asks. */
export const updateOrigin = 'http://localhost:8787';

/**
 * @typedef {object} Stage
 * @property {() => Promise<import('./driver.mjs').Driver>} driver the browser; a new
 *   one when the last one has crashed, so that one test does not take down the rest
 * @property {() => Promise<import('./driver.mjs').Driver>} hurried a browser that does not
 *   wait for a frame after each key, for tests of many steps
 * @property {() => import('./driver.mjs').Driver[]} drivers the browsers so far
 * @property {(root: string) => Promise<void>} trust changes the root that came with the
 *   extension
 * @property {import('./network.mjs').Seen[]} seen all requests so far
 * @property {string[]} said all that was said on consoles so far
 * @property {() => Promise<void>} close
 */

/**
 * @param {{built: string, canHurry: boolean, launch: Function}} browser chromium.mjs or firefox.mjs
 * @param {object} [options]
 * @param {(folder: string) => Promise<void>} [options.damage] spoils the copy of the
 *   extension before it is installed
 * @param {boolean} [options.offline] true for no update server
 * @param {object} [options.managed] what an organisation has set
 * @param {number[]} [options.servers] ports of update servers that the policy names
 * @param {boolean} [options.added] true when the author has added the replicas of sites
 *   that Bedside does not know
 * @param {() => Promise<{port: number, root: string, close: () => Promise<void>}>}
 *   [options.open] opens the update server; bedside serve by default
 * @returns {Promise<Stage>}
 */
export async function openStage(
  browser,
  { damage, offline, managed, servers, added, open = () => openUpdates(program) } = {},
) {
  const toClose = [];
  const close = async () => {
    while (toClose.length > 0) await toClose.pop()();
  };
  try {
    const extension = await copyOf(join(home, browser.built));
    toClose.push(() => rm(extension, { recursive: true, force: true }));
    const updates = offline ? undefined : await open();
    if (updates) {
      toClose.push(updates.close);
      await writeFile(join(extension, 'root.json'), updates.root);
    }
    await damage?.(extension);
    const network = await openNetwork({
      origin: updateOrigin,
      port: updates?.port ?? 0,
      others: servers,
    });
    toClose.push(network.close);
    const said = [];
    const drivers = new Map();
    const driver = async (hurried) => {
      if (!drivers.get(hurried)?.browser.connected) {
        const allowed = added ? addedSites() : [];
        const opened = await browser.launch({
          extension,
          proxy: network.port,
          managed,
          allowed,
          hurried,
        });
        noteConsole(opened.browser, said);
        drivers.set(hurried, opened);
      }
      return drivers.get(hurried);
    };
    toClose.push(async () => {
      for (const { browser: open } of drivers.values()) await open.close();
    });
    await driver(false);
    return {
      driver: () => driver(false),
      hurried: () => driver(browser.canHurry),
      drivers: () => [...drivers.values()],
      trust: (root) => writeFile(join(extension, 'root.json'), root),
      seen: network.seen,
      said,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Writes down what pages and the background say on the console, and errors nobody caught. */
function noteConsole(browser, said) {
  const listen = (speaker) => {
    speaker?.on('console', (message) => said.push(message.text()));
    speaker?.on('pageerror', (error) => said.push(String(error)));
  };
  browser.on('targetcreated', async (target) => {
    try {
      listen(target.type() === 'service_worker' ? await target.worker() : await target.page());
    } catch {
      // Gone again.
    }
  });
}

/** The built extension in a folder of its own: only its root of trust will differ. */
async function copyOf(built) {
  await stat(built).catch(() => {
    throw new Error(`The extension is not built: run "make build" first (no ${built}).`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'bedside-extension-'));
  await cp(built, folder, { recursive: true });
  return folder;
}

/** Match patterns of the replicas that Bedside does not know by their address. */
function addedSites() {
  const urls = Object.values(composers).flatMap(({ added, url }) => (added ? [url] : []));
  return urls.map((url) => `https://${new URL(url).hostname}/*`);
}

/** Ways to spoil an extension. */
export const damages = {
  'a truncated module': (folder) => truncate(join(folder, 'bedside.wasm'), 100_000),
  'a damaged rule pack': (folder) => writeFile(join(folder, 'base.pack'), 'not a pack'),
};
