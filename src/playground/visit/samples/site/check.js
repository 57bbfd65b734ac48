/** Every page has a title, and every link to a file of this folder leads to one. Exits 1 and says what is wrong. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const faults = [];
const pages = readdirSync('.').filter((name) => name.endsWith('.html'));
for (const page of pages) {
  const text = readFileSync(page, 'utf8');
  if (!/<title>[^<]+<\/title>/.test(text)) faults.push(`${page}: has no title`);
  for (const [, target] of text.matchAll(/(?:href|src)="(?!https?:|#)([^"#]+)/g))
    if (!existsSync(target)) faults.push(`${page}: the link to ${target} leads nowhere`);
}
console.log(faults.length > 0 ? faults.join('\n') : `${pages.length} page(s) are fine`);
process.exitCode = faults.length > 0 ? 1 : 0;
