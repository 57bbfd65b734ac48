import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Facts about a Slack user. Flags are 0 or 1. */
@Entity('people')
export class Person {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'integer', name: 'is_full_member' })
  isFullMember!: number;

  @Column({ type: 'integer', name: 'is_bot' })
  isBot!: number;

  @Column({ type: 'varchar', name: 'fetched_at' })
  fetchedAt!: string;
}
