import { small } from '../small.js';
import { attack } from './attack.js';

small(attack);
