import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One run. `snapshot` is the truth; the other columns are drawn from it, so that people and queries find it. */
@Entity('runs')
@Index('runs_by_ticket', ['ticketKey', 'createdAt'])
@Index('runs_by_status', ['status'])
@Index('runs_by_creation', ['createdAt'])
@Index('runs_by_requester', ['requester', 'status', 'createdAt'])
@Index('runs_by_channel', ['channel', 'status', 'outcome', 'createdAt'])
export class Run {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticket!: string;

  /** The ticket in lower case. */
  @Column({ type: 'varchar', name: 'ticket_key' })
  ticketKey!: string;

  @Column({ type: 'varchar' })
  status!: string;

  @Column({ type: 'varchar', nullable: true })
  outcome!: string | null;

  @Column({ type: 'varchar' })
  channel!: string;

  @Column({ type: 'varchar' })
  requester!: string;

  /** Slack's `ts` of the newest card. */
  @Column({ type: 'varchar', name: 'card_ts', nullable: true })
  cardTs!: string | null;

  /** Slack's `ts` of the newest message seen in the thread. */
  @Column({ type: 'varchar', name: 'seen_ts', nullable: true })
  seenTs!: string | null;

  /** JSON of xstate's persisted snapshot. */
  @Column({ type: 'text' })
  snapshot!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'integer', name: 'machine_version' })
  machineVersion!: number;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt!: string;
}
