// What the tests ask of a browser, the same for both; chromium.mjs and firefox.mjs
// fulfil it.

/**
 * @typedef {object} Driver
 * @property {string} name 'chromium' or 'firefox'
 * @property {import('puppeteer-core').Browser} browser
 * @property {(page: Page, path: string) => Promise<void>} openExtensionPage
 *   shows a page of the extension, like popup.html
 * @property {(page: Page, body: Function, ...values: any[]) => Promise<any>} inShadow
 *   calls body(root, ...values) with the closed shadow root of Bedside on the page;
 *   null when there is none. Values are strings, numbers and booleans.
 * @property {(page: Page) => Promise<import('./hand.mjs').Hand>} hand
 *   takes the keyboard and mouse of the page, which is in front and has a field focused
 * @property {(page: Page, scheme: 'light' | 'dark') => Promise<void>} prefer
 *   sets what the system is said to like
 * @property {() => Promise<boolean>} asleep whether the extension's background sleeps
 * @property {(page: Page, rate: number) => Promise<void>} slow makes the processor of the
 *   page, which is in front, that many times slower until it closes
 * @property {(during: () => Promise<void>) => Promise<number[]>} tasks how long scripts
 *   of the extension kept a page busy, task by task: ms of the processor, longest first
 * @property {(page: Page, during: () => Promise<void>) => Promise<number>} calls how many
 *   functions of the extension were called meanwhile, in the page (which is in front) and
 *   the background
 * @property {(page: Page) => Promise<number>} heap bytes that scripts of the page and of
 *   the extension hold after garbage was collected
 * @property {() => Promise<void>} sleep puts the extension's background to sleep, as the
 *   browser does after a while
 * @property {() => Promise<void>} reload starts the extension anew, as an update does
 * @property {() => Promise<void>} remove takes the extension out of the browser
 *
 * @typedef {import('puppeteer-core').Page} Page
 */

/** The element that Bedside adds to a page; all it shows is in its closed shadow root. */
export const hostElement = 'bedside-root';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks again until the answer will do.
 * @param {string} what the condition in words, for the failure
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} [good] true by default when the answer is truthy
 * @returns {Promise<T>}
 * @template T
 */
export async function until(what, ask, good = Boolean, { within = 10_000 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > end) {
      throw new Error(`Not within ${within} ms: ${what}. Last seen: ${JSON.stringify(answer)}`);
    }
    await pause(15);
  }
}

/**
 * Looks on while nothing may happen; a condition cannot be waited for here.
 * @param {string} what
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} good
 * @param {{during?: number}} options during in ms; an analysis takes under 100
 * @template T
 */
export async function stays(what, ask, good, { during = 400 } = {}) {
  const end = Date.now() + during;
  do {
    const answer = await ask();
    if (!good(answer)) throw new Error(`Did not stay: ${what}. Seen: ${JSON.stringify(answer)}`);
    await pause(40);
  } while (Date.now() < end);
}
