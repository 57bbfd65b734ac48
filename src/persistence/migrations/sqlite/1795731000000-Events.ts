import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refusals say why, and `metawsm_events` is the journal as people and their tools read it. */
export class Events1795731000000 implements MigrationInterface {
  name = 'Events1795731000000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "journal" ADD COLUMN "code" varchar`);
    await queryRunner.query(`CREATE VIEW "metawsm_events" AS
      SELECT j."run_id", r."ticket", j."seq", j."at", j."actor", p."name" AS "actor_name",
        json_extract(j."event", '$.type') AS "event", j."outcome", j."code", j."state",
        substr(j."key", 1, instr(j."key", ':') - 1) AS "via",
        coalesce(json_extract(j."event", '$.message.channel'), CASE j."seq" WHEN 1 THEN r."channel" END) AS "channel",
        json_extract(j."event", '$.message.ts') AS "message_ts"
      FROM "journal" j JOIN "runs" r ON r."id" = j."run_id" LEFT JOIN "people" p ON p."id" = j."actor"`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP VIEW "metawsm_events"`);
    await queryRunner.query(`ALTER TABLE "journal" DROP COLUMN "code"`);
  }
}
