import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Home of a person and the search for similar runs find theirs among all that ever were. */
export class RunIndexes1795820000000 implements MigrationInterface {
  name = 'RunIndexes1795820000000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX "runs_by_requester" ON "runs" ("requester", "status", "created_at") `,
    );
    await queryRunner.query(
      `CREATE INDEX "runs_by_channel" ON "runs" ("channel", "status", "outcome", "created_at") `,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "runs_by_channel"`);
    await queryRunner.query(`DROP INDEX "runs_by_requester"`);
  }
}
