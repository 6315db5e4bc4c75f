package io.isolde.benchmarks.harness.jvm;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The garbage collector of JVMs that measure. It is always chosen explicitly: a JVM that sees one
 * processor, or little memory, would choose the serial one by itself.
 */
public final class Collector {
  private static final String G1 = "-XX:+UseG1GC";
  private static final Pattern CHOICE =
      Pattern.compile("-XX:\\+Use(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC");

  private Collector() {}

  /** The flags of a JVM, with G1 among them unless they choose a collector. */
  public static List<String> chosen(List<String> flags) {
    return isChosen(flags) ? flags : Stream.concat(flags.stream(), Stream.of(G1)).toList();
  }

  private static boolean isChosen(List<String> flags) {
    return flags.stream().anyMatch(flag -> CHOICE.matcher(flag).matches());
  }
}
