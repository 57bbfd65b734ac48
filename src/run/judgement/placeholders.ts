/** Texts that stand for something else: what is still to come, what was said elsewhere, nothing at all. */
import { isFiller, isSmall } from './small-words.js';
import { folded, vocabulary, wordsOf } from './text.js';

/** Longer texts say something, or repeat themselves. */
const MOST_WORDS = 14;

/** One phrase after the other and nothing else; the texts are short, so that trying takes no time. */
const phrases = (...lists: string[]): RegExp =>
  new RegExp(`^(?:(?:${folded(lists.join('|'))})(?: |$))+$`, 'u');

const NONE = phrases(
  'none|nothing|nope|no|non|n a|na|nil|null|not applicable|nothing (?:special|else|particular|in particular|to add)',
  'none (?:that i know of|known|so far|yet|at all)|no (?:special )?(?:constraints|restrictions|limits|limitations)',
  'keine?|keinen|keins|keinerlei|nichts|nix|nein|entfallt|nicht zutreffend|nichts (?:besonderes|weiter)|kein[e]? besonder\\w*',
  'keine (?:besonderen |weiteren )?(?:einschrankungen|vorgaben|bedingungen)|gibt es (?:keine|nicht)|es gibt keine',
  'aucune?|rien|neant|sans objet|rien de (?:special|particulier)|aucune? (?:contrainte|restriction|limite)\\w*|pas de contraintes?|sans contraintes?',
  'ningun[ao]?|nada|no aplica|nada (?:especial|mas|en especial|en particular)|sin (?:restricciones|limites|limitaciones)|ninguna (?:restriccion|limitacion)|no hay(?: ninguna)?',
);

const SETTLED = `(?:defin\\w*|determin\\w*|decid\\w*|discuss\\w*|clarif\\w*|confirm\\w*|agree\\w*|fill\\w*|specif\\w*|announc\\w*|add\\w*|writ\\w*|done|figure\\w*(?: out)?|see\\w*|come|follow\\w*)`;
const GEKLART = `(?:\\w*klar\\w*|\\w*defini\\w*|entschieden|entscheid\\w*|festleg\\w*|festgelegt|festzulegen|besproch\\w*|besprechen|nachgereicht|nachgetragen|erganzt|erganzen|bestimm\\w*|sehen|uberleg\\w*)`;
const FIXE = `(?:defin\\w*|determin\\w*|decid\\w*|preci\\w*|complet\\w*|voir|venir|discut\\w*|clarifi\\w*|confirm\\w*|suivre|faire|concret\\w*|ver|aclarar|acordar|rellenar)`;
const MATTER = `(?:(?:the )?(?:goal|scope|done(?: criteria)?|criteria|constraints?|description|details?|text|content|this|it|that)|(?:das |der |die )?(?:ziel|umfang|kriterien|beschreibung|text)|(?:l |le |les |el |los )?(?:objectif|objetivo|perimetre|alcance|criteres|criterios|detalles|details))`;

const COMING = phrases(
  MATTER,
  'tbd|tba|tbc|tbh|todo|to do|fixme|wip|x+|idk|dunno|k a|ka|jsp|ns|etc|asap|placeholder|platzhalter|dummy|lorem(?: ipsum)?(?: dolor)?(?: sit amet)?',
  'asdf\\w*|qwert\\w*|foo|bar|baz|bla+h?|test|testing|abc|123|sample(?: text)?|example|beispiel|exemple|ejemplo|empty|blank|leer|vide|vacio|undefined|draft|pending|yes|ja|oui',
  `(?:${MATTER} )?(?:is |are |will |still |yet |must |has |have |has yet |not |be )*(?:to be |to |be |yet |not )+${SETTLED}(?: yet| later| soon| here| in| out)*`,
  '(?:i |we )?(?:will |ll |shall )?(?:add|fill|write|decide|define|tell|explain|say|see)(?: it| this| that| you| in| up)*(?: later| soon| tomorrow| afterwards)',
  '(?:coming |will follow |follows |more )?(?:later|soon|tomorrow)|will follow|follows|to follow|details? (?:will )?follows?|(?:coming )?soon',
  '(?:i |we )?(?:really )?(?:don t|do not|dont) (?:really )?know(?: yet| it| that)*|no (?:idea|clue|plan)(?: yet)?|not (?:sure|clear|known|yet|decided|defined)(?: yet)?|un(?:sure|known|clear|decided|defined)(?: yet)?|still (?:open|unclear|unknown)|open|tell you later',
  'whatever(?: you (?:think|want|like))?|anything|something|somehow|surprise me|up to you|you (?:decide|choose)|your (?:call|choice)|as you (?:like|wish|want)|insert(?: \\w+)? here|\\w+ (?:goes )?here|fill (?:me|in)',
  'noch (?:offen|unklar|unbekannt|nicht klar|nicht bekannt|nicht definiert)|offen|unklar|unbekannt|spater|folgt(?: noch)?|kommt(?: noch| spater)*|ausstehend|in arbeit|nicht (?:klar|bekannt|definiert)|offen gelassen',
  `(?:${MATTER} )?(?:ist |wird |werden |muss |mussen |soll |sollen |noch |zu |erst |spater )+${GEKLART}(?: werden)?`,
  '(?:das )?(?:weiss|wissen) (?:ich|wir)?(?: es| noch| auch)*(?: nicht)|weiss (?:ich )?(?:es )?(?:noch )?nicht(?: genau)?|keine ahnung|kein plan|egal|irgend\\w*|was (?:du|ihr) (?:willst|wollt|meinst)|wie (?:du|ihr) (?:willst|wollt|meinst)|mal (?:sehen|schauen)|sehen wir dann|reiche? ich nach',
  `(?:${MATTER} )?(?:reste |encore |est |queda |esta |aun |todavia )*(?:a|por|sin|pendiente de|pas encore|no) (?:etre )?${FIXE}(?: plus tard| mas tarde| luego)?`,
  'plus tard|bientot|en attente|je (?:ne )?sais pas(?: encore)?|j en sais rien|aucune idee|pas (?:encore )?(?:sur|sure|defini|decide|clair|connu)|inconnue?|on verra(?: plus tard| bien)?|peu importe|n importe quoi|comme (?:tu|vous) (?:veux|voulez)|a ta guise|quelque chose',
  'mas (?:tarde|adelante)|luego|despues|pendiente|(?:no|todavia no) (?:lo )?(?:se|sabemos)(?: aun| todavia)?|ni idea|(?:ya )?(?:lo )?vere(?:mos)?|desconocido|da igual|lo que (?:sea|quieras|quieran)|cualquier (?:cosa|otra)|como quieras|algo|sin (?:definir|decidir|determinar)',
);

