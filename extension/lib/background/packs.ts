/**
 * Sees to it that every instance of the module has the newest packs there are: the
 * base rules, shipped or from the last update, and what organisations add to them. A
 * failed update changes nothing but the error that the popup shows.
 */
import type { BedsideModule, Done, PackInfo } from '../module';
import type { PackStatus, RollOut } from '../protocol';
import { recall, refresh, restore, UpdateError, type UpdateSource } from '../update';
import type { Engine } from './engine';
import { type Kept, nothingKept, type Shelf } from './shelf';
import type { Source } from './sources';

export interface PacksParts {
  shelf: Shelf;
  /** The version of the extension. */
  release: string;
  /** The pack that came with the extension. */
  shipped(): Promise<Uint8Array>;
  /** Where packs come from, as policy has it; the first is the base rules'. */
  sources(): Promise<Source[]>;
  now?(): number;
}

export class Packs {
  #parts: PacksParts;
  #kept = new Map<string, Kept>();
  #random: Promise<string> | null = null;
  #running: Promise<void> | null = null;
  #from: PackStatus['from'] = 'shipped';

  constructor(parts: PacksParts) {
    this.#parts = parts;
  }

  /** Loads the best packs into a fresh instance. */
  async prepare(module: BedsideModule): Promise<void> {
    const [base, ...added] = await this.#parts.sources();
    await this.#prepareBase(module, base!);
    for (const source of added) await this.#prepareAdded(module, source);
  }

