/** The Temporal Schedule that looks each morning whether a supervision cycle must begin. */
import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import { mainQueue } from '../../workflows/messages.js';

export const CYCLES_SCHEDULE = 'duban-cycles';

/** 08:50, before the letters of the day; the starter itself knows the working days. */
const AT = { hour: 8, minute: 50 } as const;

/** Creates the schedule unless it is there. After a downtime only the last missed morning is made up: the starter looks back by itself. */
export async function scheduleCycles(client: Client): Promise<void> {
  try {
    await client.schedule.getHandle(CYCLES_SCHEDULE).describe();
    return;
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
  try {
    await client.schedule.create({
      scheduleId: CYCLES_SCHEDULE,
      spec: { calendars: [AT], timezone: 'Asia/Shanghai' },
      action: { type: 'startWorkflow', workflowType: 'cycleStarter', taskQueue: mainQueue, args: [] },
      policies: { overlap: 'SKIP', catchupWindow: '7 days' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