const WHERE = `(?:ticket|issue|jira|wiki|confluence|docs?|doc|description|beschreibung|thread|chat|slack|mail|email|link|above|below|oben|unten|vorher|attachment|anhang|spec|specs|notion|story|epic|ticket text|haut|bas|arriba|abajo|dessus|dessous|ci dessus|ci dessous|plus haut|mas arriba|enlace|hilo|fil)`;
const SAID = `(?:discussed|agreed|said|mentioned|talked about|talked|described|planned|written|usual|before|always|ever|above|below|last time|last week|yesterday|previously|stated|you know|in (?:the )?(?:meeting|call|ticket|issue|thread|chat|last run))`;
const GESAGT = `(?:besprochen|gehabt|immer|vorher|zuvor|ublich|bisher|oben|unten|letztes mal|letzte woche|beim letzten mal|gestern|gesagt|erwahnt|vereinbart|abgesprochen|abgemacht|beschrieben|geplant|bekannt|(?:im )?(?:ticket|meeting|chat)(?: (?:beschrieben|besprochen|steht))?|sonst(?: auch)?|sonst immer|davor)`;
const DIT = `(?:avant|d habitude|convenu|discute|prevu|toujours|hier|la derniere fois|la fois derniere|dit|evoque|vu ensemble|ci dessus|d hab|antes|siempre|la ultima vez|la otra vez|la vez pasada|hablamos|hablado|hablamos ayer|acordamos|acordado|acordamos ayer|dijimos|ayer|quedamos|comentamos|comentado|indicado arriba|(?:on (?:en )?(?:a|avait) )?(?:dit|parle|convenu|discute)|(?:dans|en) (?:le |el )?(?:ticket|reunion))`;

const ELSEWHERE = phrases(
  `(?:(?:the |exactly |exact )?same|like|as|just like|what|exactly) (?:thing )?(?:as |like |again )?(?:we |i |it was |was |were |they |already |it s |in |the )*${SAID}`,
  'same|same same|ditto|same (?:again|thing|here|one|procedure)|(?:the )?usual(?: stuff| thing| things| suspects| ones)?|business as usual|as (?:ever|usual|always)|like (?:always|usual)|(?:as|like) (?:in )?(?:the )?(?:other|last|previous) (?:one|run|ticket|time|sprint)',
  'same (?:\\w+ )?as (?:in )?(?:the )?(?:last|other|previous|before|usual|always|ever|above|old)(?: \\w+)?',
  '(?:you|ya|y all)(?: all| already| guys)? know(?: what| it| already| what i mean| what to do| the (?:drill|deal)| best)*|you (?:get|got) it|we (?:talked|spoke) about (?:it|this|that)(?: \\w+)?|we discussed (?:it|this|that)(?: \\w+)?|ask (?:me|him|her|them|\\w+)(?: later)?',
  `(?:see|read|check|look at|refer to|cf|it s in|in|as in|as per|per|according to|siehe|s|vgl|steht im|steht in der|steht alles im|voir|cf|regarde|dans|lire|ver|leer|mira|en|vease|segun|selon|laut|gemass|wie im) (?:all )?(?:the |le |la |el |der |die |das |dem |im |in the |l |our )*(?:${WHERE}|[a-z]{1,10} \\d{1,6})(?: \\w+)?(?: above| below| oben| unten)?`,
  `(?:the |das |le |el )?ticket(?: says(?: it| all| it all)*| sagt(?: alles| es)*)?|what(?: s| is)?(?: it says)? in the (?:ticket|issue|description)|what the (?:ticket|issue) says|(?:do|implement|finish|solve) (?:the )?(?:ticket|issue|task|story)|(?:was|wie) (?:im|in dem) ticket steht`,
  `(?:genau ?)?(?:so )?(?:wie|das gleiche wie|dasselbe wie|gleich wie|das selbe wie|gleiche wie|genau wie|was wir|was wir gestern|wie wir es|wie wir) ${GESAGT}(?: haben)?|genauso|dasselbe|das gleiche|das ubliche|die ublichen(?: \\w+)?|(?:du|ihr) (?:weisst|wisst)(?: schon| ja| bescheid| was| was ich meine| doch)*|(?:hatten|haben) wir(?: doch| ja| schon)* (?:besprochen|gesagt)|dito`,
  `(?:comme|pareil (?:que|qu)|la meme chose (?:que|qu)|meme chose (?:que|qu)|identique a|ce qu|ce que|como|igual que|lo mismo que|lo que|tal como|tal y como) (?:nous |on |l |lo |avons |en |a |ya |habiamos |hemos |se )*${DIT}|pareil|idem|la meme chose|meme chose|(?:tu|vous) (?:sais|savez|vois|voyez)(?: deja| bien| quoi)*|comme d(?: )?hab(?:itude)?`,
  `(?:ya |tu |usted )*(?:sabes|saben|sabe)(?: ya| que| cual)*|lo (?:de siempre|mismo|mismo de siempre|habitual)|igual(?: que siempre)?`,
);

