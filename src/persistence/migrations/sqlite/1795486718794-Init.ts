import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Init1795486718794 implements MigrationInterface {
  name = 'Init1795486718794';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "channels" ("id" varchar PRIMARY KEY NOT NULL, "is_member" integer NOT NULL, "kind" varchar NOT NULL, "shared" integer NOT NULL, "fetched_at" varchar NOT NULL)`,
    );
    await queryRunner.query(
      `CREATE TABLE "effects" ("id" varchar PRIMARY KEY NOT NULL, "run_id" varchar NOT NULL, "seq" integer NOT NULL, "k" integer NOT NULL, "kind" varchar NOT NULL, "lane" varchar NOT NULL, "params" text NOT NULL, "status" varchar NOT NULL, "attempts" integer NOT NULL, "due_at" varchar, "started_at" varchar, "result" text)`,
    );
    await queryRunner.query(`CREATE INDEX "effects_by_lane" ON "effects" ("status", "run_id", "lane") `);
    await queryRunner.query(
      `CREATE TABLE "groups" ("id" varchar PRIMARY KEY NOT NULL, "fetched_at" varchar NOT NULL)`,
    );
    await queryRunner.query(
      `CREATE TABLE "group_members" ("group_id" varchar NOT NULL, "user_id" varchar NOT NULL, PRIMARY KEY ("group_id", "user_id"))`,
    );
    await queryRunner.query(`CREATE INDEX "group_members_by_user" ON "group_members" ("user_id") `);
    await queryRunner.query(
      `CREATE TABLE "inbox" ("key" varchar PRIMARY KEY NOT NULL, "message_key" varchar, "body" text NOT NULL, "status" varchar NOT NULL, "attempts" integer NOT NULL, "error" text, "received_at" varchar NOT NULL, CONSTRAINT "inbox_message" UNIQUE ("message_key"))`,
    );
    await queryRunner.query(`CREATE INDEX "inbox_by_status" ON "inbox" ("status", "received_at") `);
    await queryRunner.query(
      `CREATE TABLE "journal" ("run_id" varchar NOT NULL, "seq" integer NOT NULL, "key" varchar NOT NULL, "event" text NOT NULL, "at" varchar NOT NULL, "actor" varchar, "outcome" varchar NOT NULL, CONSTRAINT "journal_key" UNIQUE ("run_id", "key"), PRIMARY KEY ("run_id", "seq"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "people" ("id" varchar PRIMARY KEY NOT NULL, "name" varchar NOT NULL, "is_full_member" integer NOT NULL, "is_bot" integer NOT NULL, "fetched_at" varchar NOT NULL)`,
    );
    await queryRunner.query(
      `CREATE TABLE "runs" ("id" varchar PRIMARY KEY NOT NULL, "ticket" varchar NOT NULL, "ticket_key" varchar NOT NULL, "status" varchar NOT NULL, "outcome" varchar, "channel" varchar NOT NULL, "requester" varchar NOT NULL, "card_ts" varchar, "seen_ts" varchar, "snapshot" text NOT NULL, "version" integer NOT NULL, "machine_version" integer NOT NULL, "created_at" varchar NOT NULL, "updated_at" varchar NOT NULL)`,
    );
    await queryRunner.query(`CREATE INDEX "runs_by_creation" ON "runs" ("created_at") `);
    await queryRunner.query(`CREATE INDEX "runs_by_status" ON "runs" ("status") `);
    await queryRunner.query(`CREATE INDEX "runs_by_ticket" ON "runs" ("ticket_key", "created_at") `);
    await queryRunner.query(
      `CREATE TABLE "run_messages" ("channel" varchar NOT NULL, "ts" varchar NOT NULL, "run_id" varchar NOT NULL, "ref" varchar NOT NULL, PRIMARY KEY ("channel", "ts"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "timers" ("id" varchar PRIMARY KEY NOT NULL, "run_id" varchar NOT NULL, "name" varchar NOT NULL, "event" text NOT NULL, "due_at" varchar NOT NULL, CONSTRAINT "timers_name" UNIQUE ("run_id", "name"))`,
    );
    await queryRunner.query(`CREATE INDEX "timers_by_due" ON "timers" ("due_at") `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "timers_by_due"`);
    await queryRunner.query(`DROP TABLE "timers"`);
    await queryRunner.query(`DROP TABLE "run_messages"`);
    await queryRunner.query(`DROP INDEX "runs_by_ticket"`);
    await queryRunner.query(`DROP INDEX "runs_by_status"`);
    await queryRunner.query(`DROP INDEX "runs_by_creation"`);
    await queryRunner.query(`DROP TABLE "runs"`);
    await queryRunner.query(`DROP TABLE "people"`);
    await queryRunner.query(`DROP TABLE "journal"`);
    await queryRunner.query(`DROP INDEX "inbox_by_status"`);
    await queryRunner.query(`DROP TABLE "inbox"`);
    await queryRunner.query(`DROP INDEX "group_members_by_user"`);
    await queryRunner.query(`DROP TABLE "group_members"`);
    await queryRunner.query(`DROP TABLE "groups"`);
    await queryRunner.query(`DROP INDEX "effects_by_lane"`);
    await queryRunner.query(`DROP TABLE "effects"`);
    await queryRunner.query(`DROP TABLE "channels"`);
  }
}
