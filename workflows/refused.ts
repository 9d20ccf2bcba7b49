/** How a workflow refuses: with the fault of the catalogue as a failure that is never tried again. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { Fault } from '../domain/errors.js';

export function refusedBy(fault: Fault): ApplicationFailure {
  return ApplicationFailure.nonRetryable(fault.message, fault.code, fault);
}

/** @throws the fault, if there is one. */
export function throwIf(fault: Fault | null | undefined): void {
  if (fault) throw refusedBy(fault);
}
