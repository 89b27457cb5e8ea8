/** Runs the content script on the sites that authors add. */
import { browser } from 'wxt/browser';
import type { ScriptPublicPath } from 'wxt/utils/inject-script';
import { addedSites } from '../added';

const id = 'added';

/** Has the browser run the content script on all added sites, from their next page on. */
export async function registerAdded(): Promise<void> {
  const matches = (await addedSites()).map((host) => `https://${host}/*`);
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: [id] });
  if (matches.length === 0) return;
  const { js, css } = script();
  await browser.scripting.registerContentScripts([
    { id, matches, js, css, runAt: 'document_start', persistAcrossSessions: true },
  ]);
}

/** Starts on the pages of newly added sites that are open, and keeps the list up to date. */
export function followPermissions(changed: () => void): void {
  browser.permissions.onAdded.addListener(async ({ origins = [] }) => {
    await registerAdded();
    if (origins.length === 0) return;
    const { js, css } = script();
    for (const { id: tabId } of await browser.tabs.query({ url: origins })) {
      if (tabId === undefined) continue;
      const target = { tabId };
      // A page that cannot be reached now is reached when it loads again.
      await browser.scripting.insertCSS({ target, files: css }).catch(() => {});
      await browser.scripting.executeScript({ target, files: js }).catch(() => {});
    }
    changed();
  });
  browser.permissions.onRemoved.addListener(async () => {
    await registerAdded();
    changed();
  });
}

/** The files of the content script, as the manifest names them: in Firefox, in full. */
function script(): { js: ScriptPublicPath[]; css: string[] } {
  const { js = [], css = [] } = browser.runtime.getManifest().content_scripts?.[0] ?? {};
  const own = (path: string) => path.replace(browser.runtime.getURL('/' as '/'), '');
  return { js: js.map(own) as ScriptPublicPath[], css: css.map(own) };
}
