package io.isolde.benchmarks.comparison;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the threads of one role did in one round. Written as an array, in this order.
 *
 * @param role 0, or another role beside it
 * @param operations how many operations
 * @param wallNanos for how long; of several threads, the longest
 * @param cpuNanos CPU time of these threads
 * @param javaCpuNanos CPU time of all Java threads
 * @param attempts how often a body ran
 * @param wrong answers that cannot be right
 * @param gaveUp operations given up
 * @param allocatedBytes bytes allocated by these threads
 * @param slowerShare the share of the operations that the slowest of them did; 0 if the file does
 *     not say
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({
  "role",
  "operations",
  "wallNanos",
  "cpuNanos",
  "javaCpuNanos",
  "attempts",
  "wrong",
  "gaveUp",
  "allocatedBytes",
  "slowerShare"
})
public record RoleSample(
    int role,
    long operations,
    long wallNanos,
    long cpuNanos,
    long javaCpuNanos,
    long attempts,
    long wrong,
    long gaveUp,
    long allocatedBytes,
    double slowerShare) {

  /** The work of several threads of one role. */
  public static RoleSample sum(List<RoleSample> parts) {
    long operations = sum(parts, RoleSample::operations);
    long slowest = parts.stream().mapToLong(RoleSample::operations).min().orElse(0);
    return new RoleSample(
        parts.getFirst().role,
        operations,
        parts.stream().mapToLong(RoleSample::wallNanos).max().orElse(0),
        sum(parts, RoleSample::cpuNanos),
        parts.getFirst().javaCpuNanos,
        sum(parts, RoleSample::attempts),
        sum(parts, RoleSample::wrong),
        sum(parts, RoleSample::gaveUp),
        sum(parts, RoleSample::allocatedBytes),
        (double) slowest / operations);
  }

  private static long sum(List<RoleSample> parts, ToLongFunction<RoleSample> value) {
    return parts.stream().mapToLong(value).sum();
  }

  /** The same, with the CPU time of all Java threads. */
  public RoleSample withJavaCpuNanos(long nanos) {
    return new RoleSample(
        role,
        operations,
        wallNanos,
        cpuNanos,
        nanos,
        attempts,
        wrong,
        gaveUp,
        allocatedBytes,
        slowerShare);
  }
}
