/** Words with which one asks for something better without saying what: English, German, French, Spanish. */
import { isFiller, isSmall } from './small-words.js';
import { vocabulary } from './text.js';

export const isNegation = vocabulary(
  'no not never without neither kein keine keinen keinerlei ohne nicht nie ne pas plus sans aucun aucune sin ningun ninguno ninguna nunca',
);

/** To do something, to anything. */
const isDoing = vocabulary(
  'fix fixes fixed fixing improv* make makes making made do does doing done change changes changed changing update updates',
  'updated updating finish* optimise* optimize* optimisa* optimiza* optimising optimizing refactor* rework* enhanc* clean',
  'cleans cleaned cleaning cleanup tidy* polish polishing polished modernis* moderniz* speed* simplif* solve solves solved',
  'solving resolve resolves resolved repair* correct corrects corrected correcting handle handles handling work works working',
  'worked run runs running get gets getting go goes going should shall must can could will would want* give implement',
  'implements implementing build adjust* tweak* complete completes completed develop revamp* overhaul* add adds adding added',
  'continue help look looks looking feel feels seem seems become stabilis* stabiliz* stabilise redesign* have has had having sort sorted',
  'increas* boost* raise reduce upgrade improve bring put take try keep stop start touch review rewrite debug',
  'fixe fixen fixt mach mache machen macht gemacht verbesser* optimier* reparier* behob* behoben beheb* korrigier* ander andere',
  'andern anderung* geandert aktualisier* aufraum* aufgeraumt raum raume uberarbeit* refaktor* refactorn erledig* fertig*',
  'soll sollen sollte sollten muss mussen musste kann konnen konnte geht gehen lauft laufen funktionier* tu tut tun arbeitet',
  'erhoh* steiger* kannst konntest konnt konntet wurdest darf anpass* angepasst losen lose gelost beschleunig* modernisier* aufhubsch* bereinig* umbau* bringen mochte mochten wollen will',
  'amelior* corrige corriger corrigez corriges optimise* optimisa* rends rend rendre rendez fais fait faire faites fasse refaire',
  'refais nettoy* repare reparer reparez change changer changez modifier modifie modifiez refactor* refactoris* marche marchent',
  'marcher fonctionne fonctionnent fonctionner mets mettre mettez mise jour acceler* moderniser modernise fini finir finis',
  'termine terminer regle regler resoudre resous doit doivent devrait faut faudrait aller va veut veux voudrais mettre',
  'augment* peux peut pouvez pourrais pourriez pourrait peaufin* simplifi* revoir reprendre',
  'mejora* mejore* arregl* optimiza* optimice corrig* correg* corrij* haz hacer haga hagan hagalo hazlo hazla cambia cambiar',
  'cambialo actualiza* refactori* limpia* acaba* terminar termina funciona funcione funcionen funcionar repara reparar reparalo',
  'aceler* modernic* moderniza* solucion* debe deberia deben tiene poner pon ponlo ponla quede queda vaya vayan quiero queremos dejar dejalo deja',
  'aument* increment* puedes puede podrias podria podeis pulir retoca* ajusta* simplifica*',
);

/** Anything. */
export const isAnything = vocabulary(
  'it this that these those them thing things stuff something everything anything all whole entire code codebase app apps application',
  'project software system program product repo repository bug bugs bugfix* error errors issue issues problem problems defect*',
  'bugs mistake* feature features functionality functions part parts area areas place places ticket task job site website page pages ui ux',
  'frontend backend service services module modules component components stuffs mess situation rest experience interface design solution base',
  'implementation architecture structure version release details way ways',
  'es dies diese dieses diesen alles alle allem ding dinge dings sache sachen zeug kram etwas irgendwas anwendung projekt system programm',
  'fehler* bugs problem probleme problemen funktion funktionen funktionalitat seite seiten webseite teil teile aufgabe ganze ganzen',
  'oberflache quellcode codebasis stelle stellen stuck bereich bereiche macken umsetzung',
  'ca cela ceci tout tous toute toutes chose choses truc trucs machin appli applis projet logiciel systeme programme bogue* erreur*',
  'probleme problemes fonctionnalite* souci soucis partie parties ensemble endroit* page pages ecran site',
  'eso esto esa ese estos esas todo toda todos todas cosa cosas codigo aplicacion proyecto sistema programa error* errores fallo fallos problema*',
  'funcionalidad* sitio web parte partes algo interfaz pagina paginas lugar* asunto tema',
);

