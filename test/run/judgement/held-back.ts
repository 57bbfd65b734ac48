/**
 * Examples that nobody looked at while the rules of the judgement were written: they tell whether the rules hold
 * for texts not seen before.
 */
import type { Example } from './example.js';

type More = Pick<Example, 'beside' | 'repos'>;
type Given = string | readonly [text: string, more: More];
type Of = readonly [Example['language'], Example['field']];

const rows = ([language, field]: Of, enough: boolean, given: readonly Given[]): Example[] =>
  given.map((one) => {
    const [text, more] = typeof one === 'string' ? [one, {}] : one;
    return { language, field, text, enough, ...more };
  });

/** One can work from these. */
const good = (language: Of[0], field: Of[1], ...given: Given[]) => rows([language, field], true, given);
/** One has to ask. */
const lacking = (language: Of[0], field: Of[1], ...given: Given[]) => rows([language, field], false, given);

const API: More = { repos: ['api'] };
const WEB: More = { repos: ['web'] };
const TOOL: More = { repos: ['tool'] };

const ENGLISH: Example[] = [
  ...good(
    'en',
    'goal',
    'bump express to 4.21.2 pls, the dependabot PR is stuck :pray:',
    "checkout page says 'recieve', should be 'receive'",
    'dark mode for the account page',
    'ppl get logged out after 5 min and keep complaining. session timeout should be 30 min',
    '*As a* support agent\n*I want* to see the order number on the account page\n*so that* I dont have to ask the customer for it',
    // One goal in two clauses.
    'rename userId to accountId in the orders payload and adjust the tests accordingly',
    'drop node 18: take it out of the CI matrix and set engines to >=20',
    'Retry failed webhook deliveries 3x w/ backoff, and log each attempt',
  ),
  ...lacking(
    'en',
    'goal',
    'like we discussed yesterday :slightly_smiling_face:',
    'tbd, will fill this in later today',
    'hey, could you pls just make the login less bad? thx!',
    'can somebody look into the orders thing again, its acting up',
    'general cleanup + refactoring where it makes sense',
    'ASAP!! customer is waiting, this is super urgent :fire:',
    // Several goals.
    '1. upgrade react to 19\n2. move invoices to the new billing provider\n3. fix the broken avatar upload',
    "fix the csv export encoding, also we need a cookie banner, and while you're at it migrate CI to bun",
    'Add SSO via okta. Also the nightly backup job fails since tuesday, needs fixing.',
  ),
  ...good(
    'en',
    'scope',
    ['just the readme', TOOL],
    ['src/orders and test/orders, nothing else', API],
    'api: src/billing + its tests, web: app/checkout',
    ['the header component', WEB],
    ['new workflow file under .github/workflows', API],
    ['internal/parse/date.go (new), go.mod if u need a dep', TOOL],
    ['- `src/login/session.ts`\n- `test/login`\n- short note in docs/adr', API],
    ['app/checkout', { beside: { goal: 'show the discount that api already returns on the checkout page' } }],
  ),
  ...lacking(
    'en',
    'scope',
    "wherever it's needed",
    ['the usual places', API],
    ['idk yet :shrug:', WEB],
    ['lib/payments/stripe.ts', API],
    ['the reporting module and whatever it touches', API],
    // The run has api too, and nothing says what for.
    ['app/account', { beside: { goal: 'show the last login date on the account page' } }],
    [
      'components/header, maybe public/fonts',
      { beside: { goal: 'use Inter as font in the header', done: 'pnpm run build passes' } },
    ],
  ),
  ...good(
    'en',
    'done',
    'npm test',
    '`npm test` and `npm run lint` green',
    ['- [ ] pnpm test passes\n- [ ] pnpm run build passes', WEB],
    ['`go vet ./...` + `go test ./...` clean', TOOL],
    'returns 404 instead of 500 for unknown order ids',
    'GET /orders?limit=5 gives max 5 orders and a next cursor',
  ),
  ...lacking(
    'en',
    'done',
    'when it feels snappy',
    "I'll know it when I see it :sweat_smile:",
    'looks nice and modern',
    "everything's fine and nobody complains anymore",
    // No check anywhere in this repository.
    ['the error message has the line number in it', TOOL],
  ),
  ...good(
    'en',
    'constraints',
    'nope, nothing special',
    'no new deps pls, and no schema changes before the release on thu',
    ['keep what src/shared exports, billing depends on it', { ...API, beside: { scope: 'src/shared' } }],
  ),
  ...lacking(
    'en',
    'constraints',
    '??',
    ["don't touch src/billing, audit is running", { ...API, beside: { scope: 'src/billing and src/mail' } }],
    [
      'code freeze in web, no changes there this week',
      { beside: { scope: 'src/orders in api, app/checkout in web' } },
    ],
  ),
];

