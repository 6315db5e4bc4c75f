package io.isolde.examples.bank.run;

import java.util.concurrent.ThreadFactory;

/**
 * The settings of a run, which do not affect its outcome.
 *
 * <p>Immutable.
 *
 * @param writers how many threads apply orders, at least one
 * @param auditors how many threads audit meanwhile
 * @param auditsPerSecond how often each of them does, or 0 for without pause
 * @param platformThreads whether writers are platform threads rather than virtual ones
 * @param progress where progress is shown
 * @param malformedShown how many malformed lines are listed
 */
public record RunSettings(
    int writers,
    int auditors,
    int auditsPerSecond,
    boolean platformThreads,
    Progress.Display progress,
    int malformedShown) {

  /** Makes the threads of writers. */
  ThreadFactory writerThreads() {
    Thread.Builder builder = platformThreads ? Thread.ofPlatform() : Thread.ofVirtual();
    return builder.name("writer-", 1).factory();
  }

  /**
   * Makes the threads of auditors. They are platform threads: an auditor without pause never
   * blocks, and virtual threads that never block would keep all others from running, even if they
   * yielded.
   */
  ThreadFactory auditorThreads() {
    return Thread.ofPlatform().name("auditor-", 1).factory();
  }
}
