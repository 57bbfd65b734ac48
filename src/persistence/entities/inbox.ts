import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A Slack delivery as it came. */
@Entity('inbox')
@Unique('inbox_message', ['messageKey'])
@Index('inbox_by_status', ['status', 'receivedAt'])
export class Inbox {
  @PrimaryColumn({ type: 'varchar' })
  key!: string;

  /** `<channel>:<ts>` of a person's message. */
  @Column({ type: 'varchar', name: 'message_key', nullable: true })
  messageKey!: string | null;

  /** JSON. */
  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'varchar' })
  status!: string;

  @Column({ type: 'integer' })
  attempts!: number;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'varchar', name: 'received_at' })
  receivedAt!: string;
}
