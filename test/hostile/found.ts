/** Every folder beside this file that holds an `attack.ts` is an attack. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Attack } from './attack.js';

const here = fileURLToPath(new URL('.', import.meta.url));

export interface Named extends Attack {
  /** Name of its folder. */
  name: string;
}

export async function findAttacks(): Promise<Named[]> {
  const names = readdirSync(here).filter((name) => existsSync(join(here, name, 'attack.ts')));
  const found = await Promise.all(names.map(attackNamed));
  return found.sort((one, other) => one.order - other.order);
}

/** The attack in the folder `name`, which exports it as `attack`. */
export async function attackNamed(name: string): Promise<Named> {
  const { attack } = (await import(pathToFileURL(join(here, name, 'attack.ts')).href)) as { attack: Attack };
  return { ...attack, name };
}
