import { type EntityManager, In } from 'typeorm';
import type { Reads, Tx } from '../../engine/ports.js';
import type { Person as Facts } from '../../run/policy.js';
import { Group } from '../entities/group.js';
import { GroupMember } from '../entities/group-member.js';
import { Person } from '../entities/person.js';

/** Rows per statement, well below SQLite's limit of variables. */
const CHUNK = 1000;

export function peopleWrites(
  db: EntityManager,
): Pick<Tx, 'person' | 'putPerson' | 'putGroup' | 'leaveGroup'> {
  return {
    person: (id) => byId(db, id),
    // Groups are left to `putGroup`: facts read earlier must not bring a membership back.
    async putPerson({ id, name, isFullMember, isBot, fetchedAt }) {
      const row = { id, name, isFullMember: Number(isFullMember), isBot: Number(isBot), fetchedAt };
      await db.upsert(Person, row, ['id']);
    },
    async putGroup(group, members, at) {
      await db.delete(GroupMember, { groupId: group });
      const rows = [...new Set(members)].map((userId) => ({ groupId: group, userId }));
      for (let from = 0; from < rows.length; from += CHUNK)
        await db.insert(GroupMember, rows.slice(from, from + CHUNK));
      await db.upsert(Group, { id: group, fetchedAt: at }, ['id']);
    },
    async leaveGroup(group, members) {
      for (let from = 0; from < members.length; from += CHUNK)
        await db.delete(GroupMember, { groupId: group, userId: In(members.slice(from, from + CHUNK)) });
    },
  };
}

export function peopleReads(db: EntityManager): Pick<Reads, 'person' | 'knownPeople' | 'groupFetchedAt'> {
  return {
    person: (id) => byId(db, id),
    async knownPeople() {
      const rows = await db.find(Person, { select: { id: true }, order: { fetchedAt: 'ASC', id: 'ASC' } });
      return rows.map((row) => row.id);
    },
    async groupFetchedAt(group) {
      return (await db.findOneBy(Group, { id: group }))?.fetchedAt;
    },
  };
}

interface Row extends Omit<Facts, 'isFullMember' | 'isBot' | 'groups'> {
  isFullMember: number;
  isBot: number;
  group: string | null;
}

/** One statement: everything that a person does asks for it. */
const BY_ID = `
  SELECT person.id, person.name, person.is_full_member AS isFullMember, person.is_bot AS isBot, person.fetched_at AS fetchedAt,
    member.group_id AS "group"
  FROM people AS person LEFT JOIN group_members AS member ON member.user_id = person.id
  WHERE person.id = ? ORDER BY member.group_id`.trim();

async function byId(db: EntityManager, id: string): Promise<Facts | undefined> {
  const rows: Row[] = await db.query(BY_ID, [id]);
  const [first] = rows;
  if (!first) return undefined;
  const { group: _, ...facts } = first;
  return {
    ...facts,
    isFullMember: facts.isFullMember === 1,
    isBot: facts.isBot === 1,
    groups: rows.flatMap(({ group }) => (group === null ? [] : [group])),
  };
}
