/**
 * Starts the module with rules that came through the verified update path, then shuts
 * the page's network. Drafts go into the module and nowhere else.
 */
import { Engine } from '../../../extension/lib/background/engine';
import { compileModule, type Done, openModule, type PackInfo } from '../../../extension/lib/module';
import type { Options, Report } from '../../../extension/lib/report';
import { refresh } from '../../../extension/lib/update';

export interface Sample {
  id: string;
  lang: string;
  title: string;
  text: string;
}

export interface Reading {
  report: Report;
  /** How long the module took, milliseconds. */
  took: number;
}

export interface Reader {
  read(text: string, options: Options): Promise<Reading>;
  pack: PackInfo;
  done: Done;
  /** When the signature was checked, milliseconds since 1970. */
  checked: number;
}

const warmUp = 'Saw a 34F hockey coach in our ED last night. MRN 00000000, ask me for the CT.';

const at = (path: string) => new URL(path, document.baseURI).href;

/** The sample posts; none where they cannot be had, which stops nobody from typing. */
export async function samples(): Promise<Sample[]> {
  try {
    return await (await fetch(at('samples.json'))).json();
  } catch {
    return [];
  }
}

/** Fetches module, root key and rules, and verifies the rules inside the module. */
export async function open(): Promise<Reader> {
  const [compiled, root] = await Promise.all([
    compileModule(fetch(at('bedside.wasm'))),
    rootOf(at('tuf/1.root.json')),
  ]);
  const first = await openModule(compiled);
  const { done, pack } = await refresh(first, { url: at('tuf/'), root, state: null });
  const info = first.version().packs[0];
  if (!info || !pack) throw new Error('The rule server offers no rules.');
  // Browsers compile code when it first runs; better here than on the first key.
  first.analyze(warmUp);
  let fresh: typeof first | null = first;
  const engine = new Engine({
    async open() {
      const module = fresh ?? (await openModule(compiled));
      fresh = null;
      return module;
    },
    async prepare(module) {
      if (module !== first) module.load(pack);
    },
    health() {},
  });
  return {
    read: (text, options) =>
      engine.run((module) => {
        const begin = performance.now();
        const report = module.analyze(text, options);
        return { report, took: performance.now() - begin };
      }),
    pack: info,
    done,
    checked: Date.now(),
  };
}

async function rootOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The root key could not be read (HTTP ${response.status}).`);
  return response.text();
}

/**
 * Takes the page's network away for good: browsers enforce a policy that a script adds,
 * and no script can remove one.
 */
export function shut(): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content =
    "connect-src 'none'; img-src 'none'; media-src 'none'; font-src 'none'; frame-src 'none'; worker-src 'none'; form-action 'none'";
  document.head.append(meta);
}

/** Tries to make a request; true when the browser refused it because of the policy. */
export async function knock(): Promise<boolean> {
  let refused = false;
  const hear = (event: SecurityPolicyViolationEvent) => {
    if (event.effectiveDirective === 'connect-src') refused = true;
  };
  document.addEventListener('securitypolicyviolation', hear);
  await fetch(at('healthz'), { cache: 'no-store' }).catch(() => {});
  // The violation is told in a task of its own.
  await new Promise((resolve) => setTimeout(resolve, 50));
  document.removeEventListener('securitypolicyviolation', hear);
  return refused;
}
