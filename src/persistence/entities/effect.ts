import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One thing to do, and how far it got. */
@Entity('effects')
@Index('effects_by_lane', ['status', 'runId', 'lane'])
export class Effect {
  /** `<run>/<seq>/<k>`. */
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar', name: 'run_id' })
  runId!: string;

  @Column({ type: 'integer' })
  seq!: number;

  @Column({ type: 'integer' })
  k!: number;

  @Column({ type: 'varchar' })
  kind!: string;

  @Column({ type: 'varchar' })
  lane!: string;

  /** JSON. */
  @Column({ type: 'text' })
  params!: string;

  @Column({ type: 'varchar' })
  status!: string;

  @Column({ type: 'integer' })
  attempts!: number;

  @Column({ type: 'varchar', name: 'due_at', nullable: true })
  dueAt!: string | null;

  @Column({ type: 'varchar', name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Column({ type: 'text', nullable: true })
  result!: string | null;
}