/** Better in some way. */
export const isQuality = vocabulary(
  'better nicer faster good great fine well best nice pretty prettier cool cooler cleaner neat neater smooth* robust* stable stability quality',
  'performan* fast quick quickly quicker slow slower secur* safe safer safely maintainab* readab* usable usability friendly',
  'friendlier professional* beautiful* efficien* scalab* reliab* simple simpler easy easier easily proper properly right perfect* awesome ready',
  'production high higher low lower less more bit little lot much again expected intended optimal* clear clearer intuitiv* elegant* free',
  'modern* before earlier state art new improvement* optimisation* enhancement* old ugly bad broken buggy correctly nicely soon ever always',
  'wrong fail fails failing failed shiny sleek slick fancy sexy attractive appealing tidy tidier level shape standard standards usual best practice practices like supposed due fully',
  'besser* schon* hubsch* schneller* schnell* gut gute guten gutes toll* sauber* moderner* stabil* sicher* sicherheit qualitat leistung geschwindigkeit',
  'ordentlich* richtig* wieder vorher bisher fruher erwartet gewunscht gedacht vorgesehen ubersichtlich* einfacher* benutzerfreundlich* neu neue neuen neues lesbar* wartbar* zuverlassig* vernunftig* optimal*',
  'kaputt falsch defekt schick* performanter* funktional* fehlerfrei* intuitiver* attraktiv* perfekt* endlich rund runder',
  'mieux meilleur* beau belle beaux joli* rapide* rapidement vite bien bon bonne bons propre* performante* qualite securite lisib* vitesse efficac*',
  'casse cassee cassees correctement attendu avant fiable* simple simples nouveau nouvelle nouveaux agreable* comme prevu convivial* ergonomi* stable stables enfin',
  'mejor mejores bonit* rapido rapida rapidez rapidamente bien buen* limpio limpia calidad rendimiento seguridad seguro segura legib* velocidad',
  'roto rota mal facil antes esperado nuevo nueva nuevos correctamente fiable* estable* agradable* esperado guapo guapa optimo optima intuitivo intuitiva',
);

/** What one says who leaves it to others. */
export const isAsYouLike = vocabulary(
  'whatever however wherever anyhow think thinks thought want wanted wish feel necessary fit sense fits useful beautiful',
  'was wie willst wollt denkst meinst haltst halt sinnvoll passend egal comme quoi voulez penses jugez utile utiles',
  'quieras creas veas conveniente parezca mejor util utiles oportuno',
);

/** What one says of something that is over. */
const isOver = vocabulary(
  'zero use used using know knows see sees goal goals reached achieved met meets requirement* criteria expectation* ziel ziele erreicht anforderung* erfullt bedienen benutzen nutzen utiliser objectif* atteint* exigence* objetivo* alcanzado conseguido cumple cumplen requisito* usar utilizar',
  'done finished complete merged deployed shipped live released ready pr prs pull request branch delivered implemented closed passed ok accept* accepted when once until',
  'fertig erledigt gemerged gemergt deployt ausgeliefert umgesetzt abgeschlossen sobald bis passt klappt klappen',
  'termine terminee fini finie finis livre deploye fusionne quand pret prete lorsque une fois',
  'listo lista terminado terminada acabado hecho hecha desplegado cuando entregado implementado',
);

/** What one says in place of a scope. */
const isWherever = vocabulary(
  'wherever whatever everywhere anywhere somewhere affected involved related corresponding file files folder folders directory directories',
  'usual suspects touch may allowed changed free decide fit fits sense stack world limit no only whichever proper necessary',
  'uberall irgendwo betroffen* zugehorig* entsprechend* datei dateien ordner verzeichnis* passend* richtigen erforderlich notwendig* relevant* nötig* notigen notige',
  'partout concerne* fichier fichiers dossier dossiers necessaires appropri* pertinent* ou besoin sera',
  'donde dondequiera archivo archivos fichero ficheros carpeta carpetas afectad* correspondiente* relevante* necesari* sea haya',
);

/** Runs of words that mean less together than each alone. */
const TOGETHER: [RegExp, string][] = [
  [/\buser (?:friendly|friendlier|experience|interface)\b/gu, 'friendly'],
  [/\bin ordnung\b/gu, 'besser'],
  [/\b(?:does|dos|do|is|are|was|did|wo)n? t\b/gu, 'not'],
  // It is there already.
  [
    /\b(?:the|our|das|die|der|den|dem|la|le|el|les|los|las) (?:new|neu[nrs]?|nouvelles?|nouveaux?|nuv[oa]s?)\b/gu,
    'the',
  ],
  [/\bn importe quoi\b/gu, 'mal'],
  [/\b(?:poco|algo) de orden\b/gu, 'limpieza'],
  [/\bloading times?\b|\bcode (?:base|quality)\b|\btech(?:nical)? debts?\b/gu, 'quality'],
];

export const together = (words: readonly string[]): string[] =>
  TOGETHER.reduce((text, [run, word]) => text.replace(run, word), words.join(' ')).split(' ');

export type Matter = 'goal' | 'scope' | 'done';
const MORE = { goal: isAsYouLike, scope: isWherever, done: isOver };

/** True when no word of it names anything. */
export const saysNothing = (words: readonly string[], matter: Matter): boolean =>
  words.length > 0 &&
  together(words).every(
    (word) =>
      isDoing(word) ||
      isAnything(word) ||
      isQuality(word) ||
      isSmall(word) ||
      isFiller(word) ||
      isNegation(word) ||
      MORE[matter](word),
  );

export const isVerbOfDoing = isDoing;
