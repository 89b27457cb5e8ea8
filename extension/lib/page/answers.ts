/** What the author can answer to a finding, and what comes of each answer. */
import type { Answers } from '../../ui/card';
import { countsPeople } from '../../ui/parts';
import type { Finding } from '../report';
import type { Session, Stance } from './session';

/** Longer stretches are no words that could come again; UTF-16 code units. */
const longest = 30;

/** Of a session's finding. */
export function answersTo(session: Session, finding: Finding): Answers {
  const { settings } = session;
  const name = finding.category === 'identifier.name';
  const words = session.text.slice(finding.start, finding.end).trim();
  return {
    word: settings?.hushing && (name || isWord(finding, words)) ? words : undefined,
    site: settings?.hushing ? settings.site : undefined,
    stances: stancesOn(finding),
    onHush(what) {
      if (what === 'rule') session.decide({ keep: 'rule', rule: finding.rule });
      else if (name) session.decide({ keep: 'name', name: words });
      else session.decide({ keep: 'word', word: words });
    },
    onSay(stance) {
      if (name) session.sayName(words);
      else session.say(stance);
    },
  };
}

/** Numbers, addresses and stories are never kept, for a patient's may be among them. */
function isWord(finding: Finding, words: string): boolean {
  return (
    !finding.category.startsWith('identifier.') &&
    finding.factors.length < 2 &&
    words.length <= longest &&
    !/\d|\n/.test(words)
  );
}

function stancesOn(finding: Finding): Stance[] {
  if (finding.category === 'identifier.name') return ['notPatient'];
  if (countsPeople(finding) || finding.category === 'patient-media') {
    return ['notPatient', 'consent'];
  }
  return [];
}
