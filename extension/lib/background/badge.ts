/** The toolbar button: nothing on it while all is well, grey when the module is broken. */
import { browser } from 'wxt/browser';

const grey = '#6b7280';

/** Shows the problem, or that there is none. */
export async function showHealth(problem: string | null): Promise<void> {
  const name = browser.i18n.getMessage('name');
  await browser.action.setTitle({ title: problem ? `${name}: ${problem}` : name });
  await browser.action.setBadgeBackgroundColor({ color: grey });
  await browser.action.setBadgeText({ text: problem ? '!' : '' });
}
