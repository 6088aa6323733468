import { audited } from '../../audit.ts';
import type { Context } from '../../context.ts';
import { GatewayError } from '../../errors.ts';
import type { PortalChoice, Session } from '../../portal/portal.ts';

export function session(_root: unknown, choice: PortalChoice, { portal, viewer }: Context) {
  return portal.session(viewer, choice);
}

export function accessToken(session: Session, _args: object, context: Context) {
  if (!context.allowsTokenExport) {
    const message = 'This gateway gives no portal tokens out: it was started without --allow-token-export';
    throw new GatewayError('FORBIDDEN', message);
  }
  const { audit, portal, viewer } = context;
  return audited(
    audit,
    { event: 'credentials', permission: 'credentials' },
    () => portal.accessToken(viewer, session),
    () => ({}),
  );
}
