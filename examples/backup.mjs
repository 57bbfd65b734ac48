// For whoever runs a bot: copies everything that cannot be made again, while the bot and its agents work.
//
//   node examples/backup.mjs HOME FOLDER [DATABASE]
//
// HOME is METAWSM_HOME. FOLDER is made and gets `metawsm.sqlite` and `home.tar`. DATABASE is the file that DATABASE_URL
// names, where it does not lie in HOME. Exit codes: 0 done · 1 not done; FOLDER is then no backup.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sqlite3 from 'sqlite3';

const [home, folder, database = home && join(home, 'metawsm.sqlite')] = process.argv.slice(2);
if (!home || !folder || !existsSync(database)) {
  console.error('Usage: node examples/backup.mjs HOME FOLDER [DATABASE]');
  process.exit(1);
}
process.umask(0o077);
mkdirSync(folder, { recursive: true });

// First the database, so that it never knows of work that the rest does not hold.
await copyDatabase(database, join(resolve(folder), 'metawsm.sqlite'));
archive(home, join(resolve(folder), 'home.tar'), [
  ...gitFolders('repos'),
  ...gitFolders('merge'),
  // After the branches: files that are newer than their commit are uncommitted work, older ones would undo work.
  ...['workspaces', 'runs', 'tickets', 'files'].filter((name) => existsSync(join(home, name))),
]);
console.log(`${folder} holds metawsm.sqlite and home.tar`);

/** A whole, checked copy through SQLite itself, which sees what still lies in `-wal`. */
async function copyDatabase(from, to) {
  await ask(from, 'VACUUM INTO ?', [to]);
  const [{ integrity_check: verdict }] = await ask(to, 'PRAGMA integrity_check', []);
  if (verdict !== 'ok') failed(new Error(verdict));
}

/** On a connection that cannot change the file. */
function ask(file, sql, values) {
  return new Promise((done) => {
    const connection = new sqlite3.Database(file, sqlite3.OPEN_READONLY, failed);
    connection.all(sql, values, (error, rows) => {
      failed(error);
      connection.close(() => done(rows));
    });
  });
}

/** Branches before objects: what a branch names is then there. */
function gitFolders(name) {
  const below = existsSync(join(home, name)) ? readdirSync(join(home, name)) : [];
  return below.flatMap((repository) => {
    const parts = readdirSync(join(home, name, repository)).filter((part) => part !== 'objects');
    return [...parts, 'objects']
      .map((part) => join(name, repository, part))
      .filter((path) => existsSync(join(home, path)));
  });
}

/** Exit code 1 of tar says that files changed while they were read, which agents do. */
function archive(from, file, names) {
  const list = names.length > 0 ? names : ['--files-from', '/dev/null'];
  const tar = spawnSync('tar', ['-cf', file, '-C', from, ...list], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (tar.error) failed(tar.error);
  if (tar.status === null || tar.status > 1) failed(new Error(`tar ended with ${tar.status ?? tar.signal}`));
}

function failed(error) {
  if (!error) return;
  console.error(`No backup was made: ${error.message}`);
  process.exit(1);
}
