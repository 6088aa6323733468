import { createAws } from '../../aws/aws.ts';
import type { Config } from '../../config/config.ts';
import { GatewayError } from '../../errors.ts';
import { openAwsSource } from '../aws-source.ts';
import { AwsClock } from '../../aws/aws-clock.ts';
import type { Report } from '../doctor/check.ts';
import { examine, nothingToExamine } from '../doctor/examine.ts';
import { print } from '../doctor/print.ts';

/** Tells on standard output whether the gateway can work here, and what to do where it cannot. */
export async function run(config: Config): Promise<number> {
  const report = await examined(config);
  process.stdout.write(config.json ? `${JSON.stringify(report, undefined, 2)}\n` : print(report));
  return report.ok ? 0 : 1;
}

async function examined(config: Config): Promise<Report> {
  await using source = await openAwsSource(config);
  using clock = new AwsClock();
  const isTerminal = process.stderr.isTTY === true;
  const tell = (text: string) => isTerminal && process.stderr.write(`\r\x1b[K${text}`);
  try {
    const aws = await createAws(source.options);
    try {
      return await examine(aws, config, clock, new AbortController().signal, (action) =>
        tell(`Trying ${action} …`),
      );
    } finally {
      tell('');
      aws.close();
    }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return nothingToExamine(error);
  }
}
