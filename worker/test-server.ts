/**
 * The time-skipping Temporal server for tests and drills: a year of timers in seconds. Found in the user's cache,
 * else by the SDK's download, else as the Java artifact from Maven (design section 8).
 */
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../domain/errors.js';
import { alone } from './cache-folder.js';
import { archiveClasses, archiveSettled } from './class-archive.js';
import { isProgram, onPath, run } from './commands.js';
import type { Config } from './config.js';
import { type Say, sayOnStderr, withProgress } from './progress.js';
import { downloadBySdk } from './sdk-download.js';

const VERSION = '1.38.0';
const MAVEN_LIMIT_MS = 10 * 60_000;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>duban</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <!-- Without a logger the server prints a warning at every start. -->
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** The two flags keep the start of the JVM under the 5 s that the SDK waits for it. */
const LAUNCHER = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
java=java
[ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ] && java="$JAVA_HOME/bin/java"
classes=
[ -f "$here/classes.jsa" ] && classes="-XX:SharedArchiveFile=$here/classes.jsa"
[ -n "$CLASSES_TO" ] && classes="-XX:ArchiveClassesAtExit=$CLASSES_TO"
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \${classes:+"$classes"} -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * The server's program, for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type:
 * 'existing-path', path } } })`.
 * @throws DubanError `test-server-missing`.
 */
export async function timeSkippingServer(
  config: Pick<Config, 'cacheDir'>,
  say: Say = sayOnStderr,
): Promise<{ readonly path: string }> {
  const downloaded = join(config.cacheDir, 'test-server-sdk');
  const folder = join(config.cacheDir, `test-server-${VERSION}-quiet`);
  const launcher = join(folder, 'test-server');
  const known = () => [downloaded, launcher].find((path) => isProgram(path));
  const settled = (path: string | undefined): path is string =>
    path === downloaded || (path === launcher && archiveSettled(folder));
  const found = known();
  if (settled(found)) return { path: found };
  return alone(config.cacheDir, 'test-server', async () => {
    const made = known();
    if (settled(made)) return { path: made };
    if (made === launcher) {
      await archiveClasses(folder, LAUNCHER);
      return { path: launcher };
    }
    const noDownload = await withProgress(
      '正在下载可跳时的 Temporal 测试服务器',
      () => downloadBySdk('createTimeSkipping', downloaded),
      say,
    );
    if (noDownload === undefined) return { path: downloaded };
    const noMaven = await fetchByMaven(folder, say);
    if (noMaven === undefined) {
      await archiveClasses(folder, LAUNCHER);
      return { path: launcher };
    }
    throw refuse('test-server-missing', { detail: `下载不成（${noDownload}），Maven 也不成（${noMaven}）` });
  });
}

/** Fetches the artifact with its dependencies; undefined when launcher and jars are there, else the reason why not. */
async function fetchByMaven(folder: string, say: Say): Promise<string | undefined> {
  const maven = onPath('mvn');
  if (maven === undefined) return '没有安装 Maven';
  if (onPath('java') === undefined && process.env.JAVA_HOME === undefined) return '没有安装 Java';
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    writeFileSync(join(draft, 'pom.xml'), POM);
    const args = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'];
    const outcome = await withProgress(
      `正在用 Maven 取得可跳时的 Temporal 测试服务器 ${VERSION}（只需一次）`,
      () => run(maven, args, { cwd: draft, limitMs: MAVEN_LIMIT_MS }),
      say,
    );
    if (!outcome.ok) return outcome.reason;
    const launcher = join(draft, 'test-server');
    writeFileSync(launcher, LAUNCHER);
    chmodSync(launcher, 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
