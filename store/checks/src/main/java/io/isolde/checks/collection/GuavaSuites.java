package io.isolde.checks.collection;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;

/**
 * Guava's collection suites, which are written for JUnit 3, as dynamic tests of JUnit Jupiter.
 * There is one node for each test class in each of its settings: one node for each of the many
 * thousand cases would make the report unreadable. The names say how many cases there are.
 *
 * <p>Tests that cannot pass are excluded where the suite is built, by its method {@code
 * suppressing}, with the reason beside it.
 */
@SuppressWarnings("JdkObsolete") // Guava's suites are written for JUnit 3
public final class GuavaSuites {
  private GuavaSuites() {}

  /** The suite with each operation outside transactions. */
  public static Stream<DynamicNode> outsideTransactions(TestSuite suite) {
    return Stream.of(container(suite, TestCase::runBare));
  }

  /** The suite with each test, from its set-up to its end, inside one transaction. */
  public static Stream<DynamicNode> insideTransactions(TestSuite suite, Transactions transactions) {
    return Stream.of(container(suite, test -> transactions.run(test::runBare)));
  }

  /** What may run in a transaction. */
  @FunctionalInterface
  public interface Body {
    /** Runs it. */
    void run() throws Throwable;
  }

  /** What runs bodies in transactions. */
  @FunctionalInterface
  public interface Transactions {
    /** Runs one. */
    void run(Body body) throws Throwable;
  }

  /** How to run a test: outside transactions, in a transaction, or in a store's transaction. */
  @FunctionalInterface
  public interface Runner {
    /** Runs it from its set-up to its end. */
    void run(TestCase test) throws Throwable;
  }

  /** The suite with each test run by {@code runner}. */
  public static DynamicNode container(TestSuite suite, Runner runner) {
    return dynamicContainer(
        suite.getName() + ": " + suite.countTestCases() + " cases",
        parts(suite).map(part -> node(part, runner)));
  }

  private static Stream<Test> parts(TestSuite suite) {
    return Collections.list(suite.tests()).stream().filter(part -> part.countTestCases() > 0);
  }

  private static DynamicNode node(Test part, Runner runner) {
    if (part instanceof TestCase test) {
      return dynamicTest(test.getName(), () -> runner.run(test));
    }
    TestSuite suite = (TestSuite) part;
    return parts(suite).allMatch(TestCase.class::isInstance)
        ? dynamicTest(suite.getName() + ": " + suite.countTestCases(), () -> runAll(suite, runner))
        : container(suite, runner);
  }

  /** Runs all cases, even if some fail, and then reports the failures together. */
  private static void runAll(TestSuite suite, Runner runner) {
    Map<String, Throwable> failures = new LinkedHashMap<>();
    parts(suite)
        .map(TestCase.class::cast)
        .forEach(test -> failureOf(test, runner).ifPresent(t -> failures.put(test.getName(), t)));
    if (!failures.isEmpty()) {
      AssertionError all = new AssertionError(failures.size() + " failed: " + failures.keySet());
      failures.values().forEach(all::addSuppressed);
      throw all;
    }
  }

  private static Optional<Throwable> failureOf(TestCase test, Runner runner) {
    try {
      runner.run(test);
      return Optional.empty();
    } catch (Throwable t) {
      return Optional.of(t);
    }
  }
}
