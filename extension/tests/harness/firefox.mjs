// Firefox with the built extension installed, on the test network. Puppeteer speaks
// WebDriver BiDi here, whose serialised nodes give away closed shadow roots too.

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { debug } from './debug-firefox.mjs';
import { hostElement, until } from './driver.mjs';
import { find } from './executable.mjs';
import { takeHand } from './hand-firefox.mjs';
import { profiledTasks } from './profile-firefox.mjs';
import { slowDown } from './slow.mjs';

export const name = 'firefox';
export const built = '.output/firefox-mv3';
export const canHurry = false;

/**
 * Puts an organisation's policy where Firefox looks for one.
 * @returns {string} the home folder in which it does
 */
function manage(id, data) {
  const home = mkdtempSync(join(tmpdir(), 'bedside-home-'));
  const manifest = { name: id, description: 'Policy of a test', type: 'storage', data };
  for (const folder of ['.mozilla', '.config/mozilla']) {
    const at = join(home, folder, 'managed-storage');
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${id}.json`), JSON.stringify(manifest));
  }
  return home;
}

/** The extension's internal address, fixed so that its pages can be opened. */
const uuid = '5b2c9a54-6a0e-4d0b-9d6e-2f6f3f0a7c11';

/**
 * @param {object} options
 * @param {string} options.extension folder of the built extension
 * @param {number} options.proxy port of the proxy on this machine
 * @param {object} [options.managed] what an organisation has set
 * @param {string[]} [options.allowed] match patterns of sites that the author has added
 * @returns {Promise<import('./driver.mjs').Driver>}
 */
export async function launch({ extension, proxy, managed, allowed = [] }) {
  const manifest = JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8'));
  const { gecko } = manifest.browser_specific_settings;
  const home = managed && manage(gecko.id, managed);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    ...(home && { env: { ...process.env, HOME: home } }),
    executablePath: find('FIREFOX', ['firefox-esr', 'firefox'], 'firefox-esr'),
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 900, height: 700 },
    args: ['-remote-allow-system-access'], // extension pages count as the browser's own
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxy,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxy,
      'network.proxy.no_proxies_on': '',
      'network.proxy.allow_hijacking_localhost': true,
      'extensions.webextensions.uuids': JSON.stringify({
        [gecko.id]: uuid,
      }),
      'intl.accept_languages': 'en-US',
      'accessibility.typeaheadfind.manual': false, // a slash outside a field would begin a search
      'general.smoothScroll': false, // where a page is scrolled to would hang on the moment
      'services.settings.server': 'data:,#remote-settings-dummy/v1',
    },
  });
  const installed = await browser.installExtension(extension);

  /** Runs a script with the powers of the browser itself. */
  const asBrowser = async (expression) => {
    const { connection } = browser;
    const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const { result } = await connection.send('script.evaluate', {
      expression,
      target: { context: tree.result.contexts[0].context },
      awaitPromise: true,
    });
    if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
    return result.result.value;
  };

  // A fresh installation opens the welcome page, which would stand before those under test.
  const welcomed = () =>
    asBrowser(`(() => {
      const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
      const isWelcome = (tab) => tab.linkedBrowser.currentURI.spec.endsWith('/welcome.html');
      const tab = gBrowser.tabs.find(isWelcome);
      if (tab) gBrowser.removeTab(tab);
      return Boolean(tab);
    })()`);
  if (managed?.welcome !== false) await until('the welcome page is open, and closed', welcomed);
  if (allowed.length > 0) {
    await asBrowser(`(async () => {
      const { ExtensionPermissions } = ChromeUtils.importESModule(
        'resource://gre/modules/ExtensionPermissions.sys.mjs',
      );
      const id = ${JSON.stringify(gecko.id)};
      const { extension } = WebExtensionPolicy.getByID(id);
      const origins = ${JSON.stringify(allowed)};
      await ExtensionPermissions.add(id, { permissions: [], origins }, extension);
    })()`);
  }

  return {
    name,
    browser,
    hand: (page) => takeHand(page, asBrowser),
    async openExtensionPage(page, path) {
      const url = `moz-extension://${uuid}/${path}`;
      page.goto(url).catch(() => {}); // never reports the load of an extension page
      await until(`${path} is loaded`, () =>
        page
          .evaluate(() => document.readyState === 'complete' && document.URL)
          .then((shown) => shown === url)
          .catch(() => false),
      );
    },
    asleep: async () =>
      (await asBrowser(
        `WebExtensionPolicy.getByID(${JSON.stringify(gecko.id)}).extension.backgroundState`,
      )) !== 'running',
    async calls(page, during) {
      await debug(asBrowser, page, 'begin');
      await during();
      return debug(asBrowser, page, 'end');
    },
    heap: (page) => debug(asBrowser, page, 'heap'),
    async slow(page, rate) {
      const pid = await asBrowser(
        `Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser.frameLoader.remoteTab.osPid`,
      );
      page.once('close', slowDown(pid, rate));
    },
    tasks: (during) => profiledTasks(asBrowser, during),
    async sleep() {
      const id = JSON.stringify(gecko.id);
      await asBrowser(`WebExtensionPolicy.getByID(${id}).extension.terminateBackground()`);
    },
    async reload() {
      const id = JSON.stringify(gecko.id);
      await asBrowser(`(async () => (await AddonManager.getAddonByID(${id})).reload())()`);
    },
    remove: () => browser.uninstallExtension(installed),
    async prefer(page, scheme) {
      const preference = 'layout.css.prefers-color-scheme.content-override';
      await asBrowser(`Services.prefs.setIntPref('${preference}', ${scheme === 'dark' ? 0 : 1})`);
      await until(`the page is ${scheme}`, () =>
        page.evaluate((s) => matchMedia(`(prefers-color-scheme: ${s})`).matches, scheme),
      );
    },
    async inShadow(page, body, ...values) {
      const target = { context: page.mainFrame()._id };
      const answer = await browser.connection.send('script.evaluate', {
        expression: `document.querySelector('${hostElement}')`,
        target,
        awaitPromise: false,
        serializationOptions: { maxDomDepth: 1, includeShadowTree: 'all' },
      });
      const root = answer.result.result?.value?.shadowRoot;
      if (!root) return null;
      const { result } = await browser.connection.send('script.callFunction', {
        functionDeclaration: `async (root, values) => JSON.stringify(await (${body})(root, ...JSON.parse(values)) ?? null)`,
        arguments: [{ sharedId: root.sharedId }, { type: 'string', value: JSON.stringify(values) }],
        target,
        awaitPromise: true,
      });
      if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
      return JSON.parse(result.result.value);
    },
  };
}
