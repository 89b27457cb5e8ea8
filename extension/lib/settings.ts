/** The author's settings: on this device only, never synchronised. */
import { browser } from 'wxt/browser';
import { jurisdictionOf } from './jurisdiction';
import type { Options } from './report';

export type Speech = 'auto' | 'en' | 'fr';

export interface Settings {
  on: boolean;
  /** Ids of the sites where Bedside is switched off. */
  off: string[];
  /** The language of explanations; "auto" follows the draft. */
  lang: Speech;
  /** Where the author practises: "auto" as the browser's languages say, "" not said. */
  jurisdiction: string;
  /** What the author is; "trainee" asks for more reminders. */
  role: string;
}

export const defaults: Settings = { on: true, off: [], lang: 'auto', jurisdiction: 'auto', role: 'physician' };

const key = 'settings';

export async function readSettings(): Promise<Settings> {
  const kept = (await browser.storage.local.get(key))[key] as Partial<Settings> | undefined;
  return { ...defaults, ...kept };
}

export async function writeSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ [key]: settings });
}

/** What the settings say of the author, as the module wants it. */
export function authorOf({ lang, jurisdiction }: Settings): Options {
  const where = jurisdiction === 'auto' ? jurisdictionOf(navigator.languages) : jurisdiction;
  return {
    ...(lang !== 'auto' && { lang }),
    ...(where && { jurisdiction: where }),
  };
}

/** What the organisation that manages this browser has set. */
export interface Policy {
  updateUrl?: string;
}

/** The organisation's policy; empty where there is none. */
export async function readPolicy(): Promise<Policy> {
  try {
    const { updateUrl } = await browser.storage.managed.get('updateUrl');
    return isUpdateUrl(updateUrl) ? { updateUrl } : {};
  } catch {
    return {}; // Firefox refuses where no policy is installed
  }
}

/** An update URL ends with a slash; it is https, or on this very machine. */
export function isUpdateUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value) || !value.endsWith('/')) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
}
