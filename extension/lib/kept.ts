/** Where settings are kept: in the extension's own storage, under an organisation's policy. */
import { browser } from 'wxt/browser';
import { policed, readPolicy } from './policy';
import { mend, type Settings, version } from './settings';

const key = 'settings';
const versionKey = 'settingsVersion';

/** What is kept of settings, in the local or the synchronised storage. */
export const keptKeys = [key, versionKey];

/** The author's own settings, whatever an organisation has set. */
export async function readOwn(): Promise<Settings> {
  return fromKept(await browser.storage.local.get(keptKeys));
}

/** The settings that hold: the author's own under the organisation's. */
export async function readSettings(): Promise<Settings> {
  const [own, policy] = await Promise.all([readOwn(), readPolicy()]);
  return policed(own, policy);
}

/** Keeps the author's own settings. */
export async function writeOwn(settings: Settings): Promise<void> {
  await browser.storage.local.set(asKept(settings));
}

export function asKept(settings: Partial<Settings>): Record<string, unknown> {
  return { [key]: settings, [versionKey]: version };
}

export function fromKept(kept: Record<string, unknown>): Settings {
  return mend(kept[key], typeof kept[versionKey] === 'number' ? kept[versionKey] : 1);
}
