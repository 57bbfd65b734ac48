/** A second table of examples that nobody looks at while working on the judgement: it says how well the rules carry over. */
import type { Example } from './example.js';

type More = Pick<Example, 'repos' | 'beside'>;
type Row = string | readonly [text: string, more: More];

const API: More = { repos: ['api'] };
const WEB: More = { repos: ['web'] };
const TOOL: More = { repos: ['tool'] };

const beside = (fields: NonNullable<Example['beside']>): More => ({ beside: fields });

/** Rows of one language and field with the same verdict. */
function rows(
  language: Example['language'],
  field: Example['field'],
  enough: boolean,
  list: readonly Row[],
): Example[] {
  return list.map((row) =>
    typeof row === 'string'
      ? { language, field, enough, text: row }
      : { language, field, enough, text: row[0], ...row[1] },
  );
}

const GOALS: readonly Example[] = [
  ...rows('en', 'goal', true, [
    "Customers get the order confirmation twice since Monday's deploy, they should get it once",
    'bump node to 22 in the Dockerfile',
    'POST /orders returns 500 when the voucher code has a trailing space. Should just trim it.',
    'rate limit the login endpoint, 5 attempts per minute per IP',
    'CSV export for the orders list',
    "checkout page is blank in Safari 16 – TypeError: Cannot read properties of undefined (reading 'total')",
    "so support gets ~20 tickets a week because ppl can't find where to change their billing address. let's put a link to it on the account page",
    'pls upgrade next to 15.2.3, CVE-2025-29927 :rotating_light:',
    "Rename 'Basket' to 'Cart' in the header",
    'delete the unused legacy mailer',
  ]),
  ...rows('en', 'goal', false, [
    'can someone look at this asap pls, customer is really angry 🔥',
    'Checkout is broken again',
    'TBD, will fill in after standup',
    'tidy things up a bit',
    'Improve performance',
    'the thing Tom and I talked about yesterday',
    'Fix the login redirect loop, add dark mode to the account page, and write the Q3 release announcement',
    "orders page doesn't look right",
    "Hey team, as discussed in the meeting we really need to get this over the line, it's super important for the client. Thanks a lot for your help!",
    'Refactoring',
  ]),
  ...rows('de', 'goal', true, [
    'Im CSV-Export der Bestellungen sind die Umlaute kaputt, bitte als UTF-8 mit BOM ausgeben',
    'Im Footer steht noch 2023, soll 2025 sein',
    'Passwort-Reset-Link soll nach 30 Minuten ablaufen statt nach 24 h',
    'Kunden ohne Rechnungsadresse bekommen beim Bezahlen einen 500er, stattdessen soll eine Meldung am Feld stehen',
    'express auf Version 5 heben',
  ]),
  ...rows('de', 'goal', false, [
    'Könnt ihr da mal drüberschauen, irgendwas stimmt da nicht',
    'Login spinnt mal wieder 🙄',
    'wie letztes Mal',
    'Dringend!! Muss heute noch live',
    'Newsletter-Anmeldung einbauen, Postgres auf 16 aktualisieren und die Schrift auf der Kontoseite austauschen',
  ]),
  ...rows('fr', 'goal', true, [
    "Le mail de confirmation part deux fois quand on recharge la page de paiement, il ne doit partir qu'une fois",
    'Corriger la faute « adresse de livrason » dans le formulaire',
    'Ajouter un filtre par date sur la liste des commandes',
    "passer le timeout de l'appel Stripe de 5 à 15 s",
    "Supprimer l'ancien endpoint /v1/invoices, plus personne ne l'appelle",
  ]),
  ...rows('fr', 'goal', false, [
    'ça marche pas, vous pouvez regarder svp ?',
    'à définir',
    "améliorer l'expérience utilisateur",
    "le client s'impatiente, il faut livrer avant vendredi",
    'Il y a un souci avec le paiement',
  ]),
  ...rows('es', 'goal', true, [
    'Con un cupón caducado el total queda en negativo; debe salir «cupón no válido» y no tocar el total',
    'Cambiar el texto del botón «Enviar» por «Pagar» en el checkout',
    'añadir paginación a GET /orders, 50 por página',
    'Que el correo de bienvenida salga en el idioma del usuario, ahora sale siempre en inglés',
    'quitar moment, ya usamos date-fns',
  ]),
  ...rows('es', 'goal', false, [
    'arreglar lo de siempre',
    'está fallando otra vez 😡',
    'Mejorar la app',
    'urge, ventas lo necesita para hoy sí o sí',
    'Cambiar el logo del header, borrar los usuarios inactivos cada noche y migrar el CI a GitHub Actions',
  ]),
];

