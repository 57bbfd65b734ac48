/** Criteria that only somebody's feeling, taste or satisfaction could tell. */
import { isSmall } from './small-words.js';
import { visible, vocabulary, wordsOf } from './text.js';
import { isQuality } from './vague-words.js';

/** Somebody is content. */
const isContent = vocabulary(
  'feel feels feeling felt happy happier satisf* pleased content delighted glad love loves loved like likes liked enjoy* impress* excited complain* confiden* comfortable agree agrees thumbs convinced trust trusts proud thrilled wow notice notices difference',
  'fuhlt anfuhl* anfuhlt gefuhl zufrieden* glucklich begeistert gefallt gefallen mogen mag freut freuen meckert meckern beschwert beschweren einverstanden uberzeugt stolz lieben liebt zustimm* merken merkt bemerk* unterschied',
  'content contents contente contentes satisfait* heureux heureuse plait ravi ravis ravie aime aiment apprecie* sent ressent impression convaincu* d accord plaint plaigne* adore adorent remarque remarquent difference',
  'content* contento contentos satisfech* feliz felices gusta guste gustan encanta encante siente sienta sensacion impresion convencid* queja quejan queje acuerdo agrada nota notan diferencia',
);
/** It is good, to somebody. */
const isTaste = vocabulary(
  'looks look looking works work working nicely smoothly snappy snappier responsive sleek polished reasonable acceptable sensible enough intuitive understandable obvious convenient comfortable pleasant fun sane satisfying natural decent solid flawless bug',
  'aussehen aussieht sieht wirkt wirken flussig* flott* angenehm* ansprechend* verstandlich* nachvollziehbar* akzeptabel* ausreichend* genug funktioniert funktionieren lauft laufen sinnvoll* klappt passt geht rund zugig* spurbar* merklich* deutlich* logisch',
  'fluide* agreable* acceptable* comprehensible* raisonnable* suffisant* assez marche fonctionne marchent fonctionnent joli jolie beau belle nettement clairement ressemble air logique pratique sympa',
  'fluido fluida agradable* aceptable* comprensible* razonable* suficiente* bastante funciona funcione funcionan va vaya anda ve vea luce claramente notablemente logico practico bonito bonita guapa',
  'improved enhanced optimized optimised verbessert optimiert ameliore* optimise* mejorad* optimizad* significantly noticeably considerably much',
);
/** Who or what is said to be so; nothing of it can be looked at. */
const isSubject = vocabulary(
  'everyone everybody people users user customers customer team client clients boss manager pm po stakeholder* nobody noone developers devs we i they result outcome',
  'alle jeder nutzer benutzer kunden kunde team chef niemand keiner leute entwickler anwender ergebnis utilisateurs utilisateur client clients equipe chef personne monde gens resultat usuarios usuario clientes cliente equipo jefe nadie gente todos resultado',
);
/** Something that can be seen or counted stands in it. */
const isObservable = vocabulary(
  'return* answer* respond* show shows shown display* contain* print* exist* redirect* reject* accept* send sends sent log logs logged write writes written exit exits open opens appear* disappear* create* delete* remove* list lists listed include* throw* raise* render* save* store* load loads receive* reach* match* equal* less than under below within than fail* pass passes empty visible hidden enabled disabled gone documented error status',
  'zeig* antwort* liefer* enthalt* gibt ausgib* existier* weiterleit* ablehn* abgelehnt sende* gesendet schreib* offne* erschein* verschwind* erstell* losch* entfern* wirf* speicher* empfang* weniger unter hochstens mindestens sichtbar dokumentiert erhalt*',
  'renvoi* repond* affich* contien* imprim* exist* redirig* rejet* refus* envoi* envoy* ecri* ouvr* apparai* disparai* cre* supprim* enregistr* recoi* moins visible document*',
  'devuelv* respond* muestr* contien* imprim* exist* redirig* rechaz* envi* escrib* abr* aparec* desaparec* crea* borr* elimin* guard* recib* menos visible document*',
);
const HARD = /\d|`|\/\w|\w\(\)|[a-z][A-Z]|\b[A-Z]{3,}\b|["“„«]/u;

export function feels(criterion: string): boolean {
  const words = wordsOf(criterion);
  if (words.some(isContent) && !words.some(isObservable)) return true;
  if (HARD.test(visible(criterion)) || words.some(isObservable)) return false;
  const said = words.filter((word) => !isSmall(word));
  const judged = said.filter((word) => isQuality(word) || isTaste(word));
  // A verdict at the end, and at most what it is about besides it.
  return judged.length > 0 && said.length - judged.length <= MOST_SUBJECT && isVerdictLast(said);
}

/** `the new checkout page looks nice`: so many words may say what it is about. */
const MOST_SUBJECT = 4;

const isVerdictLast = (said: readonly string[]): boolean => {
  const last = said.at(-1) ?? '';
  return isQuality(last) || isTaste(last) || isSubject(last);
};
