/** The panel beside the draft: what was found, or what to expect. */
import { useId, useState } from 'preact/hooks';
import type { Finding, Report, Severity } from '../../../extension/lib/report';
import { gravity } from '../../../extension/lib/report';
import { VerdictIcon } from '../../../extension/ui/icons';
import { type Lang, messages } from '../../../extension/ui/messages';
import { Body, Chip, Quote } from '../../../extension/ui/parts';
import { words } from './messages';

interface ListProps {
  report: Report;
  text: string;
  lang: Lang;
  onEdit(finding: Finding, edit: number): void;
  onIgnore(finding: Finding): void;
  onShow(index: number): void;
}

export function Findings(props: ListProps) {
  const { report, text, lang } = props;
  // What the author opened or closed; until then the gravest finding is open.
  const [chosen, choose] = useState<{ key: string | null } | null>(null);
  const keys = keysOf(report.findings);
  const gravest = report.findings.reduce(
    (best, f, i, all) => (gravity(f.severity) > gravity(all[best]!.severity) ? i : best),
    0,
  );
  const kept = chosen && (chosen.key === null || keys.includes(chosen.key));
  const open = kept ? chosen.key : keys[gravest];

  if (text === '') return <Legend lang={lang} />;
  if (report.findings.length === 0) return <Quiet lang={lang} />;
  return (
    <ul class="findings">
      {report.findings.map((finding, i) => (
        <Entry
          {...props}
          key={keys[i]}
          finding={finding}
          index={i}
          open={open === keys[i]}
          onToggle={() => choose({ key: open === keys[i] ? null : keys[i]! })}
        />
      ))}
    </ul>
  );
}

function Entry({
  finding,
  index,
  open,
  report,
  text,
  lang,
  onToggle,
  onEdit,
  onIgnore,
  onShow,
}: ListProps & { finding: Finding; index: number; open: boolean; onToggle(): void }) {
  const id = useId();
  return (
    <li class={`finding bd-is-${finding.severity}`} data-severity={finding.severity}>
      <h3>
        <button
          type="button"
          class="finding-head"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
        >
          <Chip verdict={finding.severity} lang={lang} />
          <span class="finding-title">{finding.title}</span>
          <span class="chevron" aria-hidden="true" />
        </button>
      </h3>
      <div class="finding-body" id={id} hidden={!open}>
        {finding.factors.length < 2 && (
          <p class="finding-quote">
            <Quote finding={finding} text={text} />
          </p>
        )}
        <Body
          finding={finding}
          report={report}
          text={text}
          lang={lang}
          onEdit={(i) => onEdit(finding, i)}
        />
        <p class="finding-tools">
          <button type="button" class="link" onClick={() => onShow(index)}>
            {words[lang].explain}
          </button>
          <button type="button" class="link" onClick={() => onIgnore(finding)}>
            {messages[lang].ignore}
          </button>
        </p>
      </div>
    </li>
  );
}

function Legend({ lang }: { lang: Lang }) {
  const w = words[lang];
  const severities: Severity[] = ['stop', 'caution', 'nudge'];
  return (
    <div class="legend">
      <h3>{w.emptyTitle}</h3>
      <ul>
        {severities.map((s) => (
          <li key={s} class={`bd-is-${s}`}>
            <VerdictIcon verdict={s} size={20} />
            <p>
              <span class={`bd-quote bd-is-${s}`}>{messages[lang].verdict[s]}</span> {w.legend[s]}
            </p>
          </li>
        ))}
      </ul>
      <p class="hint">{w.hint}</p>
    </div>
  );
}

function Quiet({ lang }: { lang: Lang }) {
  const w = words[lang];
  return (
    <div class="quiet bd-is-clear">
      <span class="quiet-sign">
        <VerdictIcon verdict="clear" size={30} />
      </span>
      <h3>{w.clearTitle}</h3>
      <p>{w.clearText}</p>
    </div>
  );
}

/** Keys that stay with a finding while the text around it changes. */
function keysOf(findings: Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule }) => {
    const n = seen.get(rule) ?? 0;
    seen.set(rule, n + 1);
    return `${rule} ${n}`;
  });
}
