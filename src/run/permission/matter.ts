import type { PermissionAsked } from '../permissions.js';

/** The one thing by which a deed is recognised: the command, the paths, the address, else the agent's own words. */
export const matterOf = ({ command, paths, address, title }: PermissionAsked): string =>
  command ?? address ?? (paths?.length ? paths.join('\n') : title);
