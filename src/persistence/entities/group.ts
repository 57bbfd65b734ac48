import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A user group whose members are known. */
@Entity('groups')
export class Group {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar', name: 'fetched_at' })
  fetchedAt!: string;
}
