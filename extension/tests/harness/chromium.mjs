// Chromium with the built extension installed, on the test network.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { hostElement, until } from './driver.mjs';
import { find } from './executable.mjs';
import { takeHand } from './hand-chromium.mjs';
import { heapOf } from './heap-chromium.mjs';
import { manage } from './policy-chromium.mjs';
import { ourCalls, ourTasks, trace } from './trace.mjs';

export const name = 'chromium';
export const built = '.output/chrome-mv3';
export const canHurry = true;

const unwanted = ['AutofillServerCommunication', 'NetworkTimeServiceQuerying', 'OptimizationHints'];
/** Puts off the page's tasks from each key to the next frame: 16 ms for every step. */
const frameAfterInput = 'DeferRendererTasksAfterInput';

/**
 * @param {object} options
 * @param {string} options.extension folder of the built extension
 * @param {number} options.proxy port of the proxy on this machine
 * @param {object} [options.managed] what an organisation has set
 * @param {string[]} [options.allowed] match patterns of sites that the author has added; no
 *   test can answer the browser's prompt, so the permission is given at installation
 * @param {boolean} [options.hurried] true for not waiting for a frame after each key
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
export async function launch({ extension, proxy, managed, allowed = [], hurried }) {
  await allow(extension, allowed);
  const unmanage = managed && manage(extension, managed);
  const browser = await puppeteer.launch({
    executablePath: find('CHROMIUM', ['chromium', 'chromium-browser'], 'chromium'),
    headless: true,
    pipe: true,
    enableExtensions: [extension],
    acceptInsecureCerts: true,
    defaultViewport: { width: 900, height: 700 },
    args: [
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-smooth-scrolling', // where a page is scrolled to would hang on the moment
      `--disable-features=${[...unwanted, ...(hurried ? [frameAfterInput] : [])]}`,
      '--allow-browser-signin=false',
      '--gaia-url=about:blank',
      '--extensions-update-frequency=86400',
      '--ignore-certificate-errors',
      `--proxy-server=http://127.0.0.1:${proxy}`,
      '--proxy-bypass-list=<-loopback>',
      '--lang=en-US',
    ],
  });
  if (unmanage) browser.once('disconnected', unmanage);
  const isBackground = (target) =>
    target.type() === 'service_worker' && target.url().startsWith('chrome-extension://');
  const background = await browser.waitForTarget(isBackground, { timeout: 15_000 });
  const origin = `chrome-extension://${new URL(background.url()).host}`;
  // A fresh installation opens the welcome page, which would stand before those under test.
  const isWelcome = (target) => target.url() === `${origin}/welcome.html`;
  await (await (await browser.waitForTarget(isWelcome)).page()).close();

  /** Of each page that was asked about its shadow root, and the root itself. */
  const sessions = new WeakMap();
  const roots = new WeakMap();

  return {
    name,
    browser,
    hand: takeHand,
    async openExtensionPage(page, path) {
      await page.goto(`${origin}/${path}`, { waitUntil: 'load' });
    },
    async inBackground(body, ...values) {
      const target = await browser.waitForTarget(isBackground);
      return (await target.worker()).evaluate(body, ...values);
    },
    async sleep() {
      const target = await browser.waitForTarget(isBackground);
      await (await target.worker()).close();
      await until('the background is asleep', async () => !browser.targets().some(isBackground));
    },
    asleep: async () => !browser.targets().some(isBackground),
    async slow(page, rate) {
      const session = await page.createCDPSession();
      await session.send('Emulation.setCPUThrottlingRate', { rate });
    },
    tasks: async (during) => ourTasks(await trace(browser, during)),
    calls: async (_, during) => ourCalls(await trace(browser, during)).length,
    async heap(page) {
      let bytes = 0;
      const background = await (await browser.waitForTarget(isBackground)).createCDPSession();
      for (const session of [await page.createCDPSession(), background]) {
        bytes += await heapOf(session);
        await session.detach();
      }
      return bytes;
    },
    async reload() {
      const page = await browser.newPage();
      await page.goto(`${origin}/popup.html`);
      await page.evaluate(() => chrome.runtime.reload()).catch(() => {}); // it goes with it
    },
    remove: () => browser.uninstallExtension(new URL(origin).host),
    prefer: (page, scheme) =>
      page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]),
    async inShadow(page, body, ...values) {
      if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
      const session = sessions.get(page);
      const known = roots.get(page);
      const before = known && (await within(session, known, body, values).catch(stale));
      if (before) return before.value ?? null;
      roots.delete(page);
      const root = await shadowRoot(session);
      if (!root) return null;
      roots.set(page, root);
      return (await within(session, root, body, values))?.value ?? null;
    },
  };
}

/** Has the manifest ask for these hosts at installation. */
async function allow(extension, hosts) {
  const path = join(extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, host_permissions: hosts }));
}

/** Bedside's shadow root on a page, by the id of the protocol; null when there is none. */
async function shadowRoot(session) {
  const { result: host } = await session.send('Runtime.evaluate', {
    expression: `document.querySelector('${hostElement}')`,
  });
  if (!host.objectId) return null;
  const { node } = await session.send('DOM.describeNode', { objectId: host.objectId });
  const { object } = await session.send('DOM.resolveNode', {
    backendNodeId: node.shadowRoots[0].backendNodeId,
  });
  return object.objectId;
}

/** Calls body(root, ...values) in the page; null when the root is not shown any more. */
async function within(session, root, body, values) {
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    functionDeclaration: `async function (...values) {
      return this.host.isConnected ? { value: await (${body})(this, ...values) } : null;
    }`,
    objectId: root,
    arguments: values.map((value) => ({ value })),
    returnByValue: true,
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
  return result.value;
}

/** A root that went with its page is unknown to the protocol; any other failure is one. */
function stale(error) {
  if (error.name !== 'ProtocolError') throw error;
  return null;
}
