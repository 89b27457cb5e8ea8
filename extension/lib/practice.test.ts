/** What the welcome page lets practise on is what the module says it is. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import posts from '../entrypoints/welcome/posts.json';
import { type BedsideModule, openModule } from './module';
import { gravity } from './report';

const built = (name: string) => readFileSync(new URL(`../../build/${name}`, import.meta.url));

describe('the practice round', () => {
  let module: BedsideModule;
  beforeAll(async () => {
    module = await openModule(built('bedside.wasm'));
    module.load(built('base.pack'));
  });
  for (const [lang, round] of Object.entries(posts)) {
    it(`has five posts in ${lang}`, () => expect(round).toHaveLength(5));
    for (const { text, risky } of round) {
      it(`${risky ? 'minds' : 'lets pass'} "${text.slice(0, 40)}…"`, () => {
        const { verdict, lang: read } = module.analyze(text);
        expect(read).toBe(lang);
        if (risky) expect(gravity(verdict)).toBeGreaterThanOrEqual(gravity('caution'));
        else expect(verdict).toBe('clear');
      });
    }
  }
});
