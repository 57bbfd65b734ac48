import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A point in time that comes back as an event. */
@Entity('timers')
@Unique('timers_name', ['runId', 'name'])
@Index('timers_by_due', ['dueAt'])
export class Timer {
  /** `<run>/<seq>/<k>`. */
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar', name: 'run_id' })
  runId!: string;

  @Column({ type: 'varchar' })
  name!: string;

  /** JSON. */
  @Column({ type: 'text' })
  event!: string;

  @Column({ type: 'varchar', name: 'due_at' })
  dueAt!: string;
}
