/**
 * Sees to it that every instance of the module has the newest pack there is: the one
 * shipped, or the last one an update brought. A failed update changes nothing but
 * the error that the popup shows.
 */
import type { BedsideModule } from '../module';
import type { PackStatus } from '../protocol';
import { refresh, restore, UpdateError, type UpdateSource } from '../update';
import type { Engine } from './engine';
import { type Kept, nothingKept, type Shelf } from './shelf';

export interface PacksParts {
  shelf: Shelf;
  /** The version of the extension. */
  release: string;
  /** The pack that came with the extension. */
  shipped(): Promise<Uint8Array>;
  /** The trusted root that came with the extension; null where a build has none. */
  root(): Promise<string | null>;
  /** The address of the update server, as policy has it. */
  url(): Promise<string>;
  now?(): number;
}

export class Packs {
  #parts: PacksParts;
  #kept: Kept | null = null;
  #running: Promise<void> | null = null;
  #from: PackStatus['from'] = 'shipped';

  constructor(parts: PacksParts) {
    this.#parts = parts;
  }

  /** Loads the best pack into a fresh instance. */
  async prepare(module: BedsideModule): Promise<void> {
    const [kept, source] = await Promise.all([this.#read(), this.#source()]);
    if (!kept.pack || !kept.version || !source) return this.#ship(module);
    // Loading takes a while, so the shipped pack is looked at once for each release.
    const known = kept.over === this.#parts.release;
    if (!known) {
      await this.#ship(module);
      if (older(kept.version, module.version().packs[0]?.version ?? '')) return;
    }
    try {
      restore(module, source, kept.pack);
      this.#from = 'update';
      if (!known) await this.#write({ ...kept, over: this.#parts.release });
    } catch {
      if (module.broken) throw new Error('The module failed on the pack kept from an update.');
      // A pack that does not match its state is worth nothing, nor is that state.
      await this.#write({ ...nothingKept, error: kept.error });
      if (known) await this.#ship(module);
    }
  }

  async #ship(module: BedsideModule): Promise<void> {
    module.load(await this.#parts.shipped());
    this.#from = 'shipped';
  }

  /** Asks the server for a newer pack. Never throws: what went wrong is in the status. */
  refresh(engine: Engine): Promise<void> {
    this.#running ??= this.#refresh(engine).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** How the packs of an instance stand. */
  async status(module: BedsideModule): Promise<PackStatus> {
    const kept = await this.#read();
    const pack = module.version().packs[0] ?? { name: 'base', version: '', rules: 0 };
    const { checked, expires, error } = kept;
    const since = this.#from === 'update' ? kept.since : null;
    const before = this.#from === 'update' ? kept.before : null;
    return { ...pack, from: this.#from, checked, since, expires, before, error };
  }

  async #refresh(engine: Engine): Promise<void> {
    const now = (this.#parts.now ?? Date.now)();
    let kept = await this.#read();
    try {
      const module = await engine.module();
      kept = await this.#read();
      const source = await this.#source();
      const before = module.version().packs[0];
      if (!source) {
        throw new UpdateError('root', 'This build has no trusted root, so it keeps its own rules.');
      }
      const { done, pack } = await refresh(module, { ...source, now: new Date(now) });
      const expires = Date.parse(done.expires);
      kept = { ...kept, state: done.state, checked: now, error: null };
      kept.expires = Number.isNaN(expires) ? null : expires;
      if (pack) {
        this.#from = 'update';
        kept.before = before ?? null;
        const version = module.version().packs.find((p) => `${p.name}.pack` === done.target);
        kept = { ...kept, pack, version: version?.version ?? null, over: null, since: now };
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      kept = { ...kept, error: message };
      if (error instanceof UpdateError && error.state) kept.state = error.state;
    }
    await this.#write(kept);
  }

  async #source(): Promise<UpdateSource | null> {
    const [url, root, kept] = await Promise.all([
      this.#parts.url(),
      this.#parts.root(),
      this.#read(),
    ]);
    return root === null ? null : { url, root, state: kept.state };
  }

  async #read(): Promise<Kept> {
    this.#kept ??= await this.#parts.shelf.read();
    return this.#kept;
  }

  /** A full disk must not cost the pack in memory, so a failed write is let pass. */
  async #write(kept: Kept): Promise<void> {
    this.#kept = kept;
    await this.#parts.shelf.write(kept).catch(() => {});
  }
}

/** True when version a comes before b: "1.9" before "1.10". */
export function older(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) < 0;
}
