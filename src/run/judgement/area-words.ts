/** Usual names of areas, and what people call them in English, German, French and Spanish. Each line is one area. */
import { folded, vocabulary } from './text.js';

const ROWS = `
login auth signin anmeldung connexion authentification authentication autenticacion acceso
orders order bestellung bestellungen commande commandes pedido pedidos
billing invoices invoice abrechnung rechnung rechnungen facturation facture factures facturacion factura facturas
payments payment zahlung zahlungen paiement paiements pago pagos
mail email emails mails mailer courriel courriels correo correos
checkout kasse caisse
account accounts konto konten compte comptes cuenta cuentas
users user benutzer nutzer utilisateur utilisateurs usuario usuarios
settings preferences einstellungen parametres preferencias
search suche recherche busqueda
header kopfzeile kopfbereich entete cabecera encabezado
footer fusszeile piedpage
forms form formular formulare formulaire formulaires formulario formularios
fonts font schrift schriften schriftarten police polices fuente fuentes tipografia
images image bilder bild imagen imagenes
styles style css stylesheet stylesheets estilos
components component komponente komponenten composant composants componente componentes
migrations migration migrationen migracion migraciones
workflows workflow
shared common gemeinsame partage compartido
parse parser parsing parsen analyseur analizador
public static statisch statique
config configuration konfiguration configuracion
scripts script skripte skript
server backend
client frontend
`;

const groups = new Map<string, string[]>();
for (const row of ROWS.trim().split('\n')) {
  const words = row.split(' ').map(folded);
  for (const word of words) groups.set(word, [...(groups.get(word) ?? []), ...words]);
}

/** Other words for the area of this name. */
export const synonymsOf = (name: string): readonly string[] => groups.get(folded(name)) ?? [];

/** What pages and parts are called everywhere, and one asks for nothing who says only that. */
const COMMON = vocabulary(
  'navigation registration reporting dashboard menu sidebar navbar navigation nav profile cart basket shop store home homepage startpage landing admin panel notification* report reports upload uploads download downloads database db api flow export import invoice job jobs process register registration signup newsletter list overview session sessions web layout button buttons dialog modal popup screen screens view views table',
  'menu seitenleiste profil warenkorb shop startseite verwaltung benachrichtigung* bericht berichte datenbank ablauf prozess export import registrierung navigation ubersicht ansicht liste bestellprozess bestellvorgang kontoseite layout',
  'tableau bord menu profil panier boutique accueil pied notification* rapport* telechargement* base donnees processus navigation inscription liste vue',
  'panel menu perfil carrito tienda inicio notificacion* informe* descarga* base datos navegacion proceso registro lista vista compra',
);
const isContent = vocabulary(synonymsOf('images').join(' '));
/** A word for an area of any program. */
export const isAreaWord = (word: string): boolean => (groups.has(word) && !isContent(word)) || COMMON(word);

/** Who takes part in anything, and what is sent to them. */
export const isPerson = vocabulary(
  synonymsOf('users').join(' '),
  synonymsOf('mail').join(' '),
  'list liste lista button buttons',
);

const USUAL = `test tests spec specs testsuite testfalle pruebas essais unittests doc docs documentation dokumentation doku documentacion readme liesmich changelog
license licence dependencies dependency abhangigkeiten dependances dependencias ci workflows pipeline pipelines dockerfile makefile contributing codeowners gitignore editorconfig
tsconfig eslintrc lockfile linter`;
const usual = new Set(USUAL.split(/\s+/u).map(folded));

/** Parts that are found in any repository, or are made at its root. */
export const isUsualPart = (word: string): boolean => usual.has(word);
