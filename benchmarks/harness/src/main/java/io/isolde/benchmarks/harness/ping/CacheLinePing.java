package io.isolde.benchmarks.harness.ping;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Two threads that hand a cache line over, back and forth.
 *
 * <pre>
 *   caller:   writes 1   waits for 2   writes 3   …
 *   partner:  waits for 1   writes 2   waits for 3   …
 * </pre>
 *
 * <p>The median over {@value #BATCHES} batches of {@value #ROUND_TRIPS} round trips counts, so a
 * batch in which a thread lost its processor does not matter. It takes 1 to 4 ms, and 10 ms more if
 * both threads begin on the same processor. Used by one thread.
 *
 * <p>Trap: on a machine with more than two processors, what is measured may run on other processors
 * than these two threads.
 */
public final class CacheLinePing {
  /** A system property that tells how long a hand-over takes, in place of a measurement. */
  public static final String GIVEN_NANOS = "isolde.benchmarks.pingNanos";

  private static final int BATCHES = 50;
  private static final int ROUND_TRIPS = 100;

  /** No batch begins later. */
  private static final long PING_NANOS_MAX = 50_000_000;

  /** How often a JVM pings in vain, until the code is compiled. */
  private static final int WARMUPS = 20;

  /** After so many looks, a thread lets another one have its processor. */
  private static final int LOOKS_MAX = 1 << 16;

  private static final long STOP = -1;

  /** The number in the middle has at least 128 bytes on either side for itself. */
  private static final int MIDDLE = 16;

  private static boolean warm;

  private final AtomicLongArray line = new AtomicLongArray(2 * MIDDLE + 1);
  private final double[] batches = new double[BATCHES];

  private CacheLinePing() {}

  /** How long a hand-over takes now; not a number on a machine with one processor. */
  public static synchronized double nanos() throws InterruptedException {
    String given = System.getProperty(GIVEN_NANOS);
    return given == null ? measured() : Double.parseDouble(given);
  }

  private static double measured() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() == 1) {
      return Double.NaN;
    }
    for (int i = 0; i < WARMUPS && !warm; i++) {
      new CacheLinePing().measure();
    }
    warm = true;
    return new CacheLinePing().measure();
  }

  private double measure() throws InterruptedException {
    Thread partner = Thread.ofPlatform().daemon().name("ping").start(this::reply);
    try {
      return median(handOver());
    } finally {
      line.setRelease(MIDDLE, STOP);
      partner.join();
    }
  }

  /** Measures batches, and returns how many. */
  private int handOver() {
    int count = 0;
    long turn = 0;
    long start = System.nanoTime();
    for (long now = start; count < BATCHES && now - start < PING_NANOS_MAX; ) {
      for (int i = 0; i < ROUND_TRIPS; i++) {
        line.setRelease(MIDDLE, ++turn);
        await(++turn);
      }
      long after = System.nanoTime();
      batches[count++] = (after - now) / (2.0 * ROUND_TRIPS);
      now = after;
    }
    return count;
  }

  private void reply() {
    for (long turn = 1; await(turn); turn += 2) {
      line.setRelease(MIDDLE, turn + 1);
    }
  }

  /** Waits until it is that turn; whether it came before the end. */
  @SuppressWarnings("ThreadPriorityCheck") // helps a ping that counts for nothing to end soon
  private boolean await(long turn) {
    long present = line.getAcquire(MIDDLE);
    for (int looks = 1; present != turn && present != STOP; looks++) {
      if (looks % LOOKS_MAX == 0) {
        Thread.yield();
      }
      present = line.getAcquire(MIDDLE);
    }
    return present == turn;
  }

  private double median(int count) {
    double[] sorted = Arrays.copyOf(batches, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }
}
