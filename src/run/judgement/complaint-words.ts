/** What one says who is unhappy with something, or asks others to look at it: English, German, French, Spanish. */
import { vocabulary } from './text.js';

/** It is bad, odd, slow: a verdict that does not say what is wrong. */
export const isComplaint = vocabulary(
  'weird weirdly odd oddly strange funny funky off janky jank clunky clumsy sluggish laggy lag lags lagging flaky flakey glitchy buggy crappy crap awful terrible horrible horrid bad badly poor poorly worse worst messy mess messed ugly annoying annoys annoyed annoy pain painful suck sucks sucky lame meh wonky shaky rough confusing frustrat* unhappy complain* complaint* acting misbehav* struggl* broken breaks breaking broke borked bork wrong trouble* unreliable unstable dated outdated nightmare disaster garbage rubbish cumbersome stuttering choppy unresponsive slow slower slowly fail fails failing failed problem problems issue issues',
  'spinnt spinnen zickt zicken komisch* seltsam* merkwurdig* eigenartig* hakt haken hakelig* hakt stockt ruckelt ruckel* lahm* trage langsam* nervt nerven nervig* schlecht* mies* furchtbar* schrecklich* schlimm* hasslich* unschon* chaos chaotisch katastroph* murks mist kacke scheisse* muhsam* umstandlich* unubersichtlich* holpr* holper* zah unzuverlassig* instabil* kaputt* arger argert argerlich* problem* schwierigkeiten macken meckern meckert beschwer* unzufrieden* stimmt falsch veraltet altbacken streikt bockt buggt verbuggt klemmt unrund schief wackel* defekt* daneben',
  'deconne deconnent bizarre bizarres bizarrement etrange etranges marrant chelou foireux foire rame rament ramer lent lente lents lentes lenteur moche moches laid affreux affreuse horrible terrible nul nulle nuls penible* galere chiant* enervant* agacant* bancal* capricieu* bug buggue buggy bugge plante souci soucis probleme* mauvais* mal pire bordel catastroph* cafouill* plaign* plaint* mecontent* vieillot* instable* saccad* lourd lourdingue lourds',
  'raro rara raros raras extran* fatal lento lenta lentos lentas lentitud feo fea feos feas desastre desastroso horrible horribles terrible mal malo mala malos malas peor pesado pesada torpe molest* fastidi* problem* queja* quejan lioso lio caos caotic* estropead* roto rota rompe falla fallan fallando fallos error cutre chung* incomod* inestable* anticuad* pocho tonteri* atasca* cuelga*',
);

/** Worth a question even where something is named that is not known as an area. */
export const isStrongComplaint = vocabulary(
  'weird weirdly odd oddly strange funky janky clunky clumsy sluggish glitchy crappy awful terrible horrible messy mess ugly annoying annoys painful suck sucks lame wonky frustrat* misbehav* nightmare disaster',
  'spinnt spinnen zickt komisch* seltsam* merkwurdig* hakt hakelig* nervt nervig* mies* furchtbar* schrecklich* hasslich* katastroph* murks unrund bockt',
  'deconne deconnent bizarre bizarres etrange chelou moche moches affreu* nul nulle penible* galere chiant* bancal* catastroph*',
  'raro rara raros raras fatal feo fea desastre horrible cutre chungo lioso',
  'nicer prettier smoother friendlier schoner hubscher flotter angenehmer joli plus sympa bonito agradable',
);

/** To ask that somebody look, care, wish. */
export const isAsking = vocabulary(
  'but else due drop everything look looks looking looked into check checking checked investigate examine inspect eye attention love tlc care deal dig sort someone somebody anyone anybody nice cool wondering wonder hope hoping wish mind idea ideas think thinking believe guess kind kinda sorta somewhat somehow way honest honestly tbh imo lately recently often sometimes sometime occasionally constantly another while since really totally pretty super hella extremely rather quite bit guys folks team anymore already seriously literally obviously especially figure investigation see seen say says saying said tell hear heard',
  'schau* anschau* angeschaut anseh* angesehen nachseh* nachschau* guck* angucken pruf* gepruft uberpruf* kummer* drauf drum dran ran rangehen jemand wer irgendjemand irgend* irgendwie blick werfen draufschauen liebe pflege zuwendung ganz ziemlich echt total super mega extrem etwas manchmal ofter oft standig dauernd neuerdings neulich letzter letzte zeit wieder schon ware wars konne wunschen hoffe finde glaube denke meine sagen sagt gesagt richtig wirklich leider tut funzt sachen paar aber',
  'regard* jeter jette oeil œil coup verifi* check voir quelqu quelque occup* vraiment assez trop parfois souvent encore moment ces temps derniers dernierement recemment truc serait bien aimerais aimerait possible genre grave carrement franchement pense crois dit disent jetez pencher penche attention amour soin mais a',
  'mirar mire mira miren revisar revisa revise revisen vistazo echar echa eche echale ojo alguien comprobar comprueba verificar ultimamente bastante super muy algo vez otra veces siempre creo parece parecen estaria gustaria ser fuera fuese seria podeis puedan ver verlo rato poquito cariño atencion dicen dice va van anda andan dan da pero esta estan sentido tenga tiene donde',
);

/** Who is unhappy or waits, and where; nothing of it says what shall be different. */
export const isSomebody = vocabulary(
  'people person user users customer customers client clients team boss manager management pm po cto ceo ops support product marketing sales stakeholder* everyone everybody nobody colleague* dev devs folks screen screens device devices browser browsers mobile phone phones desktop prod production staging',
  'leute nutzer benutzer kunde kunden kundin team chef chefin vertrieb support kollege* kollegin* jeder alle alles niemand anwender handy mobil* bildschirm* gerat geraten browser prod produktion',
  'gens personne personnes utilisateur* client clients equipe chef patron collegue* monde ecran ecrans navigateur* mobile telephone prod production',
  'gente usuario usuarios cliente clientes equipo jefe jefa compañer* todos nadie pantalla pantallas navegador* movil moviles produccion',
);

/** That it is urgent, and when. */
export const isUrgency = vocabulary(
  'urgent urgently urgency asap priority prio p0 p1 critical blocker blocking hotfix hurry immediately instantly today tonight tomorrow now deadline due friday monday tuesday wednesday thursday weekend week waiting waits wait important escalat* quick rush drop fire burning hours minutes eod eow yesterday soon next highest top help emergency showstopper must matters',
  'dringend* eilt eilig* schnellstmoglich* sofort umgehend heute abend morgen prio prioritat hochst* wichtig* frist brennt brennen warten wartet raus kritisch* blockiert eskali* freitag montag dienstag mittwoch donnerstag woche wochenende notfall hilfe bald gestern stunde stunden minuten nachste* asap schleunigst rausgehen live',
  'urgent urgente urgence vite immediatement aujourd hui demain soir priorit* maximale maximum important* critique* bloquant* attend attendent delai vendredi lundi mardi mercredi jeudi semaine feu brule presse depeche* rapidement tot tard heures secours aide absolue haute',
  'urgente urgentemente urgencia ya hoy mañana prioridad maxima maximo alta importante critico critica bloqueante espera esperando plazo viernes lunes martes miercoles jueves semana prisa corre inmediat* cuanto antes pronto ayuda socorro horas fuego salir quema',
);
