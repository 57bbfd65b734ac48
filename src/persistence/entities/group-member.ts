import { Entity, Index, PrimaryColumn } from 'typeorm';

/** One user in one user group. */
@Entity('group_members')
@Index('group_members_by_user', ['userId'])
export class GroupMember {
  @PrimaryColumn({ type: 'varchar', name: 'group_id' })
  groupId!: string;

  @PrimaryColumn({ type: 'varchar', name: 'user_id' })
  userId!: string;
}