const SCOPES: readonly Example[] = [
  ...rows('en', 'scope', true, [
    ['src/login and its tests', API],
    ['components/forms/', WEB],
    ['internal/parse, plus a new file internal/parse/yaml.go', TOOL],
    ['the billing module', API],
    ['just the readme', TOOL],
    [
      'app/checkout',
      beside({ goal: 'Show the voucher discount at checkout', done: '`npm test` in api still passes' }),
    ],
  ]),
  ...rows('en', 'scope', false, [
    ["wherever it's needed", API],
    ['src/pages/legacy', WEB],
    ['the usual files', TOOL],
    ['analytics dashboard', API],
    ['everything related to it I guess', WEB],
    [
      'app/account and components/forms',
      beside({ goal: 'Let customers change their billing address', constraints: 'no new dependencies' }),
    ],
  ]),
  ...rows('de', 'scope', true, [
    ['src/mail und der passende Test dazu', API],
    ['nur die Schriften in public/fonts', WEB],
    ['go.mod', TOOL],
  ]),
  ...rows('de', 'scope', false, [
    ['da wo es halt hingehört', API],
    ['die Admin-Oberfläche', WEB],
    ['weiß ich noch nicht', TOOL],
  ]),
  ...rows('fr', 'scope', true, [
    ['src/orders et test/orders', API],
    ['le dépôt tool en entier', TOOL],
    ['uniquement next.config.js', WEB],
  ]),
  ...rows('fr', 'scope', false, [
    ['les fichiers concernés', API],
    ['lib/helpers', TOOL],
    ['app/checkout uniquement', beside({ goal: 'Afficher les frais de port avant le paiement' })],
  ]),
  ...rows('es', 'scope', true, [
    ['migrations/ y src/billing', API],
    ['components/header y nada más', WEB],
    ['un ADR nuevo en docs/adr', API],
  ]),
  ...rows('es', 'scope', false, [
    ['lo que haga falta', API],
    ['n/a', WEB],
    ['src/main/java/com/acme/pagos', TOOL],
  ]),
];

const DONE: readonly Example[] = [
  ...rows('en', 'done', true, [
    '`npm test` is green and there is a test for the voucher with the trailing space',
    ['GET /orders?page=2 returns the next 50 orders, page 1 unchanged', API],
    'A customer with two addresses can pick one at checkout and that one shows up on the invoice',
    ['`go test ./...` passes', TOOL],
    ['`pnpm test` and `pnpm run build` pass', WEB],
  ]),
  ...rows('en', 'done', false, [
    'when it feels snappy',
    "Everyone's happy with it",
    ['the parser accepts trailing commas', TOOL],
    'you know when you see it :wink:',
    'all good',
  ]),
  ...rows('de', 'done', true, [
    ['Reset-Link von gestern liefert 410, ein frischer führt zum Formular', API],
    ['`pnpm test` läuft durch', WEB],
  ]),
  ...rows('de', 'done', false, [
    'Wenn der Kunde zufrieden ist',
    ['Leere Zeilen in der Eingabe werden übersprungen', TOOL],
  ]),
  ...rows('fr', 'done', true, [
    "Un panier vide affiche « Votre panier est vide » au lieu d'une page blanche",
    ['`go build ./...` passe', TOOL],
  ]),
  ...rows('fr', 'done', false, [
    'quand ce sera propre',
    ["le logo s'affiche à droite sur la page de paiement", WEB],
  ]),
  ...rows('es', 'done', true, [
    'Llega un solo correo por pedido, aunque se recargue la página de pago',
    ['`npm run lint` y `npm test` en verde', API],
  ]),
  ...rows('es', 'done', false, ['que se vea bien', 'ya veremos']),
];

const CONSTRAINTS: readonly Example[] = [
  ...rows('en', 'constraints', true, [
    'nope, none',
    ['leave src/login alone, auth team is in there this week', beside({ scope: 'src/orders' })],
    'no new dependencies',
  ]),
  ...rows('en', 'constraints', false, [
    '?',
    ["don't touch src/billing, finance is auditing it", beside({ scope: 'src/billing and test/orders' })],
  ]),
  ...rows('de', 'constraints', true, ['Keine Schemaänderungen an der Datenbank']),
  ...rows('de', 'constraints', false, [
    ['components/header bitte nicht anfassen', beside({ scope: 'components/header, src/orders' })],
  ]),
  ...rows('fr', 'constraints', true, ['aucune']),
  ...rows('fr', 'constraints', false, [
    ['Ne pas modifier src/mail', beside({ scope: 'src/mail et src/orders' })],
  ]),
  ...rows('es', 'constraints', true, ['La respuesta de GET /orders no puede cambiar']),
  ...rows('es', 'constraints', false, [
    ['prohibido tocar src/shared', beside({ scope: 'src/shared y app/account' })],
  ]),
];

/** Held back: read by the test alone, never by whoever changes the rules. */
export const HELD_BACK_2: readonly Example[] = [...GOALS, ...SCOPES, ...DONE, ...CONSTRAINTS];
