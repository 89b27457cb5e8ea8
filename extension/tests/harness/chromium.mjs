// Chromium with the built extension installed, on the test network.

import puppeteer from 'puppeteer-core';
import { hostElement, until } from './driver.mjs';
import { find } from './executable.mjs';

export const name = 'chromium';
export const built = '.output/chrome-mv3';

/**
 * @param {object} options
 * @param {string} options.extension folder of the built extension
 * @param {number} options.proxy port of the proxy on this machine
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
export async function launch({ extension, proxy }) {
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
      '--disable-features=AutofillServerCommunication,NetworkTimeServiceQuerying,OptimizationHints',
      '--allow-browser-signin=false',
      '--gaia-url=about:blank',
      '--extensions-update-frequency=86400',
      '--ignore-certificate-errors',
      `--proxy-server=http://127.0.0.1:${proxy}`,
      '--proxy-bypass-list=<-loopback>',
      '--lang=en-US',
    ],
  });
  const isBackground = (target) =>
    target.type() === 'service_worker' && target.url().startsWith('chrome-extension://');
  const background = await browser.waitForTarget(isBackground, { timeout: 15_000 });
  const origin = `chrome-extension://${new URL(background.url()).host}`;
  // A fresh installation opens the welcome page, which would stand before those under test.
  const isWelcome = (target) => target.url() === `${origin}/welcome.html`;
  await (await (await browser.waitForTarget(isWelcome)).page()).close();

  return {
    name,
    browser,
    async openExtensionPage(page, path) {
      await page.goto(`${origin}/${path}`, { waitUntil: 'load' });
    },
    async sleep() {
      const target = await browser.waitForTarget(isBackground);
      await (await target.worker()).close();
      await until('the background is asleep', async () => !browser.targets().some(isBackground));
    },
    prefer: (page, scheme) =>
      page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]),
    async inShadow(page, body, ...values) {
      const session = await page.createCDPSession();
      try {
        const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
        const shadow = findShadow(root);
        if (!shadow) return null;
        const { object } = await session.send('DOM.resolveNode', {
          backendNodeId: shadow.backendNodeId,
        });
        const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
          functionDeclaration: `function (...values) { return (${body})(this, ...values); }`,
          objectId: object.objectId,
          arguments: values.map((value) => ({ value })),
          returnByValue: true,
          awaitPromise: true,
        });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
        return result.value ?? null;
      } finally {
        await session.detach();
      }
    },
  };
}

/** Bedside's closed shadow root in a CDP DOM tree. */
function findShadow(node) {
  if (node.localName === hostElement) return node.shadowRoots?.[0];
  for (const child of node.children ?? []) {
    const found = findShadow(child);
    if (found) return found;
  }
  return undefined;
}
