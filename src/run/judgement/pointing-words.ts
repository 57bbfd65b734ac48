/** Words of goals that stand for a text which is elsewhere or still to come: English, German, French, Spanish. */
import { folded, vocabulary } from './text.js';

const STAND_IN = new RegExp(
  folded(
    String.raw`\b(?:tbd|tba|tbc|x{3,})\b|^(?:lorem ipsum|empty for now|en (?:cours de )?redac\w+|in arbeit|in progress|noch leer|vide pour)\b|\b(?:kommt|kommen|steht) (?:\w+ ){0,2}(?:spater|noch) (?:\w+ ){0,2}(?:hin|rein|beschreibung|text|ziel)\b|\b(?:come|get|circle) back to\b|\b(?:had|have|no) time\b|\bdo (?:it |this |that )?(?:tonight|tomorrow|later)\b|\ba (?:voir|discuter|valider) avec\b|\bnoch (?:\w+ ){0,2}uberlegen\b|\b(?:muss|mussen) (?:ich |wir )?(?:das |es )?(?:noch|erst) (?:\w+ ){0,4}\w*(?:klaren|sprechen|reden|fragen|abstimmen|uberlegen)\b|\b(?:still )?need to (?:think|decide|figure)\b|\bwill be (?:added|filled|written|provided|described|updated|defined|specified|decided|clarified)\b|^(?:(?:goal|ziel|objectif|objetivo|it s|still|only|just|nur|erstmal|the|ein|a|un) ){0,3}(?:todo|fixme|wip|placeholder|platzhalter|insert|draft|stub|provisoire|borrador|marcador)\b|\b(?:to be|yet to be|still to be) (?:\w+ed|written)\b|\b(?:noch|erst) (?:\w+ )?(?:offen|unklar|zu \w+en)\b|\b(?:a|por) (?:defin\w*|precis\w*|complet\w*|concret\w*|determin\w*|venir|redig\w*|rellenar|decidir|aclarar)\b|\bpendiente(?: de)?\b|\b(?:still|noch|encore|aun|todavia) (?:\w+ ){0,2}(?:missing|fehlt|manque|falta)\b|\b(?:fehlt|falta|manque) (?:\w+ ){0,2}(?:noch|encore|aun|todavia|beschreibung|text|descripcion|detalles|texto|description|details?)\b`,
  ),
  'u',
);
/** Somebody will write it. */
const PROMISE = new RegExp(
  folded(
    String.raw`\b(?:will|ll|going to|gonna|need to|have to|let me) (?:\w+ ){0,2}(?:fill|write|describe|complete|specify|explain|elaborate|detail|provide|tell|expand|update|add|send|follow|talk|check|ask)\b|\b(?:details?|description|text|more|info|rest) (?:\w+ ){0,2}(?:later|soon|tomorrow|come|coming|follow\w*)\b|\b(?:trag\w*|reich\w*|schreib\w*|erganz\w*|schick\w*|liefer\w*|formulier\w*|beschreib\w*|full\w*) (?:\w+ ){0,3}(?:nach|spater|noch|morgen|ein|aus|rein)\b|\b(?:text|beschreibung|ziel|rest|inhalt|details?) (?:\w+ )?(?:folg\w+|kommt|kommen)\b|\b(?:kommt|kommen|folgt|folgen) (?:\w+ ){0,2}(?:noch|spater|morgen|bald|nach)\b|\b(?:wird|werden|muss|mussen) (?:noch |erst )(?:\w+ ){0,3}(?:beschrieben|geschrieben|geklart|definiert|erganzt|festgelegt|gefullt|formuliert)\b|\bnot (?:yet )?(?:written|filled|described|decided|defined)\b|\bnoch (?:\w+ ){0,2}(?:ausformulier\w*|erganz\w*|beschreib\w*|nachtrag\w*|nachreich\w*|klar\w*|ausfull\w*|formulier\w*|schreiben)\b|\b(?:luego|mañana|tiempo|despues) (?:\w+ ){0,1}escrib\w+|\bje? (?:\w+ ){0,2}(?:mettr\w+|complet\w*|rempli\w*|precis\w*|detaill\w*|ecri\w*|decri\w*|ajout\w*|redig\w*|repass\w*|revien\w*)\b|\b(?:description|details?|texte|suite|infos?) (?:\w+ ){0,2}(?:venir|suivr\w*|suit|suivent|demain)\b|\b(?:luego|ya|mañana|despues|tarde)(?: lo| la| los)? (?:\w+ ){0,1}(?:complet\w*|rellen\w*|añad\w*|describ\w*|detall\w*|escrib\w*|concret\w*|explic\w*|cuento|contar\w*|pong\w*|pas\w*)\b|\b(?:lo|la|los) (?:complet\w*|rellen\w*|añad\w*|describ\w*|detall\w*|escrib\w*|concret\w*|explic\w*) (?:\w+ ){0,2}(?:luego|mañana|despues|tarde|pronto)\b`,
  ),
  'u',
);
const MOST_READ = 1_000;
const joined = (words: readonly string[]) => words.join(' ').slice(0, MOST_READ);
export const isStandIn = (words: readonly string[]): boolean => STAND_IN.test(joined(words));
export const isPromise = (words: readonly string[]): boolean => PROMISE.test(joined(words));

