/** Words that carry no matter by themselves, in English, German, French and Spanish. */
import { vocabulary } from './text.js';

/** Politeness and fillers: what is said with them is said without them. */
export const isFiller = vocabulary(
  'please pls plz just simply kindly maybe perhaps hm hmm hmmm um uh er well so ok okay sorry hi hello hey',
  'asap urgently quickly thanks thank thx currently now really actually basically probably',
  'dringend bitte einfach mal einmal halt eben vielleicht erstmal vorerst derzeit aktuell gerade danke hallo eigentlich wohl',
  'urgent svp stp merci bonjour salut juste simplement vraiment donc alors',
  'urgente favor gracias hola solo simplemente quizas ahora pues',
);

export const isSmall = vocabulary(
  'the a an and or nor of to in on at for with from by into onto so that then than also very quite too such',
  'i we you he she they my our your his her their its me us some any up out off over there here what how when',
  'where which who whom whose if as per be is are was were been being am s t re ll ve d don doesn isn aren let lets',
  'one ones various several few many lots etc possible needed necessary required needs need needed appropriate applicable relevant',
  'der die das den dem des ein eine einen einem einer eines und oder zu zum zur in im an am auf aus bei beim mit',
  'nach von vom vor fur uber unter um so dass daß wie auch noch ich wir du ihr sie er man mich mir uns unser* dein*',
  'werden wird wurde wurden sein ist sind war waren hat haben sehr bisschen wenig mehr nur doch schon moglich',
  'notig notwendig diverse verschiedene einige mehrere paar hier da dort gern gerne wenn sich was wo ja ins ans mein* euer* eure*',
  'un une des du de l d et ou a au aux en dans sur pour par avec que qu qui ce cet cette ces c est sont etre soit',
  'je tu il elle on nous vous ils elles y se s si tres peu plait te m moi n j mon ma mes ton ta tes notre nos votre',
  'plus moins le la les lui leur quelques plusieurs divers diverses possible necessaire besoin',
  'el los las unos unas del o al con por para se su sus es son ser sea este como muy mas poco me nos tambien mi',
  'mis tu tus lo les varios varias algunos algunas e u que si posible necesario falta haga',
);
