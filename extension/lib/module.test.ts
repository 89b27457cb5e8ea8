import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BedsideModule, compileModule, ModuleError, openModule } from './module';

const built = (name: string) => readFileSync(new URL(`../../build/${name}`, import.meta.url));
const pack = built('base.pack');
const risky = 'My patient, MRN 00482913, is back.';

let compiled: WebAssembly.Module;
let failing: WebAssembly.Module;
beforeAll(async () => {
  compiled = await compileModule(built('bedside.wasm'));
  failing = await compileModule(built('bedside-faults.wasm'));
});

async function loaded(from = compiled): Promise<BedsideModule> {
  const module = await openModule(from);
  module.load(pack);
  return module;
}

/** The error that a call throws. */
function refusal(call: () => unknown): ModuleError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ModuleError);
    return error as ModuleError;
  }
  throw new Error('nothing was thrown');
}

describe('the module', () => {
  it('says what it is and what it holds', async () => {
    const module = await openModule(compiled);
    expect(module.version()).toMatchObject({ abi: 1, packs: [] });
    expect(module.load(pack)).toMatchObject({ name: 'base' });
    expect(module.version().packs).toHaveLength(1);
  });

  it('reports on a draft in its own offsets', async () => {
    const module = await loaded();
    const text = `👩‍⚕️ café: ${risky}`;
    const report = module.analyze(text);
    expect(report.verdict).toBe('stop');
    const found = report.findings.find((f) => f.category === 'identifier.number')!;
    expect(text.slice(found.start, found.end)).toContain('00482913');
  });

  it('explains in the language asked for', async () => {
    const module = await loaded();
    const english = module.analyze(risky, { lang: 'en' });
    const french = module.analyze(risky, { lang: 'fr' });
    expect(french.findings[0]!.title).not.toBe(english.findings[0]!.title);
  });

  it('takes text that is not well-formed', async () => {
    const module = await loaded();
    expect(module.analyze('\ud800 MRN 00482913 patient').findings.length).toBeGreaterThan(0);
  });

  it('reads long drafts, though its memory grows', async () => {
    const module = await loaded();
    const text = `${'All well here. '.repeat(20_000)}${risky}`;
    const { findings } = module.analyze(text);
    expect(findings.some((f) => f.end > text.length - risky.length)).toBe(true);
  });

  it('refuses what is beyond it and stays in use', async () => {
    const module = await openModule(compiled);
    expect(refusal(() => module.analyze(risky)).code).toBe('empty');
    expect(refusal(() => module.load(new Uint8Array(100))).code).toBe('pack');
    module.load(pack);
    expect(refusal(() => module.analyze('a'.repeat(17 << 20))).code).toBe('input');
    expect(module.broken).toBe(false);
    expect(module.analyze(risky).verdict).toBe('stop');
  });

  for (const kind of ['panic', 'trap']) {
    it(`is broken after a ${kind}, and says so`, async () => {
      const module = await loaded(failing);
      const error = refusal(() => module.analyze(`bedside-fault:${kind}`));
      expect(error.code).toBe(kind);
      expect(error.fatal).toBe(true);
      expect(module.broken).toBe(true);
      expect(refusal(() => module.analyze('hello')).fatal).toBe(true);
    });
  }

  it('is not made of just any WebAssembly', async () => {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    await expect(openModule(empty)).rejects.toMatchObject({ code: 'abi' });
  });

  it('says so when it cannot be fetched', async () => {
    const response = new Response('', { status: 404 });
    await expect(openModule(response)).rejects.toMatchObject({ code: 'missing' });
  });
});