  async #prepareBase(module: BedsideModule, source: Source): Promise<void> {
    const kept = await this.#read(source);
    const update = await this.#update(source);
    if (!kept.pack || !kept.version || !update) return this.#ship(module, update);
    // Loading takes a while, so the shipped pack is looked at once for each release.
    const known = kept.over === this.#parts.release;
    if (!known) {
      await this.#ship(module, update);
      if (older(kept.version, module.version().packs[0]?.version ?? '')) return;
    }
    try {
      restore(module, update, kept.pack);
      this.#from = 'update';
      if (!known) await this.#write(source, { ...kept, over: this.#parts.release });
    } catch {
      if (module.broken) throw new Error('The module failed on the pack kept from an update.');
      // A pack that does not match its state is worth nothing, nor is that state.
      await this.#write(source, { ...nothingKept, error: kept.error });
      if (known) await this.#ship(module, null);
    }
  }

  /** What adds to the base waits for another update when it does not fit any more. */
  async #prepareAdded(module: BedsideModule, source: Source): Promise<void> {
    const kept = await this.#read(source);
    const update = await this.#update(source);
    if (!update) return;
    try {
      if (kept.pack) restore(module, update, kept.pack);
      else if (kept.state) recall(module, update);
    } catch (error) {
      if (module.broken) throw new Error('The module failed on a pack kept from an update.');
      const fits = !(error instanceof Error && 'code' in error && error.code === 'pack');
      await this.#write(source, { ...(fits ? nothingKept : kept), error: sentence(error) });
    }
  }

  /** Loads the shipped pack. What a publisher has switched off stays off in it. */
  async #ship(module: BedsideModule, update: UpdateSource | null): Promise<void> {
    module.load(await this.#parts.shipped());
    this.#from = 'shipped';
    try {
      if (update?.state) recall(module, update);
    } catch (error) {
      if (module.broken) throw error; // else the next update says what is wrong
    }
  }

  /** Asks the servers for newer packs. Never throws: what went wrong is in the status. */
  refresh(engine: Engine): Promise<void> {
    this.#running ??= this.#refreshAll(engine).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** How the packs of an instance stand. */
  async status(module: BedsideModule): Promise<PackStatus> {
    const sources = await this.#parts.sources();
    const all = await Promise.all(sources.map((s) => this.#read(s)));
    const { since, before, checked, expires, rollOut } = all[0]!;
    const packs = module.version().packs;
    const pack = packs[0] ?? { name: 'base', version: '', rules: 0 };
    return {
      ...pack,
      from: this.#from,
      checked,
      since: this.#from === 'update' ? since : null,
      before: this.#from === 'update' ? before : null,
      expires,
      error: troubles(sources, all),
      rollOut,
      channel: sources[0]!.channel,
      added: packs.slice(1),
    };
  }

  async #refreshAll(engine: Engine): Promise<void> {
    const sources = await this.#parts.sources();
    let anew = false;
    for (const source of sources) {
      const changed = await this.#refresh(engine, source);
      // Packs that add to others are loaded after them, and one that was taken back
      // leaves only with the instance.
      if (changed === 'gone' || (changed === 'new' && sources.length > 1)) anew = true;
    }
    if (anew) engine.renew();
  }

  /** Updates one source: whether it brought a new pack, took one back, or neither. */
  async #refresh(engine: Engine, source: Source): Promise<'new' | 'gone' | 'same'> {
    const now = (this.#parts.now ?? Date.now)();
    let kept = await this.#read(source);
    let outcome: 'new' | 'gone' | 'same' = 'same';
    try {
      const module = await engine.module();
      kept = await this.#read(source);
      const update = await this.#update(source);
      const before = module.version().packs[0] ?? null;
      if (!update) {
        throw new UpdateError('root', 'This build has no trusted root, so it keeps its own rules.');
      }
      const { done, pack } = await refresh(module, { ...update, now: new Date(now) });
      const expires = Date.parse(done.expires);
      kept = { ...kept, state: done.state, checked: now, error: null };
      kept.expires = Number.isNaN(expires) ? null : expires;
      kept.rollOut = rollOutOf(done);
      if (pack) {
        if (source.key === (await this.#parts.sources())[0]?.key) this.#from = 'update';
        const over = null;
        kept = { ...kept, pack, version: version(module, done.target), over, since: now, before };
        outcome = 'new';
      } else if (done.sha256 === '' && kept.pack) {
        kept = { ...kept, pack: null, version: null, over: null, since: null, before: null };
        outcome = 'gone';
      }
    } catch (error) {
      kept = { ...kept, error: sentence(error) };
      if (error instanceof UpdateError && error.state) kept.state = error.state;
    }
    await this.#write(source, kept);
    return outcome;
  }

  /** The source as the update machine wants it; null where nothing is trusted. */
  async #update(source: Source): Promise<UpdateSource | null> {
    const { url, root, channel, target, key } = source;
    if (root === null) return null;
    this.#random ??= this.#parts.shelf.random();
    const [kept, random] = await Promise.all([this.#read(source), this.#random]);
    return { url, root, channel, target, random, repository: key, state: kept.state };
  }

  async #read(source: Source): Promise<Kept> {
    let kept = this.#kept.get(source.key);
    if (!kept) {
      kept = await this.#parts.shelf.read(source.key);
      this.#kept.set(source.key, kept);
    }
    return kept;
  }

  /** A full disk must not cost the pack in memory, so a failed write is let pass. */
  async #write(source: Source, kept: Kept): Promise<void> {
    this.#kept.set(source.key, kept);
    await this.#parts.shelf.write(source.key, kept).catch(() => {});
  }
}

/** What went wrong last, with the server where that is not the base rules'; null: nothing. */
function troubles(sources: Source[], all: Kept[]): string | null {
  const said = all.flatMap(({ error }, i) => {
    if (error === null) return [];
    return i === 0 ? error : `${new URL(sources[i]!.url).host}, ${sources[i]!.target}: ${error}`;
  });
  return said.length > 0 ? said.join(' ') : null;
}

function rollOutOf({ none, reason, percent, waits, off }: Done): RollOut {
  return {
    none: none ?? null,
    reason: reason ?? null,
    percent: percent ?? null,
    waits: waits ?? false,
    off: off?.length ?? 0,
  };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The version of the pack that a target holds. */
function version(module: BedsideModule, target: string): string | null {
  const named = (p: PackInfo) => `${p.name}.pack` === target;
  return module.version().packs.find(named)?.version ?? null;
}

/** True when version a comes before b: "1.9" before "1.10". What follows a + is no order. */
export function older(a: string, b: string): boolean {
  const [x = '', y = ''] = [a, b].map((version) => version.split('+', 1)[0]);
  return x.localeCompare(y, 'en', { numeric: true }) < 0;
}
