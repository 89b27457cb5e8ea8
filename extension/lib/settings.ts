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
  /** Where the base rules come from, signed under the shipped root. */
  updateUrl?: string;
  /** The channel of the base rules. */
  channel?: string;
  /** Repositories side by side, each under a root of its own. */
  repositories?: Repository[];
}

export interface Repository {
  /** Where the metadata lies; ends with a slash. */
  url: string;
  /** The trusted root, as JSON text; the shipped one without. */
  root?: string;
  /** "stable", "beta" or "org/NAME". */
  channel?: string;
  /** Targets to take, such as "tidewater.pack"; the base rules without. */
  packs?: string[];
}

/** The organisation's policy; empty where there is none. */
export async function readPolicy(): Promise<Policy> {
  try {
    return policyOf(await browser.storage.managed.get(null));
  } catch {
    return {}; // Firefox refuses where no policy is installed
  }
}

/** What of a policy is in order; the rest is as if it were not there. */
export function policyOf(set: Record<string, unknown>): Policy {
  const { updateUrl, channel, repositories } = set;
  return {
    ...(isUpdateUrl(updateUrl) && { updateUrl }),
    ...(isChannel(channel) && { channel }),
    ...(Array.isArray(repositories) && { repositories: repositories.filter(isRepository) }),
  };
}

function isChannel(value: unknown): value is string {
  return typeof value === 'string' && /^(stable|beta|org\/[a-z0-9][a-z0-9-]*)$/.test(value);
}

function isRepository(value: unknown): value is Repository {
  if (typeof value !== 'object' || value === null) return false;
  const { url, root, channel, packs } = value as Record<string, unknown>;
  return (
    isUpdateUrl(url) &&
    (root === undefined || typeof root === 'string') &&
    (channel === undefined || isChannel(channel)) &&
    (packs === undefined || (Array.isArray(packs) && packs.every(isPack)))
  );
}

function isPack(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-][\w.-]*\.pack$/.test(value);
}

/** An update URL ends with a slash; it is https, or on this very machine. */
export function isUpdateUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value) || !value.endsWith('/')) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
}
