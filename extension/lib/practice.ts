/** The composer of the welcome page, in which one practises; a site to Bedside, but no setting. */
import type { Site } from './sites';

export const practice: Site = {
  id: 'practice',
  name: 'Bedside',
  matches: [],
  composer: '#draft',
  post: [{ is: '#post' }],
  kind: () => 'post',
  enterPosts: () => false,
};
