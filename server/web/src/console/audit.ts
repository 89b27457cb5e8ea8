/** The server's audit log, read whole and checked link by link. */
import { at, json } from './repository';

export interface Entry {
  n: number;
  time: string;
  previous: string;
  event: 'published' | 'renewed' | 'withdrawn';
  versions?: { root: number; timestamp: number; snapshot: number; targets: number };
  timestamp?: string;
  of?: number;
}

export interface Audit {
  entries: Entry[];
  /** SHA-256 of the last entry, hexadecimal. */
  head: string;
  /** The number of the entry at which the chain breaks; null when it is whole. */
  broken: number | null;
}

const hex = (buffer: ArrayBuffer) =>
  [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, '0')).join('');

export async function readAudit(): Promise<Audit> {
  const end = await json<{ n: number; hash: string }>('audit/head.json');
  const audit: Audit = { entries: [], head: '', broken: null };
  const numbers = Array.from({ length: end?.n ?? 0 }, (_, i) => i + 1);
  const bodies = await Promise.all(
    numbers.map(async (n) => (await fetch(at(`audit/${n}.json`))).arrayBuffer()),
  );
  for (const [i, body] of bodies.entries()) {
    const entry: Entry = JSON.parse(new TextDecoder().decode(body));
    if (entry.previous !== audit.head || entry.n !== i + 1) audit.broken ??= i + 1;
    audit.entries.push(entry);
    audit.head = hex(await crypto.subtle.digest('SHA-256', body));
  }
  if (end && audit.head !== end.hash) audit.broken ??= end.n;
  return audit;
}