const telling = vocabulary(
  'said says mentioned told asked wants wanted suggested proposed wrote explained described sagte gesagt meinte wollte erzahlt vorgeschlagen dit disait demande voulait propose dijo decia queria pidio propuso comento will is',
);
const isTold = vocabulary(
  'discuss* talked knows know spoke said mentioned agreed told described procedure drill retro standup daily planning last previous* yesterday earlier usual always again meeting call chat thread jira ticket asked suggested proposed explained planned',
  'daily retro planning standup weisst wisst weiss besprochen gesprochen geredet gesagt sagte erwahnt vereinbart abgemacht abgesprochen beschrieben vorher letzte* letztes ubliche* ublich immer gehabt meeting besprechung termin damals neulich vorhin gestern ticket gewohnt',
  'discute parle sais savez dit evoque convenu prevu derniere dernier habitude hab habituel* toujours reunion precedent* vu decrit ticket demande',
  'sabes sabeis quedamos hablamos hablado dicho dijimos acordamos acordado comentamos comentado dijo ultima ultimo ayer siempre habitual reunion pasado pasada quedamos ticket visto',
);
const isLikeWord = vocabulary(
  'every year client customer project we you see same like as what stuff thing things usual per regarding about wie was so das thema kunden kunde projekt sache ding ubliche* gemass laut comme meme ce truc client projet histoire habituel* selon como lo mismo igual cliente proyecto tal segun que',
);
const isTelling = vocabulary(
  'add adds after workshop tonight time had have back one empty blank legal patience patient continue think thinking spoken speak goal goals description describe* details detail text real actual proper spec specs scope content info information replaced replace filled fill follow follows following follows up later soon yet still come comes coming came writing write written wrote down update* complete* completed provide sprint week time times month year meeting standup planning daily call chat mail thread slack jira ticket issue doc docs wiki notion regarding about concerning talk talking ask discuss* decide* decid* clarif* confirm* define* elaborate expand more missing here hurry sorry placeholder todo tbd tba tbc xxx insert stub wip draft waiting going gonna thing things stuff sent send afternoon evening lunch holiday vacation',
  'klaren sprechen fragen abstimmen uberleg* fachbereich reden sprechen sobald zeit gesprochen zuruck hin erst zielbeschreibung geduld leer ziel ziele beschreibung beschreib* details text inhalt infos fehlt fehlen noch spater morgen nach nachreichen nachtrag* nachgereicht reiche reich trage trag erganz* ausformulier* formulier* ausfull* klar* geklart abklar* abstimm* rucksprache warte kommt kommen folgt folgen bald platzhalter sprint woche mal monat sache sachen thema ding dinge termin schreib* schick* nachmittag urlaub genauer offen definier* festleg* machen mache',
  'redaction patience temps mettr* quand hier objectif description decri* details texte contenu infos venir complet* rempli* precis* redig* ecri* demain tard bientot manque fois semaine mois sprint reunion point ensemble apres retour avec detail* suivre suit suite attente attends desole provisoire idem defini* definition faire fais affaire histoire sujet',
  'redaccion paciencia tiempo cuando escrib* objetivo descripcion describ* detalles detalle texto contenido info complet* rellen* añad* escrib* concret* explic* mañana luego despues tarde pronto falta pendiente vez semana mes sprint reunion perdon definir decid* aclarar cuento contar tema asunto cosa hacer haced',
);
/** Pointing to what was said: its words, and whether a text does it at all. */
export const isPointer = {
  telling,
  word: (word: string) => isTold(word) || isLikeWord(word) || isTelling(word),
  mark: (words: readonly string[]) =>
    words.some(isTold) && (words.some(isLikeWord) || words.some((word) => telling(word))),
};
