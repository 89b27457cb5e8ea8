/** What the welcome page says, in English and French. */
import type { Lang } from '../../ui/messages';

const en = {
  title: 'Welcome to Bedside',
  lead: 'A second look at your post, before a patient could be recognised in it or a duty broken. It reads on this device; nothing you type leaves it.',
  why: 'Why a second look',
  reasons: [
    'A post may reach one person or a million, and others may carry it on. Taking it back hardly ever works.',
    'Of 754 posts of health workers about patients, 2% held a name, but in one of three the patient could be recognised by family or friends (JMIR 2020;22:e19746).',
    'Complaints, discipline and lawsuits may follow; so may harm to somebody who trusted you.',
  ],
  practice: 'Practise on five posts',
  practiceHint: 'All invented. Nothing here is posted anywhere.',
  begin: 'Begin',
  task: 'What may need care is underlined. Click it, or press Alt+↓, to read why and to mend it. Then post.',
  taskClear: 'Now one as most posts are. Post it.',
  draft: (at: number, of: number) => `Post ${at} of ${of}`,
  post: 'Post',
  next: 'Next',
  again: 'Once more',
  posted: 'Out it would go.',
  checklist: 'Before you begin',
  steps: {
    policies: 'I know what my College and my workplace say about social media.',
    purpose: 'I know what each account is for, and keep personal and professional ones apart.',
    privacy:
      'I have looked at the privacy settings of each account, and count on screenshots all the same.',
    friends: 'I accept no friend requests from patients, and know what to answer.',
    comments: 'Where I run a page, somebody minds the comments.',
    passwords: 'Shared accounts have a password of their own, changed when somebody leaves.',
    stolen:
      'If an account is taken over, I know to change the password and to tell my workplace and my readers.',
    abroad: 'I have asked my insurer what covers me when readers live abroad.',
    myself: 'I search for my own name now and then.',
  },
  replies: 'Sentences to answer with',
  replyTexts: [
    'Thank you for asking. I cannot answer about your own health here; please call your clinic, or emergency services if it cannot wait.',
    'We cannot talk about anybody’s care in public. Please call our office so that we can help.',
    'I do not connect with patients on my personal accounts. It keeps your care private.',
    'Please do not record here: other people’s privacy is in the picture too. I am glad to write down what we discussed.',
    'Thank you for your interest. I do not speak about patients; our communications office will gladly help you.',
  ],
  copy: 'Copy',
  never: 'What we never do',
  promises: [
    'Send a word of what you write, or keep it.',
    'Read what others write, or look at your feed.',
    'Change your text unless you click an edit; one Ctrl+Z takes it back.',
    'Block a post: “post anyway” is always there.',
    'Count you, follow you, or tell anybody that you use this.',
    'Decide for you. What Bedside says is guidance, neither legal nor medical advice, and it misses things.',
  ],
  settings: 'All settings',
};

export type Words = typeof en;

const fr: Words = {
  title: 'Bienvenue dans Bedside',
  lead: 'Un second regard sur votre message, avant qu’on puisse y reconnaître un patient ou qu’un devoir soit enfreint. Tout se lit sur cet appareil; rien de ce que vous écrivez ne le quitte.',
  why: 'Pourquoi un second regard',
  reasons: [
    'Un message peut toucher une personne ou un million, et d’autres peuvent le relayer. Le retirer ne réussit presque jamais.',
    'Sur 754 messages de soignants à propos de patients, 2\u00a0% contenaient un nom, mais dans un sur trois les proches pouvaient reconnaître le patient (JMIR 2020;22:e19746).',
    'Plaintes, mesures disciplinaires et poursuites peuvent suivre, et du tort à quelqu’un qui vous faisait confiance.',
  ],
  practice: 'S’exercer sur cinq messages',
  practiceHint: 'Tous inventés. Rien n’est publié d’ici.',
  begin: 'Commencer',
  task: 'Ce qui demande de la prudence est souligné. Cliquez, ou appuyez sur Alt+↓, pour lire pourquoi et corriger. Puis publiez.',
  taskClear: 'En voici un comme la plupart des messages. Publiez-le.',
  draft: (at, of) => `Message ${at} sur ${of}`,
  post: 'Publier',
  next: 'Suivant',
  again: 'Encore une fois',
  posted: 'Il serait parti.',
  checklist: 'Avant de commencer',
  steps: {
    policies: 'Je sais ce que mon ordre et mon milieu de travail disent des médias sociaux.',
    purpose:
      'Je sais à quoi sert chaque compte, et je sépare les comptes personnels et professionnels.',
    privacy:
      'J’ai vu les réglages de confidentialité de chaque compte, et je m’attends quand même aux captures d’écran.',
    friends: 'Je n’accepte pas de demandes d’amitié de patients, et je sais quoi répondre.',
    comments: 'Là où je tiens une page, quelqu’un veille aux commentaires.',
    passwords: 'Les comptes partagés ont leur propre mot de passe, changé quand quelqu’un part.',
    stolen:
      'Si un compte est piraté, je sais changer le mot de passe et prévenir mon milieu de travail et mes lecteurs.',
    abroad: 'J’ai demandé à mon assureur ce qui me couvre quand des lecteurs vivent à l’étranger.',
    myself: 'Je cherche mon propre nom de temps en temps.',
  },
  replies: 'Phrases pour répondre',
  replyTexts: [
    'Merci de votre question. Je ne peux pas répondre ici sur votre propre santé; appelez votre clinique, ou les urgences si cela ne peut attendre.',
    'Nous ne pouvons parler des soins de personne en public. Appelez notre bureau pour que nous puissions aider.',
    'Je ne me lie pas avec des patients sur mes comptes personnels. Vos soins restent ainsi privés.',
    'Merci de ne pas enregistrer ici\u00a0: la vie privée d’autres personnes est en jeu. Je vous écrirai volontiers ce que nous avons dit.',
    'Merci de votre intérêt. Je ne parle pas de patients; notre service des communications vous aidera volontiers.',
  ],
  copy: 'Copier',
  never: 'Ce que nous ne faisons jamais',
  promises: [
    'Envoyer ou garder un mot de ce que vous écrivez.',
    'Lire ce que les autres écrivent, ou regarder votre fil.',
    'Changer votre texte sans que vous cliquiez sur une modification; un Ctrl+Z l’annule.',
    'Bloquer un message\u00a0: «\u00a0publier quand même\u00a0» est toujours là.',
    'Vous compter, vous suivre, ou dire à quiconque que vous utilisez ceci.',
    'Décider pour vous. Ce que dit Bedside oriente; ce n’est un avis ni juridique ni médical, et des choses lui échappent.',
  ],
  settings: 'Tous les réglages',
};

export const words: Record<Lang, Words> = { en, fr };
