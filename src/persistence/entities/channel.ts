import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Facts about a Slack conversation. Flags are 0 or 1. */
@Entity('channels')
export class Channel {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'integer', name: 'is_member' })
  isMember!: number;

  @Column({ type: 'varchar' })
  kind!: string;

  @Column({ type: 'integer' })
  shared!: number;

  @Column({ type: 'varchar', name: 'fetched_at' })
  fetchedAt!: string;
}
