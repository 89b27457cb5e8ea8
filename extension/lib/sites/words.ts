/** What sites call their fields and buttons, in English and French. */

/** Words on a button that publishes, answers or sends. */
export const sending =
  /^(post|post all|tweet|publish|publish now|share|share now|send|send message|comment|reply|reply all|respond|submit|update|save|save changes|poster|tout poster|publier|publier maintenant|tout publier|partager|partager maintenant|envoyer|envoyer le message|envoyer un message|commenter|répondre|soumettre|mettre à jour|enregistrer)$/i;

/** Labels of a field for comments. */
export const commenting =
  /^(write an? (public |)?(comment|reply|answer)|add a comment|add a reply|comment|reply|answer as|join the conversation|écri(re|vez) (un|une) (commentaire|réponse)|ajout(er|ez) (un commentaire|une réponse)|comment|répon(dre|dez|se)|participe[rz])/i;

/** Labels of a field for private messages. */
export const messaging =
  /^(message|aa$|new message|start a (new )?message|write (a|your) message|write to |type (a|your) message|send a message|écri(re|vez) (un|votre|le) message|écri(re|vez) à |nouveau message|envoye[rz] un message|saisi(r|ssez) (un|votre) message)/i;

/** What a field says it is for. */
export function labelOf(field: Element): string {
  for (const name of ['aria-label', 'aria-placeholder', 'placeholder', 'data-placeholder']) {
    const label = field.getAttribute(name);
    if (label) return label.trim();
  }
  return '';
}
