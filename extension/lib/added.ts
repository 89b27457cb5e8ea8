/**
 * The sites that authors add themselves. The browser keeps the list: a site is added
 * when its permission is granted and gone when that is taken back, here or in the
 * browser's own settings.
 */
import { browser } from 'wxt/browser';
import { allMatches, siteOf } from './sites';

/** The pattern to ask permission for, or null where Bedside is already or cannot be. */
export function patternOf(url: string): string | null {
  if (!URL.canParse(url) || siteOf(url)) return null;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' ? `https://${hostname}/*` : null;
}

/**
 * Asks the author for permission to read drafts on the site of an address; must be
 * called from a click on a page of the extension. True when it was given.
 */
export async function addSite(url: string): Promise<boolean> {
  const pattern = patternOf(url);
  return pattern !== null && browser.permissions.request({ origins: [pattern] });
}

/** Takes the permission back. */
export async function removeSite(host: string): Promise<void> {
  await browser.permissions.remove({ origins: [`https://${host}/*`] });
}

/** Hosts of the sites that were added, sorted. */
export async function addedSites(): Promise<string[]> {
  const { origins = [] } = await browser.permissions.getAll();
  return origins
    .filter((pattern) => !allMatches.includes(pattern) && /^https:\/\/[^*/]+\/\*$/.test(pattern))
    .map((pattern) => new URL(pattern.slice(0, -1)).host)
    .sort();
}
