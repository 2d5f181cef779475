import { getPaymentReport } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { LedgerRepository } from '../data/ledger-repository.ts';
import { reportPayments } from '../domain/report-payments.ts';

export const getPaymentReportHandler = (needs: { readonly ledger: LedgerRepository }) =>
  handler(getPaymentReport, async ({ caller, query }) => ok(await reportPayments(needs, caller, query)));
