package io.isolde.store.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds out from a thread's stack where the thread is parked. Its state alone does not show that:
 * on its way to where a test wants it, a thread also waits for a lock or for its turn.
 */
final class Parking {
  private static final Set<String> PARKS =
      Set.of("park", "parkNanos", "parkOnCarrierThread", "yieldContinuation", "yield0", "wait0");

  private static final List<String> OF_JDK = List.of("java.", "jdk.", "sun.");

  private Parking() {}

  /**
   * Whether the thread is parked in {@code method}, given as simple class name, dot, method name.
   */
  static boolean isIn(Thread thread, String method) {
    List<StackTraceElement> stack = parked(thread);
    int caller = firstOutsideJdk(stack);
    return stack.subList(Math.min(caller, stack.size()), stack.size()).stream()
        .anyMatch(frame -> method.equals(name(frame)));
  }

  /** Whether the thread is parked in code that is neither the JDK's nor that of a law. */
  static boolean isInStore(Thread thread) {
    List<StackTraceElement> stack = parked(thread);
    int caller = firstOutsideJdk(stack);
    return caller < stack.size() && !isOfLaw(stack.get(caller));
  }

  /** The thread's state, and where it is. */
  static String describe(Thread thread) {
    return thread.getState() + " at " + List.of(thread.getStackTrace());
  }

  /** The thread's stack if it is parked, and otherwise an empty one. */
  private static List<StackTraceElement> parked(Thread thread) {
    List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
    boolean parked = !stack.isEmpty() && PARKS.contains(stack.getFirst().getMethodName());
    return parked ? stack : List.of();
  }

  private static int firstOutsideJdk(List<StackTraceElement> stack) {
    int first = 0;
    while (first < stack.size() && isOfJdk(stack.get(first))) {
      first++;
    }
    return first;
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    return OF_JDK.stream().anyMatch(frame.getClassName()::startsWith);
  }

  private static boolean isOfLaw(StackTraceElement frame) {
    return frame.getClassName().startsWith(Parking.class.getPackageName());
  }

  private static String name(StackTraceElement frame) {
    String outer = frame.getClassName();
    int simple = Math.max(outer.lastIndexOf('.'), outer.lastIndexOf('$')) + 1;
    return outer.substring(simple) + "." + frame.getMethodName();
  }
}
