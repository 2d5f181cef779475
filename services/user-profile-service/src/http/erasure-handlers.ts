import { deleteMyAccount as deleteMyAccountRoute, getErasureReceipt } from '@studynotion/contracts';
import { accepted, type Handler, handler, NotFoundError, ok } from '@studynotion/service-kit';
import { type DeleteMyAccountNeeds, deleteMyAccount } from '../domain/delete-my-account.ts';
import { toReceipt } from '../domain/erasure.ts';

export function erasureHandlers(needs: DeleteMyAccountNeeds): readonly Handler[] {
  return [
    handler(deleteMyAccountRoute, async ({ caller, body }) =>
      accepted(toReceipt(await deleteMyAccount(needs, caller, body.password))),
    ),
    handler(getErasureReceipt, async ({ params: { erasureId } }) => {
      const erasure = await needs.erasures.find(erasureId);
      if (erasure === undefined) throw new NotFoundError('erasure.not-found');
      return ok(toReceipt(erasure));
    }),
  ];
}
