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

/** All that the extension keeps in its local storage. */
export function kept(driver) {
  return within(driver, () => (globalThis.browser ?? globalThis.chrome).storage.local.get(null));
}
