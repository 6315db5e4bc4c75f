package io.isolde.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the tests of {@link io.isolde.stress.planted} with the settings of the real tests, and
 * demands that every planted bug is found, that nothing is found where no bug was planted, and that
 * no test was left out.
 *
 * <p>{@code StressSelfCheck -m quick -sc false -iters 3 -time 100}: takes the arguments of jcstress
 * but {@code -t}, and exits with 1 when one of the demands is not met.
 */
public final class StressSelfCheck {
  private static final String PLANTED = "io\\.isolde\\.stress\\.planted\\.";

  private StressSelfCheck() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(args));
    arguments.addAll(List.of("-t", PLANTED));
    Options options = new Options(arguments.toArray(String[]::new));
    if (!options.parse()) {
      System.exit(2);
    }
    JCStress jcstress = new JCStress(options);
    SortedSet<String> tests = jcstress.getTests();
    run(jcstress);

    List<String> complaints = complaints(tests, results(options.getResultFile()));
    complaints.forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "Self-check: %d tests, %s%n",
        tests.size(),
        complaints.isEmpty() ? "every planted bug was found" : complaints.size() + " complaints");
    System.exit(tests.isEmpty() || !complaints.isEmpty() ? 1 : 0);
  }

  private static void run(JCStress jcstress) throws Exception {
    try {
      jcstress.run();
    } catch (AssertionError expected) {
      System.out.println("Forbidden outcomes were seen, as they should: " + expected.getMessage());
    }
  }

  /** Every test's results, one for each of the JVM configurations it ran under. */
  private static SortedMap<String, List<TestResult>> results(String file) throws Exception {
    InProcessCollector collector = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(file, collector);
    reader.dump();
    reader.close();
    SortedMap<String, List<TestResult>> results = new TreeMap<>();
    for (TestResult result : collector.getTestResults()) {
      results.computeIfAbsent(result.getName(), name -> new ArrayList<>()).add(result);
    }
    return results;
  }

  private static List<String> complaints(
      SortedSet<String> tests, Map<String, List<TestResult>> results) {
    List<String> complaints = new ArrayList<>();
    for (String test : tests) {
      List<TestResult> runs = results.getOrDefault(test, List.of());
      boolean healthy = test.endsWith(".Healthy");
      boolean found = runs.stream().anyMatch(run -> !run.grading().isPassed);
      if (runs.isEmpty()) {
        complaints.add(test + " was not run");
      } else if (!runs.stream().allMatch(run -> run.status() == Status.NORMAL)) {
        complaints.add(test + " ended in an error");
      } else if (healthy && found) {
        complaints.add(test + " has no bug, but one was found");
      } else if (!healthy && !found) {
        complaints.add(test + " has a bug that was not found");
      }
    }
    return complaints;
  }
}
