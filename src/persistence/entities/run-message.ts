import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bot message of a run. Rows stay when a lost message is posted anew, so the old thread still finds its run. */
@Entity('run_messages')
export class RunMessage {
  @PrimaryColumn({ type: 'varchar' })
  channel!: string;

  @PrimaryColumn({ type: 'varchar' })
  ts!: string;

  @Column({ type: 'varchar', name: 'run_id' })
  runId!: string;

  /** Name of the message in the run's outlook. */
  @Column({ type: 'varchar' })
  ref!: string;
}
