/**
 * Which packs this browser takes, and from where: the base rules, and what an
 * organisation adds to them from the same repository or its own.
 */
import type { Policy, Repository } from '../policy';

/** What of a policy tells where packs come from. */
export type Supply = Pick<Policy, 'updateUrl' | 'channel' | 'repositories'>;

/** One pack of one repository. */
export interface Source {
  /** Names the source where its pack is kept; never sent. */
  key: string;
  /** Where the metadata lies; ends with a slash. */
  url: string;
  /** The trusted root; null where there is none, and then nothing is taken. */
  root: string | null;
  channel: string;
  target: string;
}

/** The target of the rules that everything else adds to. */
export const basePack = 'base.pack';

/** What the build brings along. */
export interface Shipped {
  url: string;
  root: string | null;
}

/** The sources in the order in which they are loaded; the first is the base rules'. */
export function sourcesOf(policy: Supply, shipped: Shipped): Source[] {
  const url = policy.updateUrl ?? shipped.url;
  const all = (policy.repositories ?? []).flatMap((r) => ofRepository(r, shipped.root));
  const base = all.find((s) => s.target === basePack) ?? {
    key: 'base',
    url,
    root: shipped.root,
    channel: policy.channel ?? 'stable',
    target: basePack,
  };
  return [base, ...all.filter((s) => s.target !== basePack)];
}

function ofRepository(r: Repository, root: string | null): Source[] {
  const channel = r.channel ?? 'stable';
  return (r.packs ?? [basePack]).map((target) => ({
    key: `${r.url} ${channel} ${target}`,
    url: r.url,
    root: r.root ?? root,
    channel,
    target,
  }));
}
