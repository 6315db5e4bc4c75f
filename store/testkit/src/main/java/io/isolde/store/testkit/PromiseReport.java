package io.isolde.store.testkit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Prints, after the contract has been tested on a backend, which promises were kept and broken, and
 * which were skipped and why.
 */
public final class PromiseReport implements InvocationInterceptor, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(PromiseReport.class);

  /** Called by JUnit. */
  public PromiseReport() {}

  /** The results of the laws in one part of the contract. */
  private static final class Part {
    private int kept;

    /** Counts laws, and dynamic tests of laws. */
    private int broken;

    private int skipped;
    private final TreeSet<String> reasons = new TreeSet<>();

    String describe() {
      List<String> counts = new ArrayList<>();
      counts.add(kept + " kept");
      if (broken > 0) {
        counts.add(broken + " BROKEN");
      }
      if (skipped > 0) {
        counts.add(skipped + " skipped (" + String.join(", ", reasons) + ")");
      }
      return String.join(", ", counts);
    }
  }

  /** The results of all parts, for one backend. */
  private static final class Parts {
    private final Map<String, Part> byName = new TreeMap<>();

    Part of(Method law) {
      String name = law.getDeclaringClass().getSimpleName();
      return byName.computeIfAbsent(name, absent -> new Part());
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> law, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    observe(law, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> law, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    observe(law, context);
  }

  @Override
  public <T> T interceptTestFactoryMethod(
      Invocation<T> law, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    return observe(law, context);
  }

  /** Counts a dynamic test of a law if it fails. */
  @Override
  public void interceptDynamicTest(
      Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
      throws Throwable {
    try {
      test.proceed();
    } catch (Throwable t) {
      ExtensionContext law = lawOf(context);
      parts(law).of(law.getRequiredTestMethod()).broken++;
      throw t;
    }
  }

  private static ExtensionContext lawOf(ExtensionContext context) {
    return context.getTestMethod().isPresent() ? context : lawOf(context.getParent().orElseThrow());
  }

  private static <T> T observe(Invocation<T> law, ExtensionContext context) throws Throwable {
    Part part = parts(context).of(context.getRequiredTestMethod());
    try {
      T result = law.proceed();
      part.kept++;
      return result;
    } catch (TestAbortedException e) {
      part.skipped++;
      part.reasons.add(e.getMessage().replace("Assumption failed: ", ""));
      throw e;
    } catch (Throwable t) {
      part.broken++;
      throw t;
    }
  }

  private static Parts parts(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(context.getRequiredTestClass(), key -> new Parts(), Parts.class);
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is for the person who runs the tests
  public void afterAll(ExtensionContext context) {
    StringBuilder report = new StringBuilder("The contract of stores, as ");
    report.append(context.getRequiredTestClass().getSimpleName()).append(" keeps it:\n");
    parts(context)
        .byName
        .forEach((name, part) -> report.append("  %-24s%s%n".formatted(name, part.describe())));
    System.out.print(report);
  }
}
