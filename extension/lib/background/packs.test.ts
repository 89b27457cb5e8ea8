import { describe, expect, it } from 'vitest';
import { type Answer, type BedsideModule, ModuleError, type Step } from '../module';
import { Engine } from './engine';
import { older, Packs } from './packs';
import { type Kept, nothingKept } from './shelf';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (b: Uint8Array) => new TextDecoder().decode(b);

/**
 * A module in which a pack is "name version" as text, and whose update machine takes
 * its next pack at once.
 */
function fakeModule(offer: string | Error | null) {
  let version = '';
  const load = (pack: Uint8Array) => {
    if (!text(pack).startsWith('base ')) throw new ModuleError('pack', 'Not a pack.');
    version = text(pack).slice(5);
    return { name: 'base', version, rules: 1 };
  };
  const outcome = {
    target: 'base.pack',
    changed: true,
    length: 1,
    sha256: '',
    expires: '2027-01-01T00:00:00Z',
    version: { root: 1, timestamp: 1, snapshot: 1, targets: 1 },
  };
  return {
    broken: false,
    load,
    version: () => ({ version: '0', abi: 1, packs: [{ name: 'base', version, rules: 1 }] }),
    update(step: Step, body?: Uint8Array): Answer {
      if (step.op === 'restore') {
        load(body!);
        return { restored: outcome };
      }
      if (offer instanceof Error) throw offer;
      if (offer === null) return { done: { ...outcome, changed: false, state: 'same' } };
      if (step.op === 'open') return { need: { path: 'targets/x', max: 99, kind: 'target' } };
      load(body!);
      return { done: { ...outcome, state: 'next' } };
    },
  } as unknown as BedsideModule;
}

function setting({
  kept = {},
  offer = null,
  root = '{}' as string | null,
  full = false,
}: {
  kept?: Partial<Kept>;
  offer?: string | Error | null;
  root?: string | null;
  full?: boolean;
}) {
  let shelf: Kept = { ...nothingKept, ...kept };
  let shipments = 0;
  const packs = new Packs({
    shelf: {
      read: async () => shelf,
      write: async (next) => {
        if (full) throw new Error('The disk is full.');
        shelf = next;
      },
    },
    release: '0.1.0',
    shipped: async () => {
      shipments++;
      return bytes('base 1.9');
    },
    root: async () => root,
    url: async () => 'https://rules.example/tuf/',
    now: () => 1000,
  });
  const engine = new Engine({
    open: async () => fakeModule(offer),
    prepare: (module) => packs.prepare(module),
    health: () => {},
  });
  const version = async () => (await engine.module()).version().packs[0]!.version;
  const status = async () => packs.status(await engine.module());
  return { packs, engine, version, status, shelf: () => shelf, shipments: () => shipments };
}

/** Serves one file for the time of a test. */
async function withServer(body: string, run: () => Promise<void>) {
  const real = globalThis.fetch;
  globalThis.fetch = (async () => new Response(body)) as typeof fetch;
  try {
    await run();
  } finally {
    globalThis.fetch = real;
  }
}

describe('the packs of a fresh instance', () => {
  const cases: { name: string; kept: Partial<Kept>; version: string; from: string }[] = [
    { name: 'the shipped one when there is no other', kept: {}, version: '1.9', from: 'shipped' },
    {
      name: 'the kept one when it is newer',
      kept: { pack: bytes('base 1.10'), version: '1.10', state: 's', since: 5 },
      version: '1.10',
      from: 'update',
    },
    {
      name: 'the shipped one when the kept one is older',
      kept: { pack: bytes('base 1.8'), version: '1.8', state: 's', since: 5 },
      version: '1.9',
      from: 'shipped',
    },
    {
      name: 'the shipped one when the kept one is damaged',
      kept: { pack: bytes('torn'), version: '2', state: 's', since: 5 },
      version: '1.9',
      from: 'shipped',
    },
  ];
  for (const { name, kept, version, from } of cases) {
    it(`is ${name}`, async () => {
      const s = setting({ kept });
      expect(await s.version()).toBe(version);
      expect(await s.status()).toMatchObject({ version, from });
    });
  }

  it('is compared with the shipped one once for each release', async () => {
    const kept = { pack: bytes('base 2'), version: '2', state: 's', since: 5 };
    const first = setting({ kept });
    await first.version();
    expect(first.shipments()).toBe(1);
    const next = setting({ kept: first.shelf() });
    expect(await next.version()).toBe('2');
    expect(next.shipments()).toBe(0);
    const updated = setting({ kept: { ...first.shelf(), over: '0.0.9' } });
    await updated.version();
    expect(updated.shipments()).toBe(1);
  });

  it('is the shipped one when one known to be newer is damaged', async () => {
    const kept = { pack: bytes('torn'), version: '2', state: 's', over: '0.1.0' };
    expect(await setting({ kept }).version()).toBe('1.9');
  });

  it('forgets the state of a damaged pack, so that it is fetched again', async () => {
    const s = setting({ kept: { pack: bytes('torn'), version: '2', state: 's' } });
    await s.version();
    expect(s.shelf()).toMatchObject({ pack: null, state: null });
  });
});

describe('an update', () => {
  it('takes the new pack into use and keeps it', async () => {
    const s = setting({ offer: 'base 2' });
    await withServer('base 2', () => s.packs.refresh(s.engine));
    expect(await s.version()).toBe('2');
    expect(text(s.shelf().pack!)).toBe('base 2');
    expect(s.shelf()).toMatchObject({ version: '2', state: 'next', checked: 1000, since: 1000 });
    expect(await s.status()).toMatchObject({ from: 'update', error: null });
  });

  it('that brings nothing new leaves pack and age alone', async () => {
    const s = setting({ kept: { pack: bytes('base 3'), version: '3', state: 's', since: 5 } });
    await s.packs.refresh(s.engine);
    expect(s.shelf()).toMatchObject({ version: '3', since: 5, state: 'same', checked: 1000 });
  });

  it('that is refused changes nothing but the error shown', async () => {
    const refused = new ModuleError('signature', 'Too few signatures.');
    const s = setting({ offer: refused });
    const before = s.shelf();
    await s.packs.refresh(s.engine);
    expect(s.shelf()).toEqual({ ...before, error: 'Too few signatures.' });
    expect(await s.version()).toBe('1.9');
  });

  it('that is refused late keeps what was verified before', async () => {
    const s = setting({
      offer: new ModuleError('expired', 'Run out.', 'newer'),
      kept: { state: 's' },
    });
    await s.packs.refresh(s.engine);
    expect(s.shelf()).toMatchObject({ state: 'newer', error: 'Run out.' });
  });

  it('is not tried without a root of trust', async () => {
    const s = setting({ root: null, offer: 'base 2' });
    await s.packs.refresh(s.engine);
    expect(s.shelf().error).toContain('no trusted root');
    expect(await s.version()).toBe('1.9');
  });

  it('works on with a full disk', async () => {
    const s = setting({ offer: 'base 2', full: true });
    await withServer('base 2', () => s.packs.refresh(s.engine));
    expect(await s.version()).toBe('2');
  });

  it('clears the error of the last one', async () => {
    const s = setting({ kept: { error: 'The rule server could not be reached.' } });
    await s.packs.refresh(s.engine);
    expect((await s.status()).error).toBeNull();
  });
});

describe('older', () => {
  it('compares versions as people count', () => {
    expect(older('1.9', '1.10')).toBe(true);
    expect(older('1.10', '1.9')).toBe(false);
    expect(older('2', '2')).toBe(false);
    expect(older('2026.11.2', '2026.11.10')).toBe(true);
  });
});
