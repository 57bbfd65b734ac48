import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** What happened to a run, line by line. The same event twice finds its key taken. */
@Entity('journal')
@Unique('journal_key', ['runId', 'key'])
export class Journal {
  @PrimaryColumn({ type: 'varchar', name: 'run_id' })
  runId!: string;

  @PrimaryColumn({ type: 'integer' })
  seq!: number;

  @Column({ type: 'varchar' })
  key!: string;

  /** JSON. */
  @Column({ type: 'text' })
  event!: string;

  @Column({ type: 'varchar' })
  at!: string;

  @Column({ type: 'varchar', nullable: true })
  actor!: string | null;

  @Column({ type: 'varchar' })
  outcome!: string;

  /** Why it was refused, a code of `errors`. */
  @Column({ type: 'varchar', nullable: true })
  code!: string | null;

  /** Path of the state in which it left the run; lines of earlier versions say none. */
  @Column({ type: 'varchar', nullable: true })
  state!: string | null;
}
