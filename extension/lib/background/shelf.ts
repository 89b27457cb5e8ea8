/**
 * Where the last good pack lies between runs of the background: in storage.local,
 * under one key, so that pack and state are always of the same update.
 */
import { browser } from 'wxt/browser';

/** What updates left behind. Times are milliseconds since 1970. */
export interface Kept {
  /** The verified pack; null while the shipped one is the newest known. */
  pack: Uint8Array | null;
  /** The version of that pack. */
  version: string | null;
  /** The update machine's own memory. */
  state: string | null;
  since: number | null;
  checked: number | null;
  expires: number | null;
  error: string | null;
}

export const nothingKept: Kept = {
  pack: null,
  version: null,
  state: null,
  since: null,
  checked: null,
  expires: null,
  error: null,
};

export interface Shelf {
  read(): Promise<Kept>;
  write(kept: Kept): Promise<void>;
}

const key = 'packs';

export const localShelf: Shelf = {
  async read() {
    const kept = (await browser.storage.local.get(key))[key] as
      | (Omit<Kept, 'pack'> & { pack: string | null })
      | undefined;
    if (!kept) return nothingKept;
    try {
      return { ...nothingKept, ...kept, pack: kept.pack === null ? null : fromBase64(kept.pack) };
    } catch {
      return nothingKept;
    }
  },

  async write(kept) {
    const pack = kept.pack && toBase64(kept.pack);
    await browser.storage.local.set({ [key]: { ...kept, pack } });
  },
};

/** Longest piece handed to String.fromCharCode at once; more would overflow its stack. */
const piece = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += piece) {
    binary += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
