/** The parts that cards, the gate and the playground's list are made of. */
import type { ComponentChildren } from 'preact';
import type { Anonymity, Cite, Edit, Factor, Finding, Report, Verdict } from '../lib/report';
import { LinkIcon, VerdictIcon } from './icons';
import { count, factorName, type Lang, messages } from './messages';
import { preview, quote } from './preview';

/** How grave, in a word, a shape and a colour. */
export function Chip({ verdict, lang }: { verdict: Verdict; lang: Lang }) {
  return (
    <span class={`bd-chip bd-is-${verdict}`}>
      <VerdictIcon verdict={verdict} />
      {messages[lang].verdict[verdict]}
    </span>
  );
}

/** The underlined words, underlined as they are in the draft. */
export function Quote({ finding, text }: { finding: Finding; text: string }) {
  return <q class={`bd-quote bd-is-${finding.severity}`}>{quote(text, finding)}</q>;
}

/** A clause, linked where the rules give an address on the web. */
export function Clause({ cite, lang }: { cite: Cite; lang: Lang }) {
  const name = (
    <>
      <span class="bd-cite-id">
        {cite.id}
        {cite.section && ` ${cite.section}`}
      </span>{' '}
      <span class="bd-cite-title">{cite.title}</span>
    </>
  );
  if (!cite.url.startsWith('https://')) return <span class="bd-cite">{name}</span>;
  return (
    <a class="bd-cite" href={cite.url} target="_blank" rel="noopener noreferrer">
      {name}&nbsp;
      <LinkIcon />
      <span class="bd-unseen"> {messages[lang].newTab}</span>
    </a>
  );
}

/** How many clauses, and how many edits, are shown before one asks for the others. */
const atOnce = 2;

/** The clauses a finding rests on. */
export function Clauses({ cites, lang }: { cites: Cite[]; lang: Lang }) {
  const m = messages[lang];
  if (cites.length === 0) return null;
  const item = (cite: Cite) => (
    <li key={`${cite.id} ${cite.section}`}>
      <Clause cite={cite} lang={lang} />
    </li>
  );
  // One left over would take as much room as the line that offers it.
  const first = cites.length === atOnce + 1 ? cites.length : atOnce;
  return (
    <div class="bd-cites">
      <ul aria-label={m.clause}>{cites.slice(0, first).map(item)}</ul>
      {cites.length > first && (
        <details class="bd-more">
          <summary>{m.moreClauses(cites.length - first)}</summary>
          <ul>{cites.slice(first).map(item)}</ul>
        </details>
      )}
    </div>
  );
}

/** The details that add up to a recognisable person. */
export function Factors({ factors, text, lang }: { factors: Factor[]; text: string; lang: Lang }) {
  if (factors.length === 0) return null;
  return (
    <ul class="bd-factors" aria-label={messages[lang].addsUp}>
      {factors.map((f) => (
        <li key={`${f.start}-${f.label}`}>
          <span class="bd-factor-name">{factorName(f.label, lang)}</span> {quote(text, f, 28)}
        </li>
      ))}
    </ul>
  );
}

/** Where k people stand between one person (0) and a crowd of 100,000 (1). */
export function reach(k: number): number {
  return Math.min(1, Math.max(0, Math.log10(Math.max(1, k)) / 5));
}

/** How many people fit the story, as a sentence. */
export function sentenceOf({ k, where, text }: Anonymity, lang: Lang): string {
  return text ?? messages[lang].fit(Math.round(k), count(k, lang), where);
}

