// All that the widget says, in French. U+00A0 stands before : ; ? ! as the typography asks.

export const TITLE = "Assistant des clusters";
export const LINK = "http://clusters.wallonie.be";

/** The launcher speaks the language of the page around it. */
export const LAUNCHER = {
  fr: "Une question\u00a0?",
  en: "A question? (in French)",
  nl: "Een vraag? (in het Frans)",
  de: "Eine Frage? (auf Französisch)",
};
export const UNREAD = {
  fr: (count) => (count > 1 ? `${count} nouveaux messages` : "1 nouveau message"),
  en: (count) => (count > 1 ? `${count} new messages` : "1 new message"),
  nl: (count) => (count > 1 ? `${count} nieuwe berichten` : "1 nieuw bericht"),
  de: (count) => (count > 1 ? `${count} neue Nachrichten` : "1 neue Nachricht"),
};

export const T = {
  assistant: "Assistant automatique",
  you: "Vous",
  region: "Assistant",
  conversation: "Conversation",
  earlier: "Messages précédents",
  earlierShown: "Messages précédents affichés.",
  notLoaded: "Les messages précédents n’ont pas pu être chargés.",
  renewed: "Notre conversation est devenue longue\u00a0: en voici une nouvelle.",
  close: "Fermer",
  options: "Options",
  print: "Imprimer la conversation",
  copy: "Copier la conversation",
  copied: "Conversation copiée.",
  notCopied: "La copie n’a pas pu se faire.",
  fresh: "Nouvelle conversation",
  freshDone: "Nouvelle conversation ouverte.",
  erase: "Effacer la conversation",
  eraseAsk: "Effacer cette conversation, ici et sur le serveur\u00a0?",
  eraseYes: "Effacer",
  cancel: "Annuler",
  erased: "Conversation effacée, ici et sur le serveur.",
  notErased: "L’effacement n’a pas pu se faire. Réessayez dans un instant.",
  privacy: "Données personnelles",
  notice: "Réponses automatiques, tirées d’une page publique. N’écrivez rien de personnel.",
  label: "Votre question",
  send: "Envoyer",
  left: (count, most) => `${count} / ${most} caractères`,
  full: (most) => `Limite de ${most} caractères atteinte.`,
  typing: "L’assistant écrit…",
  choices: (count) => (count > 1 ? `${count} choix proposés.` : "1 choix proposé."),
  choicesLabel: "Choix proposés",
  useful: "Réponse utile",
  useless: "Réponse inutile",
  word: "Un mot\u00a0? (facultatif)",
  thanks: "Merci de votre avis.",
  notRated: "Votre avis n’a pas pu partir.",
  portal: "Le portail des clusters",
  site: "Ouvrir le site",
  newTab: " (nouvel onglet)",
  sending: "Envoi…",
  later: (seconds) => `Pas encore envoyé. Nouvel essai dans ${seconds}\u00a0s.`,
  offline: "Vous êtes hors ligne. Votre message partira au retour du réseau.",
  stopped: "Pas envoyé\u00a0: l’assistant ne répond pas.",
  tooMany: "Pas envoyé\u00a0: il y a eu trop de messages aujourd’hui. Réessayez plus tard.",
  retry: "Réessayer",
  closed: "L’assistant ne répond pas. En attendant, tout est sur le portail des clusters.",
  refused: "L’assistant n’est pas disponible sur ce site.",
  empty: "Je n’ai pas pu répondre. Vous trouverez l’information sur le portail des clusters.",
};
