/**
 * Where the last good pack lies between runs of the background: in IndexedDB, which
 * takes bytes as they are, in one record for each source, so that pack and state are
 * always of the same update.
 */

import type { RollOut } from '../protocol';

/** What updates left behind. Times are milliseconds since 1970. */
export interface Kept {
  /** The verified pack; null while the shipped one is the newest known. */
  pack: Uint8Array | null;
  /** The version of that pack. */
  version: string | null;
  /** The release of the extension whose shipped pack is known to be no newer; null: unknown. */
  over: string | null;
  /** The update machine's own memory. */
  state: string | null;
  since: number | null;
  /** What that pack took the place of. */
  before: { version: string; rules: number } | null;
  checked: number | null;
  expires: number | null;
  error: string | null;
  /** What the publisher says of who takes the newest pack, and of what is in it. */
  rollOut: RollOut;
}

export const nothingKept: Kept = {
  pack: null,
  version: null,
  over: null,
  state: null,
  since: null,
  before: null,
  checked: null,
  expires: null,
  error: null,
  rollOut: { none: null, reason: null, percent: null, waits: false, off: 0 },
};

/** Holds one record for each source of packs, by the source's key. */
export interface Shelf {
  read(key: string): Promise<Kept>;
  write(key: string, kept: Kept): Promise<void>;
  /** A number of this browser's own, drawn once: 128 random bits in hexadecimal. */
  random(): Promise<string>;
}

const database = 'bedside';
const store = 'packs';
/** Where the random number is; no source has this key. */
const client = 'client';

/** Reads as empty where the browser refuses to keep anything. */
export const diskShelf: Shelf = {
  async read(key) {
    try {
      const kept = await transact<Kept | undefined>('readonly', (s) => s.get(key));
      const rollOut = { ...nothingKept.rollOut, ...kept?.rollOut };
      return { ...nothingKept, ...kept, rollOut };
    } catch {
      return nothingKept;
    }
  },

  async write(key, kept) {
    await transact('readwrite', (s) => s.put(kept, key));
  },

  async random() {
    const drawn = draw();
    try {
      const kept = await transact<unknown>('readonly', (s) => s.get(client));
      if (typeof kept === 'string') return kept;
      await transact('readwrite', (s) => s.put(drawn, client));
    } catch {
      // It counts until the background ends.
    }
    return drawn;
  },
};

function draw(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** Does one thing in a transaction of its own; resolves when it is on the disk. */
async function transact<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
