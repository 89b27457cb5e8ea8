/**
 * What the organisation that manages this browser has set, out of managed storage
 * (public/policy.json says how it is written). Settings of a policy are locked.
 */
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { entries, type Settings } from './settings';

/** An update URL ends with a slash; it is https, or on this very machine. */
export function isUpdateUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value) || !value.endsWith('/')) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
}

/** A repository of rules beside, or in place of, the one that came with the extension. */
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

const updateUrl = v.custom<string>(isUpdateUrl);
const channel = v.pipe(v.string(), v.regex(/^(stable|beta|org\/[a-z0-9][a-z0-9-]*)$/));
const repository: v.GenericSchema<Repository> = v.object({
  url: updateUrl,
  root: v.optional(v.string()),
  channel: v.optional(channel),
  packs: v.optional(v.array(v.pipe(v.string(), v.regex(/^[\w-][\w.-]*\.pack$/)))),
});

const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200));

const parts = {
  /** The organisation's name. */
  organisation: sentence,
  /** Its own guidance on social media. */
  policyUrl: v.pipe(v.string(), v.url(), v.startsWith('https://')),
  /** Where the base rules come from, signed under the shipped root. */
  updateUrl,
  /** The channel of the base rules. */
  channel,
  /** Repositories side by side, each under a root of its own. */
  repositories: v.array(repository),
  /** One of these is chosen before "post anyway". */
  reasons: v.pipe(v.array(sentence), v.maxLength(20)),
  /** False keeps the welcome page shut after installation. */
  welcome: v.boolean(),
};

export type Policy = Partial<v.InferOutput<v.ObjectSchema<typeof parts, undefined>>> & {
  /** Settings that the author cannot change. */
  settings: Partial<Settings>;
  /** Names of what stands in the policy and cannot be used. */
  refused: string[];
};

/** The settings that a policy may not take out of the author's hands. */
const personal = new Set(['names', 'words', 'sync']);

/** A policy out of what managed storage holds; what cannot be used is named. */
export function parsePolicy(kept: Record<string, unknown>): Policy {
  const policy: Policy = { settings: {}, refused: [] };
  take(parts, kept, policy as Record<string, unknown>, '');
  const { settings } = kept;
  if (typeof settings === 'object' && settings !== null) {
    const own = Object.entries(entries).filter(([name]) => !personal.has(name));
    take(
      Object.fromEntries(own),
      settings as Record<string, unknown>,
      policy.settings,
      'settings.',
    );
  } else if (settings !== undefined) {
    policy.refused.push('settings');
  }
  return policy;

  function take(
    known: Record<string, v.GenericSchema>,
    from: Record<string, unknown>,
    into: Record<string, unknown>,
    path: string,
  ) {
    for (const [name, value] of Object.entries(from)) {
      if (name === 'settings' && path === '') continue;
      const read = known[name] && v.safeParse(known[name], value);
      if (read?.success) into[name] = read.output;
      else policy.refused.push(path + name);
    }
  }
}

/** The organisation's policy; nothing in it where there is none. */
export async function readPolicy(): Promise<Policy> {
  return parsePolicy(await readManaged());
}

async function readManaged(): Promise<Record<string, unknown>> {
  try {
    return await browser.storage.managed.get(null);
  } catch {
    return {}; // Firefox refuses where no policy is installed
  }
}

/**
 * Calls back whenever the organisation's policy changes: Chromium hands it over a second or
 * two after a first start, too.
 * @returns ends it
 */
export function followPolicy(changed: () => void): () => void {
  const follow = (_changes: unknown, area: string) => {
    if (area === 'managed') changed();
  };
  browser.storage.onChanged.addListener(follow);
  return () => browser.storage.onChanged.removeListener(follow);
}

/** How long an organisation's browser may take to hand its policy over, milliseconds. */
const handover = 10_000;

/**
 * The organisation's policy, right after it has installed the extension: Chromium hands it
 * over a second or two later. Whoever has installed Bedside without one need not wait.
 */
export async function policyAtInstall(): Promise<Policy> {
  let end = () => {};
  const change = new Promise<void>((resolve) => {
    end = followPolicy(resolve);
  });
  const { installType } = await browser.management.getSelf();
  if (installType === 'admin' && Object.keys(await readManaged()).length === 0) {
    await Promise.race([change, new Promise((resolve) => setTimeout(resolve, handover))]);
  }
  end();
  return readPolicy();
}

/** The settings that hold: the author's own under the organisation's. */
export function policed(own: Settings, policy: Policy): Settings {
  return { ...own, ...policy.settings };
}