/** It is like something, … */
const isLike = vocabulary(
  'same like as what what how exactly just see per wie was dasselbe dieselbe das gleiche genau so analog siehe comme pareil identique meme ce que quoi como igual lo mismo misma tal segun',
);
/** … which was said, done or written somewhere else. */
const isBefore = vocabulary(
  'discuss* talked spoke said mentioned agreed told described before last previous* yesterday earlier usual always every again meeting call chat mail email thread slack jira',
  'besprochen gesprochen geredet gesagt erwahnt vereinbart abgemacht beschrieben vorher zuvor letzte letztes letzten letzter vorige* gestern ublich immer gehabt meeting besprechung termin damals neulich vorhin',
  'discute parle dit evoque convenu prevu avant derniere dernier hier habitude toujours reunion precedent* autre tantot',
  'hablamos hablado dicho dijimos acordamos acordado comentamos antes ultima ultimo ayer siempre anterior reunion pasado pasada otra',
);
const isWhereOrWhen = vocabulary(
  'procedure year day time times week month monday tuesday wednesday thursday friday morning ticket tickets issue run release sprint one about do did done have has had already other planning standup daily files file ones stuff thing things',
  'mal woche monat montag freitag ticket tickets lauf sprint schon doch gemacht haben hatten daruber dateien machen anderen andere sache',
  'fois semaine mois lundi vendredi deja avons avait fait ensemble fichiers chose choses vez semana mes lunes viernes ya hemos habiamos hicimos archivos cosa cosas misma',
);

function pointsBack(words: readonly string[]): boolean {
  const [first = ''] = words;
  return (
    words.length < MOST_WORDS &&
    (isLike(first) || isSmall(first)) &&
    words.some(isBefore) &&
    (words.some(isLike) || words.filter(isBefore).length > 1) &&
    words.every(
      (word) => isLike(word) || isBefore(word) || isWhereOrWhen(word) || isSmall(word) || isFiller(word),
    )
  );
}

/** Links and numbers of tickets say nothing by themselves. */
const REFERENCE = /^(?:https?:\/\/\S+|<\S+>|[A-Za-z]{2,10}-\d{1,6}|#\d{1,6})[,;.!]*$/u;
const isReference = (text: string): boolean => {
  const pieces = text.trim().split(/\s+/u);
  return pieces.length < 10 && pieces.every((piece) => REFERENCE.test(piece));
};

const core = (text: string): string => {
  const words = wordsOf(text);
  if (words.length > 3 * MOST_WORDS) return '\0';
  const rest = words.filter((word) => !isFiller(word));
  if (words.length > 0 && rest.length === 0) return '';
  return rest.length > MOST_WORDS ? '\0' : rest.map((word) => word.slice(0, 30)).join(' ');
};

/** Nothing that could be read as words. */
export const isWordless = (text: string): boolean => wordsOf(text).length === 0;
/** One of the words for nothing; also a line in its place. */
export const isNone = (text: string): boolean =>
  NONE.test(core(text)) || /^\s*(?:[-–—/]|\*[-–—]\*)\s*$/u.test(text.slice(0, 100));
export const isElsewhere = (text: string): boolean =>
  ELSEWHERE.test(core(text)) || pointsBack(wordsOf(text)) || isReference(text);
export const isComing = (text: string): boolean => {
  const words = core(text);
  return words === '' || COMING.test(words) || /^([\p{L}\p{N}])\1*$/u.test(words);
};
