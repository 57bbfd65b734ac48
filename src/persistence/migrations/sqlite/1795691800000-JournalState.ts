import type { MigrationInterface, QueryRunner } from 'typeorm';

export class JournalState1795691800000 implements MigrationInterface {
  name = 'JournalState1795691800000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "journal" ADD COLUMN "state" varchar`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "journal" DROP COLUMN "state"`);
  }
}
