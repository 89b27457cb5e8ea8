/** A rule under change, and what it does on posts, which stay in this page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { compileModule, openModule } from '../../../../extension/lib/module';
import { refresh, UpdateError } from '../../../../extension/lib/update';
import type { Lang } from '../../../../extension/ui/messages';
import { Head } from './head';
import { at, json } from './repository';
import type { Rule } from './rules';
import { words } from './words';

interface Outcome {
  text: string;
  /** Whether the rule must flag the post; null when nobody says. */
  must: boolean | null;
  found: boolean;
  others: string[];
}

/** The rule as an overlay, under an id of its own in the place of the built-in one. */
function overlayOf(rule: Rule): string {
  const silence = `silence:\n  - {rule: ${rule.id}, reason: "replaced by ours.${rule.id}"}\n`;
  const lines = rule.yaml.replace(/(^\s*- id: *)(\S+)/, '$1ours.$2').split('\n');
  return `pack: ours\nversion: "1"\nextends: base\n${silence}rules:\n${lines.join('\n')}`;
}

/** The id of the first rule in an overlay. */
const idIn = (yaml: string) => yaml.match(/^\s*- id: *["']?([\w.-]+)/m)?.[1] ?? '';

async function compile(yaml: string): Promise<Uint8Array> {
  const answer = await fetch(at('workbench/compile'), {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body: yaml,
  });
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  const { error } = await answer.json();
  throw new Error(error.message);
}

/** The rules that a rule under change adds to. */
interface Base {
  pack: Uint8Array;
  /** Why these are the ones built into the server; '' when none are published, null: they are. */
  instead: string | null;
}

let module: Promise<WebAssembly.Module> | null = null;
let rules: Promise<Base> | null = null;

/** The published base rules, verified as everybody does, else those built into the server. */
async function baseRules(compiled: WebAssembly.Module): Promise<Base> {
  let instead = '';
  const root = await fetch(at('tuf/1.root.json'));
  try {
    if (root.ok) {
      const from = { url: at('tuf/'), root: await root.text(), state: null };
      const { pack } = await refresh(await openModule(compiled), from);
      if (pack) return { pack, instead: null };
    }
  } catch (error) {
    if (!(error instanceof UpdateError)) throw error;
    if (error.code !== 'target') instead = error.message;
  }
  const built = await fetch(at('workbench/base.pack'));
  if (!built.ok) throw new Error((await built.json()).error.message);
  return { pack: new Uint8Array(await built.arrayBuffer()), instead };
}

interface Trial {
  outcomes: Outcome[];
  /** The version of the base rules. */
  version: string;
  instead: string | null;
}

async function tryOut(yaml: string, posts: [string, boolean | null][]): Promise<Trial> {
  const overlay = await compile(yaml);
  module ??= compileModule(fetch(at('bedside.wasm')));
  const compiled = await module.catch((error) => {
    module = null;
    throw error;
  });
  rules ??= baseRules(compiled);
  const { pack, instead } = await rules.catch((error) => {
    rules = null;
    throw error;
  });
  const instance = await openModule(compiled);
  const { version } = instance.load(pack);
  instance.load(overlay);
  const id = idIn(yaml);
  const outcomes = posts.map(([text, must]) => {
    const ids = instance.analyze(text).findings.map((f) => f.rule);
    const others = [...new Set(ids)].filter((r) => r !== id);
    return { text, must, found: ids.includes(id), others };
  });
  return { outcomes, version, instead };
}

export function Workbench({ rule, lang }: { rule: Rule; lang: Lang }) {
  const w = words[lang];
  const heading = useRef<HTMLHeadingElement>(null);
  const [yaml, setYaml] = useState(() => overlayOf(rule));
  const [own, setOwn] = useState('');
  const [trial, setTrial] = useState<Trial | null>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    heading.current?.focus();
    json<{ text: string }[]>('samples.json').then(
      (list) => setOwn((list ?? []).map(({ text }) => text.replace(/\s+/g, ' ')).join('\n')),
      () => {}, // one can write posts without them
    );
  }, []);

  const run = async () => {
    setBusy(true);
    setProblem('');
    const posts: [string, boolean | null][] = [
      ...rule.flags.map((text): [string, boolean] => [text, true]),
      ...rule.passes.map((text): [string, boolean] => [text, false]),
      ...own
        .split('\n')
        .filter((line) => line.trim())
        .map((text): [string, null] => [text, null]),
    ];
    try {
      setTrial(await tryOut(yaml, posts));
    } catch (error) {
      setTrial(null);
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([yaml], { type: 'application/yaml' }));
    link.download = 'ours.yaml';
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <section class="workbench" aria-labelledby="workbench">
      <h2 id="workbench" tabIndex={-1} ref={heading}>
        {w.workbench} <code>{rule.id}</code>
      </h2>
      <p class="soft">{w.workbenchText}</p>
      <label class="field">
        {w.yaml}
        <textarea
          rows={16}
          spellcheck={false}
          value={yaml}
          onInput={(e) => setYaml(e.currentTarget.value)}
        />
      </label>
      <label class="field">
        {w.posts}
        <textarea rows={3} value={own} onInput={(e) => setOwn(e.currentTarget.value)} />
      </label>
      <p class="actions">
        <button type="button" class="button main" disabled={busy} onClick={run}>
          {busy ? w.running : w.run}
        </button>{' '}
        <button type="button" class="button" onClick={save}>
          {w.save}
        </button>
      </p>
      {problem && (
        <pre role="alert" class="problem">
          {problem}
        </pre>
      )}
      {trial && (
        <>
          <p class="soft" data-bedside="base">
            {trial.instead === null
              ? w.onPublished(trial.version)
              : w.onBuiltIn(trial.version, trial.instead)}
          </p>
          <Outcomes list={trial.outcomes} lang={lang} />
        </>
      )}
    </section>
  );
}

function Outcomes({ list, lang }: { list: Outcome[]; lang: Lang }) {
  const w = words[lang];
  return (
    <table>
      <Head columns={[w.post, w.expected, w.found, w.others]} />
      <tbody>
        {list.map(({ text, must, found, others }) => {
          const right = must === null || must === found;
          return (
            <tr key={text}>
              <td>{text}</td>
              <td>{must === null ? '–' : must ? w.should : w.shouldNot}</td>
              <td>
                <span class={`tag ${must === null ? '' : right ? 'fine' : 'urgent'}`}>
                  {found ? w.yes : w.no}
                </span>
                {must !== null && <span class="soft"> {right ? w.asExpected : w.notExpected}</span>}
              </td>
              <td>{others.join(', ') || '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
