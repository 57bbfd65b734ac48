/** Verbs and nouns of work, as they stand in goals: English, German, French, Spanish. */
import { folded, vocabulary } from './text.js';

/** Work of its own size. */
export const isHeavy = vocabulary(
  'migrate migrates migrating rewrite rewriting redesign* port porting upgrade upgrading implement implementing build building introduce introducing refactor refactoring',
  'replace replacing convert converting redo rebuild rework overhaul set setup switch modernize modernise develop create',
  'migrier* einbau* einricht* gestalt* neuschreib* umschreib* umgestalt* portier* implementier* einfuhr* bauen refaktor* ersetz* umstell* umbau* entwickel* modernisier* aufbau* baue bau',
  'migrer migre refaire refondre reecrire reecris refonte porter implementer implemente construire introduire refactoriser remplacer remplace convertir developper moderniser creer cree mettre',
  'migrar migra reescrib* redisenar portar implementar implementa construir introducir refactorizar reemplazar sustituir convertir desarrollar modernizar crear crea',
  'migration migrations umstieg umzug wechsel einfuhrung anbindung passage bascule integration migracion paso cambio implantacion introduccion rediseno reescritura introduction',
);
export const isLight = vocabulary(
  'add adding fix fixing remove removing delete update updating change changing improve improving rename move bump drop extend speed optimize optimise clean translate publish deploy enable disable integrate connect split extract make restyle redirect support allow write',
  'abschaff* abschalt* einschalt* aufnehm* ausbau* fuge hinzufug* hinzu ergang* erganz* entfern* loschen losche andern andere aktualisier* verbesser* beheb* behoben reparier* umbenenn* verschieb* ubersetz* integrier* optimier* schreib* erstell* korrigier* erweiter* fixe fixen beschleunig* heben anheben hochziehen',
  'ajouter ajoute ajoutez corriger corrige supprimer supprime modifier changer ameliorer renommer deplacer traduire integrer optimiser ecrire nettoyer publier activer desactiver etendre accelerer',
  'anadir anade agregar agrega arreglar arregla corregir corrige eliminar elimina quitar borrar cambiar actualizar mejorar renombrar mover traducir integrar optimizar escribir limpiar publicar activar desactivar ampliar acelerar',
  'export exports exporting exporter exportar exporte exportier* import importing importer importar importier* removal replacement rollout entfernung ablosung abschaffung ubersetzung suppression ajout traduction exportation exportacion traduccion eliminacion',
);
/** The verb of a form in `-ing`. */
export const plain = (word: string): string[] =>
  word.endsWith('ing') ? [word, word.slice(0, -3), `${word.slice(0, -3)}e`] : [word];

/** Something fails or asks for work; it stands anywhere in a sentence. */
const FAILS = new RegExp(
  folded(
    String.raw`\b(?:fails?|failing|crash(?:es)?|broken|breaks|spams?|leaks?|times? out|out of date|outdated|needs? \w+|tak(?:es?|ing) too long|too slow|mal|arrives? (?:twice|late)|doppelt|en double|duplicad\w+|schlagt (?:\w+ ){0,6}fehl|schlagen (?:\w+ ){0,6}fehl|kaputt|fehler (?:in|im|bei|beim)|sturzt|spammt|echoue(?:nt)?|plante(?:nt)?|casse\w*|fall(?:a|an)|rot[oa]s?)\b`,
  ),
  'u',
);
/** Somebody wants it. */
const WANTS = new RegExp(
  folded(
    String.raw`^(?:(?:and|also|und|ausserdem|et|aussi|y|tambien|ademas|plus|additionally|furthermore) )*(?:(?:we|i) (?:also )?(?:want|need|would like|d like)|wir (?:\w+ )?(?:brauchen|wollen|mochten)|(?:brauchen|wollen|mochten) wir|(?:on|nous) (?:veut|voudrait|voulons|avons besoin)|il (?:nous )?faut|(?:tambien )?(?:queremos|necesitamos|hace falta))\b`,
  ),
  'u',
);
/** A new thing stands first. */
const NEW = new RegExp(
  folded(String.raw`^(?:a |an |eine? |une? |la |el )?(?:new|neue[rsnm]?|nouve\w+|nuev[oa]s?)\b`),
  'u',
);

/** A sentence of work that begins with no verb of it. */
export const saysWork = (words: readonly string[]): boolean => {
  const text = words.slice(0, 60).join(' ');
  return FAILS.test(text) || WANTS.test(text) || NEW.test(text);
};

/** What belongs to any work. */
export const isCompanion = vocabulary(
  'test* doc docs document* describe changelog readme spec specs comment* callers usages references imports types typing* release note* explain cover coverage cleanup help usage lint log logs message* according* accordingly resulting old',
  'dokumentier* dokumentation doku beschreib* aufruf* anpass* testen teste entsprechend* dazu alte alten changelog hilfe ubersetzung* meldung*',
  'documenter documente documentation decrire essais ancien* message* aide couvrir documentar documenta documentacion describir prueba* cubrir antigu* viejo vieja mensaje* ayuda',
);

/** Said of what comes beside something else. */
export const isBeside = vocabulary(
  'also additionally furthermore moreover addition besides ausserdem zusatzlich zudem ferner weiteren daneben nebenbei aussi egalement outre tambien ademas asimismo',
);
/** As one word more: `while you are at it`. */
export const BESIDE = `while (?:you|we|i)(?: are|['’]re| am|['’]m)? at it|when you(?: are|['’]re) at it|(?:oh,? )?by the way|btw|oh,? and|on top of that|wenn (?:du|ihr|wir) (?:schon |eh |gerade )*(?:dabei|dran) (?:bist|seid|sind)|übrigens|obendrein|au passage|tant (?:que|qu['’]on) (?:tu |vous |on )?(?:y )?(?:es|êtes|est)|en plus(?! de)|de plus|par ailleurs|ya que est(?:[aá]s|[aá]is|amos)|de paso|aparte`;

/** With it begins a part of the sentence before, or what it holds for. */
export const isLeading = vocabulary(
  'on in at for from by with when if where while as after before because so including per to until unless of via auf in im am an bei beim fur von vom mit wenn falls als nach vor weil damit inklusive bis zum zur per sur dans pour de des du par avec quand si comme apres avant lorsque dont jusqu a en con para por cuando como despues antes desde hasta sin incluido incluyendo',
);
const isModal = vocabulary(
  'soll sollen sollte muss mussen musste doit devrait debe deberia hay que il faut should must can kann the der die das le la les el los las l our unser* notre nuestr*',
);
/** The first word that says what it is about. */
export const subjectOf = (words: readonly string[]): string | undefined =>
  words.find((word) => !isModal(word) && !isBeside(word) && !isAnd(word));
const isAnd = vocabulary('and und et y e oh then dann puis luego');
