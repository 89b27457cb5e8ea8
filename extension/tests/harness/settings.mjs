// The settings of the extension, as if its author had chosen them.

/** Runs something in a page of the extension. */
async function within(driver, body, ...values) {
  const page = await driver.browser.newPage();
  try {
    await driver.openExtensionPage(page, 'popup.html');
    return await page.evaluate(body, ...values);
  } finally {
    await page.close();
  }
}

/**
 * @param {import('./driver.mjs').Driver} driver
 * @param {object} settings those left out are as by default
 */
export function keep(driver, settings) {
  return within(
    driver,
    async (chosen) => {
      const api = globalThis.browser ?? globalThis.chrome;
      await api.storage.local.set({ settings: chosen, settingsVersion: 2 });
    },
    settings,
  );
}

/**
 * The rules of the extension, as if its last update had left this behind; until the next.
 * @param {import('./driver.mjs').Driver} driver
 * @param {object} left some of lib/background/shelf.ts's Kept
 */
export async function leave(driver, left) {
  await within(
    driver,
    async (change) => {
      const done = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open('bedside'));
      const packs = database.transaction('packs', 'readwrite').objectStore('packs');
      const kept = await done(packs.get('base'));
      await done(packs.put({ ...kept, ...change }, 'base'));
      database.close();
    },
    left,
  );
  await driver.sleep(); // awake, it has this in mind
}

/** Has the extension look for newer rules. */
export function refresh(driver) {
  return within(driver, () =>
    (globalThis.browser ?? globalThis.chrome).runtime.sendMessage({ ask: 'refresh' }),
  );
}

/** All that the extension keeps in its local storage. */
export function kept(driver) {
  return within(driver, () => (globalThis.browser ?? globalThis.chrome).storage.local.get(null));
}
