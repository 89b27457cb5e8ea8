import { describe, expect, it } from 'vitest';
import { sourcesOf } from './sources';

const shipped = { url: 'https://association.example/tuf/', root: 'shipped root' };
const hospital = { url: 'https://hospital.example/tuf/', root: 'hospital root' };

describe('the sources of packs', () => {
  it('are the shipped repository alone without a policy', () => {
    expect(sourcesOf({}, shipped)).toEqual([
      { key: 'base', ...shipped, channel: 'stable', target: 'base.pack' },
    ]);
  });

  it('follow an update URL and a channel, with the shipped root', () => {
    const policy = { updateUrl: 'https://mirror.example/tuf/', channel: 'beta' };
    expect(sourcesOf(policy, shipped)).toEqual([
      {
        key: 'base',
        url: policy.updateUrl,
        root: 'shipped root',
        channel: 'beta',
        target: 'base.pack',
      },
    ]);
  });

  it('keep the association’s base beside a hospital that adds to it', () => {
    const sources = sourcesOf(
      { repositories: [{ ...hospital, packs: ['tidewater.pack'] }] },
      shipped,
    );
    expect(sources.map((s) => [s.url, s.root, s.target])).toEqual([
      [shipped.url, shipped.root, 'base.pack'],
      [hospital.url, hospital.root, 'tidewater.pack'],
    ]);
  });

  it('take the base of a repository that offers one, and load it first', () => {
    const sources = sourcesOf(
      {
        repositories: [
          { ...hospital, packs: ['tidewater.pack'] },
          { url: shipped.url, channel: 'org/college', packs: ['college.pack', 'base.pack'] },
        ],
      },
      shipped,
    );
    expect(sources.map((s) => [s.target, s.channel, s.root])).toEqual([
      ['base.pack', 'org/college', 'shipped root'],
      ['tidewater.pack', 'stable', 'hospital root'],
      ['college.pack', 'org/college', 'shipped root'],
    ]);
  });

  it('each have a key of their own', () => {
    const one = { url: shipped.url, packs: ['a.pack', 'b.pack'] };
    const keys = sourcesOf(
      { repositories: [one, { ...one, channel: 'beta' }, { ...one, url: hospital.url }] },
      shipped,
    ).map((s) => s.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