const GERMAN: Example[] = [
  ...good(
    'de',
    'goal',
    "Tippfehler im Footer: 'Impresum' -> 'Impressum'",
    'axios auf 1.7.9 heben wg. CVE',
    'beim checkout wird die PLZ mit führender 0 abgeschnitten (01067 -> 1067), soll als string gespeichert werden',
    // One goal in two clauses.
    'Logout-Button in den Header einbauen und danach auf die Startseite weiterleiten',
  ),
  ...lacking(
    'de',
    'goal',
    'das mit dem login halt, wie besprochen',
    'bitte mal bisschen schöner machen 🙏',
    // Several goals.
    'Rechnungs-PDF braucht die USt-ID, außerdem Umstieg auf Postgres 16 und das Kontaktformular spammt uns zu',
  ),
  ...good(
    'de',
    'scope',
    ['nur das README', API],
    ['src/orders inkl. tests', API],
    'api: src/mail, im web nur app/account',
  ),
  ...lacking(
    'de',
    'scope',
    ["überall wo's halt vorkommt", WEB],
    ['k.A., schau einfach mal', API],
    ['backend/rechnungen/export.py', API],
  ),
  ...good(
    'de',
    'done',
    'npm test läuft durch',
    'alle Tests grün, Build auch',
    'bei falschem Passwort kommt 401 statt 500',
  ),
  ...lacking('de', 'done', "wenn's passt", 'soll halt einfach funktionieren'),
  ...good('de', 'constraints', 'keine neuen Abhängigkeiten, DB-Schema bleibt wie es ist'),
  ...lacking('de', 'constraints', [
    'src/login bitte nicht anfassen, da ist grad ein Kollege dran',
    { ...API, beside: { scope: 'src/login + test/login' } },
  ]),
];

const FRENCH: Example[] = [
  ...good(
    'fr',
    'goal',
    'corriger la faute « instalation » dans le README',
    'passer node en 22 dans le Dockerfile',
    "qd on annule une commande le stock n'est pas remis à jour, il faut le réincrémenter",
    // One goal in two clauses.
    "renommer le champ nom en lastName dans l'api et mettre à jour le formulaire web en conséquence",
  ),
  ...lacking(
    'fr',
    'goal',
    'améliorer un peu tout ça svp',
    'à définir',
    // Several goals.
    "Ajouter l'export CSV des factures, refaire la page d'accueil et corriger le bug de connexion sur Safari",
  ),
  ...good(
    'fr',
    'scope',
    ['juste le Dockerfile', API],
    ['components/forms', WEB],
    'src/billing dans api, app/checkout côté web',
  ),
  ...lacking('fr', 'scope', ['un peu partout', WEB], ['le module de statistiques', API]),
  ...good('fr', 'done', '`npm test` ok', 'les tests passent et le lint aussi'),
  ...lacking('fr', 'done', 'quand ça marche bien', 'que le client soit content 🙂'),
  ...good('fr', 'constraints', 'aucune'),
];

const SPANISH: Example[] = [
  ...good(
    'es',
    'goal',
    'subir jest a la 30',
    'en canarias el carrito aplica iva 21%, debería ser igic 7%',
    // One goal in two clauses.
    'quitar el campo fax del formulario de registro y borrar la columna correspondiente',
  ),
  ...lacking(
    'es',
    'goal',
    'arreglar lo de siempre',
    'que vaya más fino, porfa',
    // Several goals.
    '- migrar los correos a SES\n- añadir modo oscuro\n- arreglar el login con google',
  ),
  ...good(
    'es',
    'scope',
    ['solo package.json', WEB],
    ['migrations (una nueva) y src/orders', API],
    'api: src/login\nweb: app/account y components/forms',
  ),
  ...lacking('es', 'scope', ['donde haga falta', API], ['src/pagos', API]),
  ...good(
    'es',
    'done',
    'pasan los tests',
    ['`pnpm run build` sin errores', WEB],
    'con el carrito vacío el botón Pagar sale desactivado',
  ),
  ...lacking('es', 'done', 'que quede bonito', 'pendiente'),
  ...lacking('es', 'constraints', [
    'no tocar package.json',
    { ...WEB, beside: { scope: 'package.json y next.config.js' } },
  ]),
];

/** About as many that are enough as are not, in four languages. */
export const HELD_BACK: readonly Example[] = [...ENGLISH, ...GERMAN, ...FRENCH, ...SPANISH];
