/**
 * Histories to JSON and back. The SDK's own functions want one copy of protobufjs in the tree, and npm installs
 * several beside each other; the classes generated from Temporal's definitions do not mind.
 */
import proto from '@temporalio/proto';

type History = proto.temporal.api.history.v1.IHistory;
const { History } = proto.temporal.api.history.v1;

/** Enumerations by name, payloads in Base64. */
export function historyToJson(history: History): unknown {
  return History.toObject(History.fromObject(history), { enums: String, longs: String, bytes: String });
}

export function historyFromJson(json: unknown): History {
  return History.fromObject(json as Record<string, unknown>);
}
