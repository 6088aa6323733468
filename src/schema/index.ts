import './scalars.ts';
import './node.ts';
import './principal.ts';
import './permission-set.ts';
import './target.ts';
import './assignment.ts';
import './instance.ts';
import './completeness.ts';
import './session.ts';
import './available.ts';
import './login.ts';
import './role-credentials.ts';
import './credentials-token.ts';
import './query.ts';
import './mutation.ts';
import './subscription.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema({ sortSchema: false });
