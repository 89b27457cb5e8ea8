/**
 * What the update server offers now and offered before, read as it is served. The
 * console shows it; it verifies nothing, which clients do for themselves.
 */

export interface Role {
  name: 'root' | 'timestamp' | 'snapshot' | 'targets' | string;
  version: number;
  /** Milliseconds since 1970. */
  expires: number;
  /** How many signatures of how many keys; null for delegated roles. */
  threshold: number | null;
  keys: number | null;
}

/** What is signed about a target for people and clients (server/release, Custom). */
export interface Custom {
  version?: string;
  rules?: number;
  percent?: number;
  minimum?: string;
  otherwise?: string;
  withdrawn?: string;
  off?: string[];
  why?: string;
  accepted?: string[];
}

export interface Target {
  name: string;
  channel: string;
  length: number;
  sha256: string;
  custom: Custom;
}

export interface Repository {
  roles: Role[];
  targets: Target[];
}

interface Signed {
  signed: {
    version: number;
    expires: string;
    meta?: Record<string, { version: number }>;
    roles?: Record<string, { threshold: number; keyids: string[] }>;
    targets?: Record<
      string,
      { length: number; hashes: { sha256: string }; custom?: { bedside?: Custom } }
    >;
    delegations?: { roles: { name: string; threshold: number; keyids: string[] }[] };
  };
}

export const at = (path: string) => new URL(path, document.baseURI).href;

export async function json<T>(path: string): Promise<T | null> {
  const answer = await fetch(at(path));
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  return answer.json();
}

/** Reads the current metadata; null when nothing is published yet. */
export async function readRepository(rootVersion: number): Promise<Repository | null> {
  const timestamp = await json<Signed>('tuf/timestamp.json');
  if (!timestamp) return null;
  const named = (index: Signed, file: string) =>
    json<Signed>(`tuf/${index.signed.meta?.[file]?.version ?? 0}.${file}`);
  const [root, snapshot] = await Promise.all([
    json<Signed>(`tuf/${rootVersion}.root.json`),
    named(timestamp, 'snapshot.json'),
  ]);
  if (!snapshot) throw new Error('The snapshot is missing.');
  const others = Object.keys(snapshot.signed.meta ?? {}).filter((f) => f !== 'targets.json');
  const [targets, ...delegated] = await Promise.all(
    ['targets.json', ...others].map((file) => named(snapshot, file)),
  );
  const role = (name: string, file: Signed | null | undefined): Role[] => {
    if (!file) return [];
    const held =
      root?.signed.roles?.[name] ?? targets?.signed.delegations?.roles.find((r) => r.name === name);
    const { version, expires } = file.signed;
    return [
      {
        name,
        version,
        expires: Date.parse(expires),
        threshold: held?.threshold ?? null,
        keys: held?.keyids.length ?? null,
      },
    ];
  };
  return {
    roles: [
      ...role('root', root),
      ...role('targets', targets),
      ...role('snapshot', snapshot),
      ...role('timestamp', timestamp),
      ...others.flatMap((file, i) => role(file.replace(/\.json$/, ''), delegated[i])),
    ],
    targets: [targets, ...delegated].flatMap((file) => (file ? targetsOf(file) : [])),
  };
}

function targetsOf(file: Signed): Target[] {
  return Object.entries(file.signed.targets ?? {}).map(([name, { length, hashes, custom }]) => ({
    name,
    channel: name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : 'stable',
    length,
    sha256: hashes.sha256,
    custom: custom?.bedside ?? {},
  }));
}

/** The targets of a version of the top-level role; null when it is not there. */
export async function targetsAt(version: number): Promise<Target[] | null> {
  const file = await json<Signed>(`tuf/${version}.targets.json`);
  return file && targetsOf(file);
}

export type Change = { kind: 'added' | 'removed' | 'changed' | 'terms'; name: string };

/** What one release changed. */
export function changes(before: Target[], after: Target[]): Change[] {
  const was = new Map(before.map((t) => [t.name, t]));
  const is = new Map(after.map((t) => [t.name, t]));
  const out: Change[] = [];
  for (const [name, target] of is) {
    const old = was.get(name);
    if (!old) out.push({ kind: 'added', name });
    else if (old.sha256 !== target.sha256) out.push({ kind: 'changed', name });
    else if (JSON.stringify(old.custom) !== JSON.stringify(target.custom))
      out.push({ kind: 'terms', name });
  }
  for (const name of was.keys()) if (!is.has(name)) out.push({ kind: 'removed', name });
  return out;
}
