package io.isolde.stm.engine;

import java.lang.StackWalker.StackFrame;

/** Finds where user code called into the library. */
final class CallSite {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String LIBRARY = "io.isolde.stm.";

  private CallSite() {}

  /** The innermost caller outside the library, such as {@code Bank.transfer(Bank.java:42)}. */
  static String find() {
    return WALKER.walk(
        frames ->
            frames
                .dropWhile(frame -> !isLibrary(frame))
                .dropWhile(CallSite::isLibrary)
                .findFirst()
                .map(CallSite::describe)
                .orElse("(unknown)"));
  }

  private static boolean isLibrary(StackFrame frame) {
    String name = frame.getClassName();
    return name.startsWith(LIBRARY)
        && (name.startsWith("engine.", LIBRARY.length())
            || name.startsWith("collection.", LIBRARY.length())
            || name.indexOf('.', LIBRARY.length()) < 0);
  }

  private static String describe(StackFrame frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