/** How many people fit the story, as a sentence and on a scale. */
export function Meter({ anonymity, lang }: { anonymity: Anonymity; lang: Lang }) {
  const m = messages[lang];
  const { k, low, high, among, assumes } = anonymity;
  const range = m.fitRange(count(low, lang), count(high, lang), count(among, lang));
  const at = (n: number) => `${(reach(n) * 100).toFixed(1)}%`;
  return (
    <div class="bd-meter" data-bedside="anonymity">
      <p class="bd-meter-says">{sentenceOf(anonymity, lang)}</p>
      <div class="bd-scale" aria-hidden="true">
        <span
          class="bd-scale-range"
          style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }}
        />
        <span class="bd-scale-mark" style={{ left: at(k) }} />
      </div>
      <p class="bd-scale-ends" aria-hidden="true">
        <span>{m.few}</span>
        <span>{m.many}</span>
      </p>
      {assumes.length > 0 && (
        <details class="bd-more">
          <summary>{m.assumes}</summary>
          <p>{range}.</p>
          <ul class="bd-assumed">
            {assumes.map((a) => (
              <li key={a}>{a}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What an edit does to the number of people who fit, in words; null when it does not count. */
function widens({ effect }: Edit, lang: Lang): string | null {
  const [, before, after] = /^k: (\d+) -> (\d+)$/.exec(effect ?? '') ?? [];
  if (!after || Number(after) <= Number(before)) return null;
  return messages[lang].widens(count(Number(after), lang));
}

/** An edit as a button that shows what goes and what comes. */
export function EditButton({
  edit,
  text,
  lang,
  label = edit.label,
  hook,
  onClick,
}: {
  edit: Edit;
  text: string;
  lang: Lang;
  label?: string;
  hook: string;
  onClick(): void;
}) {
  const pieces = preview(text, edit);
  const widened = widens(edit, lang);
  return (
    <button type="button" class="bd-edit" data-bedside={hook} onClick={onClick}>
      <span class="bd-edit-label">
        {label}
        {widened && <span class="bd-effect"> – {widened}</span>}
      </span>
      <span class="bd-edit-preview">
        {pieces.map((p, i) => {
          const key = `${i}${p.kind}`;
          if (p.kind === 'gone') return <del key={key}>{p.text}</del>;
          if (p.kind === 'new') return <ins key={key}>{p.text}</ins>;
          return <span key={key}>{p.text}</span>;
        })}
        {!pieces.some((p) => p.kind === 'new') && (
          <span class="bd-unseen"> {messages[lang].removed}</span>
        )}
      </span>
    </button>
  );
}

/** Whether a finding may let somebody be recognised, rather than do harm in another way. */
export function identifies(finding: Finding): boolean {
  return countsPeople(finding) || /^(identifier\.|patient-media$)/.test(finding.category);
}

/** Whether a finding is about who could be recognised, so that the count belongs to it. */
export function countsPeople(finding: Finding): boolean {
  return finding.category === 'reidentification' || finding.category === 'patient-mention';
}

export interface BodyProps {
  finding: Finding;
  report: Report;
  /** The draft that the report is about. */
  text: string;
  lang: Lang;
  onEdit(i: number): void;
  /** Stands between the edits and the clauses. */
  children?: ComponentChildren;
}

/** Why, the details, the count, the edits and the clause of one finding. */
export function Body({ finding, report, text, lang, onEdit, children }: BodyProps) {
  const m = messages[lang];
  const button = (edit: Edit, i: number) => (
    <EditButton
      key={`${edit.label} ${edit.changes[0]?.start}`}
      edit={edit}
      text={text}
      lang={lang}
      hook={`edit-${i}`}
      onClick={() => onEdit(i)}
    />
  );
  return (
    <>
      <p class="bd-why">{finding.why}</p>
      <Factors factors={finding.factors} text={text} lang={lang} />
      {report.anonymity && countsPeople(finding) && (
        <Meter anonymity={report.anonymity} lang={lang} />
      )}
      {finding.edits.length > 0 && (
        <fieldset class="bd-edits">
          <legend>{finding.edits.length === 1 ? m.suggestion : m.suggestions}</legend>
          {finding.edits.slice(0, atOnce).map(button)}
          {finding.edits.length > atOnce && (
            <details class="bd-more" data-bedside="more-edits">
              <summary>{m.moreEdits(finding.edits.length - atOnce)}</summary>
              {finding.edits.slice(atOnce).map((edit, i) => button(edit, atOnce + i))}
            </details>
          )}
        </fieldset>
      )}
      {children}
      <Clauses cites={finding.cites} lang={lang} />
    </>
  );
}
